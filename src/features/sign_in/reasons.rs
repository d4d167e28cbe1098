//! Why a sign-in was refused, as the activity log stores it.

use crate::domain::text_enum::text_enum;
use crate::i18n::Texts;

/// The step at which a password sign-in failed; the first step, the password, is not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusedStep {
    /// The second factor.
    SecondFactor,
    /// The verification before a sensitive change.
    StepUp,
}

text_enum!(RefusedStep, "step", {
    SecondFactor = "second factor", StepUp = "before something dangerous",
});

impl RefusedStep {
    /// Returns the label.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            RefusedStep::SecondFactor => texts.step_second_factor(),
            RefusedStep::StepUp => texts.step_up_again(),
        }
    }
}

/// Why a user who is signed in at an issuer may not sign in here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OidcRefusal {
    /// The settings do not allow this issuer for the user's partner.
    OtherPartner,
    /// The user is deactivated.
    Deactivated,
    /// Another account of the issuer is linked to the user.
    OtherAccount,
    /// The issuer has not verified the email address.
    Unverified,
}

text_enum!(OidcRefusal, "reason", {
    OtherPartner = "not an issuer of this partner",
    Deactivated = "deactivated",
    OtherAccount = "another account of the issuer is linked",
    Unverified = "the issuer has not verified the address",
});

impl OidcRefusal {
    /// Returns the label.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            OidcRefusal::OtherPartner => texts.oidc_other_partner(),
            OidcRefusal::Deactivated => texts.oidc_deactivated(),
            OidcRefusal::OtherAccount => texts.oidc_other_account(),
            OidcRefusal::Unverified => texts.oidc_unverified(),
        }
    }
}
