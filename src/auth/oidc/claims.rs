//! What an issuer says of a person, read with care: an address counts when it is verified, a second factor when the
//! issuer says so, roles when the settings say what they mean.

use crate::auth::oidc::protocol::{OtherClaims, PersonClaims, TokenClaims};
use crate::config::oidc_issuer::is_entra;
use crate::config::{IssuerSettings, RoleMapping};
use openidconnect::{EndUserEmail, EndUserUsername};
use serde_json::Value;

/// A longer subject is none (OpenID Connect Core, section 2).
const MAX_SUBJECT: usize = 255;

/// Classes of sign-in that mean several factors, besides the method `mfa` of RFC 8176.
const SEVERAL_FACTORS: [&str; 2] =
    ["https://refeds.org/profile/mfa", "http://schemas.openid.net/pape/policies/2007/06/multi-factor"];

/// What counts of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedIdentity {
    /// Who the person is there: never another, never anybody else's.
    pub subject: String,
    /// The address, if there is one.
    pub email: Option<String>,
    /// Whether it is known to be the person's.
    pub email_is_verified: bool,
    /// What the claim of the roles says; nothing when the issuer did not say it at all.
    pub roles: Option<Vec<String>>,
    /// Whether the issuer only says where the roles could be asked for, as Microsoft does of somebody in many groups.
    pub roles_are_elsewhere: bool,
    /// Whether a second factor was shown there.
    pub second_factor: bool,
}

impl ClaimedIdentity {
    /// What a verified token says.
    ///
    /// # Errors
    /// Why it is not believed all the same.
    pub fn from_claims(issuer: &IssuerSettings, claims: &TokenClaims) -> Result<Self, String> {
        let subject = claims.subject().to_string();
        if subject.is_empty() || subject.len() > MAX_SUBJECT || subject.contains(char::is_control) {
            return Err("the subject is none".into());
        }
        let others = claims.additional_claims();
        if !is_of_the_tenant(issuer, others) {
            return Err("the token is another tenant's".into());
        }
        let (email, email_is_verified) =
            address(issuer, claims.email(), claims.email_verified(), claims.preferred_username(), others);
        Ok(ClaimedIdentity {
            subject,
            email,
            email_is_verified,
            roles: claimed_roles(issuer, others),
            roles_are_elsewhere: roles_are_elsewhere(issuer, others),
            second_factor: shows_second_factor(claims),
        })
    }

    /// Whether the issuer's page about the person may know more.
    pub fn is_incomplete(&self, issuer: &IssuerSettings) -> bool {
        let roles = issuer.roles_claim.is_some() && self.roles.is_none() && !self.roles_are_elsewhere;
        self.email.is_none() || roles
    }

    /// What the issuer's page about the person says besides.
    pub fn add(&mut self, issuer: &IssuerSettings, claims: &PersonClaims) {
        let others = claims.additional_claims();
        if self.email.is_none() {
            (self.email, self.email_is_verified) =
                address(issuer, claims.email(), claims.email_verified(), claims.preferred_username(), others);
        }
        self.roles = self.roles.take().or_else(|| claimed_roles(issuer, others));
    }
}

/// Whether the issuer says that a second factor was shown: the one place that decides it.
pub fn shows_second_factor(claims: &TokenClaims) -> bool {
    let methods = claims
        .auth_method_refs()
        .is_some_and(|methods| methods.iter().any(|method| method.as_str() == "mfa"));
    methods || claims.auth_context_ref().is_some_and(|class| SEVERAL_FACTORS.contains(&class.as_str()))
}

/// The address, and whether it is known to be the person's. Microsoft's tokens have `xms_edov` in place of
/// `email_verified`, and often the address as `preferred_username` alone, which the settings have to vouch for.
fn address(
    issuer: &IssuerSettings,
    email: Option<&EndUserEmail>,
    verified: Option<bool>,
    username: Option<&EndUserUsername>,
    others: &OtherClaims,
) -> (Option<String>, bool) {
    let vouched = issuer.emails_are_verified && verified != Some(false);
    if let Some(email) = email {
        let owner = matches!(others.0.get("xms_edov"), Some(Value::Bool(true)))
            || others.0.get("xms_edov").is_some_and(|value| *value == 1 || *value == "1" || *value == "true");
        return (Some(email.to_string()), verified == Some(true) || vouched || is_entra_of(issuer) && owner);
    }
    let username = username.filter(|name| vouched && name.contains('@')).map(|name| name.to_string());
    (username, vouched)
}

fn claimed_roles(issuer: &IssuerSettings, others: &OtherClaims) -> Option<Vec<String>> {
    RoleMapping::from_issuer(issuer).ok().flatten().and_then(|mapping| mapping.claimed_roles(&others.0))
}

fn roles_are_elsewhere(issuer: &IssuerSettings, others: &OtherClaims) -> bool {
    let names = others.0.get("_claim_names").and_then(Value::as_object);
    issuer.roles_claim.as_ref().is_some_and(|claim| names.is_some_and(|names| names.contains_key(claim)))
}

fn is_entra_of(issuer: &IssuerSettings) -> bool {
    url::Url::parse(&issuer.issuer).is_ok_and(|url| is_entra(&url))
}

/// A token of Microsoft's says its tenant, which is the one in the issuer's address.
fn is_of_the_tenant(issuer: &IssuerSettings, others: &OtherClaims) -> bool {
    let Some(url) = url::Url::parse(&issuer.issuer).ok().filter(is_entra) else { return true };
    let said = others.0.get("tid").and_then(Value::as_str);
    url.path_segments().and_then(|mut parts| parts.next()).is_some_and(|tenant| said == Some(tenant))
}
