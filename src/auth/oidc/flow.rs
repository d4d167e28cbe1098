//! What the browser keeps while it is at the issuer: a signed cookie for ten minutes, one for each tab. State, nonce and the secret of
//! PKCE are derived from it with a key of ours, so whoever reads the cookie knows none of them.

use crate::auth::cookies;
use crate::clock;
use crate::config::Settings;
use crate::error::{Error, Result};
use crate::secrets::{Secrets, hmac, random_bytes};
use actix_web::HttpRequest;
use actix_web::cookie::Cookie;
use actix_web::cookie::time::Duration;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

/// Whoever takes longer at the issuer begins anew.
const MINUTES: i64 = 10;

/// A cookie has room for so many bytes of where the person was going.
const MAX_NEXT: usize = 1024;

/// Maximum number of sign-ins of one browser that may wait for an issuer at the same time.
const TABS: usize = 4;

/// One way to the issuer and back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationFlow {
    /// The issuer's word in our addresses.
    pub issuer: String,
    /// Where the person was going: a path of this portal.
    pub next: String,
    seed: String,
    until: i64,
}

impl AuthorizationFlow {
    /// A new one.
    pub fn begin(issuer: &str, next: String) -> Result<Self> {
        let next = if next.len() <= MAX_NEXT { next } else { "/".to_owned() };
        let until = clock::now().and_utc().timestamp() + MINUTES * 60;
        Ok(AuthorizationFlow { issuer: issuer.to_owned(), next, seed: BASE64.encode(random_bytes()?), until })
    }

    /// What the issuer gives back as it is: whoever comes without it was not sent by this browser.
    pub fn state(&self, secrets: &Secrets) -> String {
        self.derived(secrets, "state")
    }

    /// What the token must say: it was made for this sign-in.
    pub fn nonce(&self, secrets: &Secrets) -> String {
        self.derived(secrets, "nonce")
    }

    /// The secret of PKCE, 43 characters: only who sent the browser can use what it brings back.
    pub fn verifier(&self, secrets: &Secrets) -> String {
        self.derived(secrets, "verifier")
    }

    /// Whether the browser came back with the state that it was sent with, in time.
    pub fn is_answered_by(&self, secrets: &Secrets, state: &str) -> bool {
        let same: bool = self.state(secrets).as_bytes().ct_eq(state.as_bytes()).into();
        same && clock::now().and_utc().timestamp() < self.until
    }

    /// The cookie to keep it in.
    pub fn cookie(&self, settings: &Settings, secrets: &Secrets) -> Result<Cookie<'static>> {
        let body = serde_json::to_vec(self).map_err(Error::internal)?;
        let seal = hmac(&secrets.key("oidc-flow-v1"), &[&body]);
        Ok(cookie(
            settings,
            &self.state(secrets),
            format!("{}.{}", BASE64.encode(&body), BASE64.encode(seal)),
            Duration::minutes(MINUTES),
        ))
    }

    /// Reads the [`AuthorizationFlow::cookie`] that belongs to this state; nothing when there is none, or it was changed.
    pub fn from_request(
        request: &HttpRequest,
        settings: &Settings,
        secrets: &Secrets,
        state: &str,
    ) -> Option<Self> {
        Self::read(secrets, request.cookie(&settings.cookie_name(&name(state)))?.value())
    }

    fn read(secrets: &Secrets, value: &str) -> Option<Self> {
        let (body, seal) = value.split_once('.')?;
        let (body, seal) = (BASE64.decode(body).ok()?, BASE64.decode(seal).ok()?);
        let right: bool = hmac(&secrets.key("oidc-flow-v1"), &[&body]).ct_eq(&seal).into();
        serde_json::from_slice(&body).ok().filter(|_| right)
    }

    fn derived(&self, secrets: &Secrets, purpose: &str) -> String {
        let key = secrets.key("oidc-derived-v1");
        BASE64.encode(hmac(&key, &[purpose.as_bytes(), self.issuer.as_bytes(), self.seed.as_bytes()]))
    }
}

/// Takes away the cookies of the oldest ways when there are too many: headers have an end, and so has what a tab may cost.
pub fn surplus_removal_cookies(
    request: &HttpRequest,
    settings: &Settings,
    secrets: &Secrets,
) -> Vec<Cookie<'static>> {
    let prefix = settings.cookie_name(&name(""));
    let Ok(cookies) = request.cookies() else { return Vec::new() };
    let ours = cookies.iter().filter(|cookie| cookie.name().starts_with(&prefix));
    let mut ways: Vec<(i64, &str)> = ours
        .map(|cookie| {
            (AuthorizationFlow::read(secrets, cookie.value()).map_or(0, |flow| flow.until), cookie.name())
        })
        .collect();
    ways.sort_unstable_by(|one, other| other.cmp(one));
    ways.iter().skip(TABS - 1).map(|(_, name)| removal_cookie(settings, &name[prefix.len()..])).collect()
}

/// Takes the cookie of this state away: it is good for one answer.
pub fn removal_cookie(settings: &Settings, state: &str) -> Cookie<'static> {
    let mut gone = cookie(settings, state, String::new(), Duration::ZERO);
    gone.make_removal();
    gone
}

/// Lax: the browser brings it along when the issuer sends it back.
fn cookie(settings: &Settings, state: &str, value: String, age: Duration) -> Cookie<'static> {
    cookies::cookie(settings, &name(state), value).max_age(age).finish()
}

/// The name of a way's cookie ends as its state begins; only letters that a name may have.
fn name(state: &str) -> String {
    let of_state: String = state.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    format!("oidc-{of_state}")
}
