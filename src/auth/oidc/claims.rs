//! Reads the claims of an issuer's token. An address counts only if it is verified, a second factor only if
//! the issuer confirms it, and roles only as the settings map them.

use crate::auth::oidc::protocol::{OtherClaims, PersonClaims, TokenClaims};
use crate::config::oidc_issuer::is_entra;
use crate::config::{IssuerSettings, RoleMapping};
use openidconnect::{EndUserEmail, EndUserUsername};
use serde_json::Value;

/// Maximum length of a subject (OpenID Connect Core, section 2).
const MAX_SUBJECT: usize = 255;

/// Authentication context classes that mean multi-factor, besides the method `mfa` of RFC 8176.
const SEVERAL_FACTORS: [&str; 2] =
    ["https://refeds.org/profile/mfa", "http://schemas.openid.net/pape/policies/2007/06/multi-factor"];

/// The claims that the portal uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedIdentity {
    /// The subject: identifies the user at the issuer and is never reassigned.
    pub subject: String,
    /// The email address, if there is one.
    pub email: Option<String>,
    /// Whether the address is verified to be the user's.
    pub email_is_verified: bool,
    /// The values of the roles claim; `None` if the issuer did not send the claim.
    pub roles: Option<Vec<String>>,
    /// Whether the issuer sent only a reference to the roles, as Microsoft does for users in many groups.
    pub roles_are_elsewhere: bool,
    /// Whether the issuer checked a second factor.
    pub second_factor: bool,
}

impl ClaimedIdentity {
    /// Reads the claims of a verified token.
    ///
    /// # Errors
    /// Why the token is rejected nevertheless: the subject is invalid, or the token is for another tenant.
    pub fn from_claims(issuer: &IssuerSettings, claims: &TokenClaims) -> Result<Self, String> {
        let subject = claims.subject().to_string();
        if subject.is_empty() || subject.len() > MAX_SUBJECT || subject.contains(char::is_control) {
            return Err("the subject is missing or too long".into());
        }
        let others = claims.additional_claims();
        if !is_of_the_tenant(issuer, others) {
            return Err("the token is from another tenant".into());
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

    /// Whether a request to the issuer's UserInfo endpoint may add missing claims.
    pub fn is_incomplete(&self, issuer: &IssuerSettings) -> bool {
        let roles = issuer.roles_claim.is_some() && self.roles.is_none() && !self.roles_are_elsewhere;
        self.email.is_none() || roles
    }

    /// Adds missing claims from the issuer's UserInfo endpoint.
    pub fn add(&mut self, issuer: &IssuerSettings, claims: &PersonClaims) {
        let others = claims.additional_claims();
        if self.email.is_none() {
            (self.email, self.email_is_verified) =
                address(issuer, claims.email(), claims.email_verified(), claims.preferred_username(), others);
        }
        self.roles = self.roles.take().or_else(|| claimed_roles(issuer, others));
    }
}

/// Whether the token says that the issuer checked a second factor.
pub fn shows_second_factor(claims: &TokenClaims) -> bool {
    let methods = claims
        .auth_method_refs()
        .is_some_and(|methods| methods.iter().any(|method| method.as_str() == "mfa"));
    methods || claims.auth_context_ref().is_some_and(|class| SEVERAL_FACTORS.contains(&class.as_str()))
}

/// Returns the address and whether it is verified. Microsoft's tokens have `xms_edov` instead of
/// `email_verified`, and often contain the address only as `preferred_username`, which counts only if the
/// settings allow it.
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

/// Whether a token of Microsoft names the tenant in the issuer's URL. True for other issuers.
fn is_of_the_tenant(issuer: &IssuerSettings, others: &OtherClaims) -> bool {
    let Some(url) = url::Url::parse(&issuer.issuer).ok().filter(is_entra) else { return true };
    let said = others.0.get("tid").and_then(Value::as_str);
    url.path_segments().and_then(|mut parts| parts.next()).is_some_and(|tenant| said == Some(tenant))
}
