//! The state of a sign-in while the browser is at the issuer: a signed cookie per tab, valid for ten
//! minutes. State, nonce and the PKCE verifier are derived from it with a server key, so reading the cookie
//! does not reveal them.

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

/// How long a sign-in at the issuer may take.
const LIFETIME_MINUTES: i64 = 10;

/// Maximum length of the path to return to, so that the cookie does not become too large.
const MAX_NEXT: usize = 1024;

/// Maximum number of sign-ins that one browser may have open at an issuer.
const MAX_OPEN_FLOWS: usize = 4;

/// One sign-in at an issuer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorizationFlow {
    /// The issuer's id in the portal's URLs.
    pub issuer: String,
    /// The path to open after the sign-in.
    pub next: String,
    seed: String,
    until: i64,
}

impl AuthorizationFlow {
    /// Begins a sign-in. A path that is too long is replaced by `/`.
    pub fn begin(issuer: &str, next: String) -> Result<Self> {
        let next = if next.len() <= MAX_NEXT { next } else { "/".to_owned() };
        let until = clock::now().and_utc().timestamp() + LIFETIME_MINUTES * 60;
        Ok(AuthorizationFlow { issuer: issuer.to_owned(), next, seed: BASE64.encode(random_bytes()?), until })
    }

    /// Returns the `state` parameter. The issuer sends it back; without it, the response does not belong to
    /// this browser.
    pub fn state(&self, secrets: &Secrets) -> String {
        self.derived(secrets, "state")
    }

    /// Returns the nonce. The token must contain it, which binds the token to this sign-in.
    pub fn nonce(&self, secrets: &Secrets) -> String {
        self.derived(secrets, "nonce")
    }

    /// Returns the PKCE verifier, 43 characters: without it nobody can exchange the code.
    pub fn verifier(&self, secrets: &Secrets) -> String {
        self.derived(secrets, "verifier")
    }

    /// Whether the browser came back with the expected state and in time.
    pub fn is_answered_by(&self, secrets: &Secrets, state: &str) -> bool {
        let same: bool = self.state(secrets).as_bytes().ct_eq(state.as_bytes()).into();
        same && clock::now().and_utc().timestamp() < self.until
    }

    /// Returns the cookie that stores the sign-in.
    pub fn cookie(&self, settings: &Settings, secrets: &Secrets) -> Result<Cookie<'static>> {
        let body = serde_json::to_vec(self).map_err(Error::internal)?;
        let seal = hmac(&secrets.key("oidc-flow-v1"), &[&body]);
        Ok(cookie(
            settings,
            &self.state(secrets),
            format!("{}.{}", BASE64.encode(&body), BASE64.encode(seal)),
            Duration::minutes(LIFETIME_MINUTES),
        ))
    }

    /// Reads the cookie of this state; `None` if it is missing or was modified.
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

/// Returns cookies that remove the oldest sign-ins of this browser above the limit, because the size of
/// request headers is limited.
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
    ways.iter()
        .skip(MAX_OPEN_FLOWS - 1)
        .map(|(_, name)| removal_cookie(settings, &name[prefix.len()..]))
        .collect()
}

/// Returns a cookie that removes the one of this state, which is valid for one response only.
pub fn removal_cookie(settings: &Settings, state: &str) -> Cookie<'static> {
    let mut gone = cookie(settings, state, String::new(), Duration::ZERO);
    gone.make_removal();
    gone
}

/// SameSite is Lax, so that the browser sends the cookie when the issuer redirects back.
fn cookie(settings: &Settings, state: &str, value: String, age: Duration) -> Cookie<'static> {
    cookies::cookie(settings, &name(state), value).max_age(age).finish()
}

/// Returns the name of a sign-in's cookie: a prefix and the first letters and digits of the state.
fn name(state: &str) -> String {
    let of_state: String = state.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    format!("oidc-{of_state}")
}
