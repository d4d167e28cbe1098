//! Checks a second factor: a code from an authenticator app (RFC 6238) or, if the device is lost, a
//! recovery code. The seed is encrypted in the database ([`seal`]); each code works once ([`queries`]).

use crate::audit::Tx;
use crate::auth::second_factor::totp::Seed;
use crate::auth::second_factor::{queries, recovery_codes, seal, totp};
use crate::domain::UserId;
use crate::domain::text_enum::text_enum;
use crate::error::Result;
use crate::i18n::Texts;
use crate::secrets::Secrets;

/// Which kind of second factor was accepted. The texts are those of the activity log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactorKind {
    /// A code from the authenticator app.
    Code,
    /// A recovery code, which is now used up.
    RecoveryCode,
    /// One that an OpenID Connect issuer verified.
    Issuer,
}

text_enum!(FactorKind, "second factor", {
    Code = "authenticator-app", RecoveryCode = "recovery-code", Issuer = "issuer",
});

impl FactorKind {
    /// Returns the label.
    pub fn label(self, texts: &Texts) -> String {
        match self {
            FactorKind::Code => texts.factor_kind_app(),
            FactorKind::RecoveryCode => texts.factor_kind_code(),
            FactorKind::Issuer => texts.factor_kind_issuer(),
        }
    }
}

/// Checks whether `typed` is a valid second factor of this user, and uses it up.
pub fn check(tx: &mut Tx<'_>, secrets: &Secrets, user: UserId, typed: &str) -> Result<Option<FactorKind>> {
    let typed: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
    if typed.len() == totp::DIGITS && typed.bytes().all(|byte| byte.is_ascii_digit()) {
        let sealed = queries::sealed_seed(tx, user)?;
        let seed: Option<Seed> = sealed.and_then(|sealed| seal::unseal(secrets, user, &sealed));
        let Some(step) = seed.and_then(|seed| seed.matching_step(&typed)) else { return Ok(None) };
        return Ok(queries::consume_step(tx, user, step)?.then_some(FactorKind::Code));
    }
    let Some(hash) = recovery_codes::hash(secrets, user, &typed) else { return Ok(None) };
    Ok(queries::use_recovery_code(tx, user, &hash)?.then_some(FactorKind::RecoveryCode))
}
