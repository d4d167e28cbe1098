//! CSRF protection: every unsafe request must come from a page of this portal and carry a token of its
//! visitor. The token is bound to the session cookie, or before sign-in to a separate cookie.

use crate::auth::cookies;
use crate::config::Settings;
use crate::error::{Error, Result};
use crate::secrets::{Key, Secrets, hmac, random_bytes};
use actix_web::cookie::Cookie;
use actix_web::http::header;
use actix_web::{HttpMessage, HttpRequest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use subtle::ConstantTimeEq;

/// The cookie value that CSRF tokens are bound to, read from the request or created for it.
#[derive(Clone)]
struct Visitor {
    secret: Key,
    new_cookie: Option<String>,
}

/// Returns a CSRF token for the forms of a page. It is masked differently each time, so that compression
/// does not leak it.
pub fn token(request: &HttpRequest, settings: &Settings, secrets: &Secrets) -> Result<String> {
    let secret = visitor(request, settings, secrets)?.secret;
    let mask = random_bytes()?;
    let mut token = [0u8; 64];
    for index in 0..32 {
        token[index] = mask[index];
        token[32 + index] = mask[index] ^ secret[index];
    }
    Ok(BASE64.encode(token))
}

/// Whether this is a token of this visitor.
pub fn is_genuine(request: &HttpRequest, settings: &Settings, secrets: &Secrets, token: &str) -> bool {
    let Ok(bytes) = BASE64.decode(token) else { return false };
    let Ok(visitor) = visitor(request, settings, secrets) else { return false };
    let Some((mask, masked)) = bytes.split_at_checked(32).filter(|(_, rest)| rest.len() == 32) else {
        return false;
    };
    let secret: Vec<u8> = mask.iter().zip(masked).map(|(a, b)| a ^ b).collect();
    secret.ct_eq(&visitor.secret).into()
}

/// Checks by the browser's headers that the request comes from a page of this portal.
///
/// # Errors
/// [`Error::Forged`] if they name another site, or if they are missing although the request has cookies.
pub fn check_origin(request: &HttpRequest, settings: &Settings) -> Result<()> {
    let text = |name| request.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let of_ours = |site| matches!(site, "same-origin" | "none");
    let genuine = match (text("sec-fetch-site"), text("origin")) {
        // Pages with a secret URL send no referrer, so their forms send the origin `null`.
        (Some("same-origin"), Some("null")) => comes_from_a_secret_address(request.path()),
        // A proxy may terminate TLS, so only the host can be compared, not the scheme.
        (Some(site), Some(origin)) => of_ours(site) && settings.is_own_host(origin, text("host")),
        (Some(site), None) => of_ours(site),
        (None, Some(origin)) => settings.is_own_origin(origin, text("host")),
        (None, None) => !request.headers().contains_key(header::COOKIE),
    };
    if genuine { Ok(()) } else { Err(Error::Forged) }
}

/// Whether a form with this action can be on a page that sends no referrer: the page's own form or the language switch.
fn comes_from_a_secret_address(path: &str) -> bool {
    is_secret_address(path) || path == "/language"
}

/// Returns the cookie to set in the response, if the visitor had none.
pub fn new_cookie(request: &HttpRequest, settings: &Settings) -> Option<Cookie<'static>> {
    let value = request.extensions().get::<Visitor>()?.new_cookie.clone()?;
    Some(cookies::cookie(settings, "visitor", value).finish())
}

fn visitor(request: &HttpRequest, settings: &Settings, secrets: &Secrets) -> Result<Visitor> {
    if let Some(visitor) = request.extensions().get::<Visitor>() {
        return Ok(visitor.clone());
    }
    let cookie = |name| request.cookie(&settings.cookie_name(name)).map(|cookie| cookie.value().to_owned());
    let key = secrets.key("anti-forgery-v1");
    let of = |value: &str| hmac(&key, &[value.as_bytes()]);
    let visitor = match cookie("session").or_else(|| cookie("visitor")) {
        Some(value) => Visitor { secret: of(&value), new_cookie: None },
        None => {
            let value = BASE64.encode(random_bytes()?);
            Visitor { secret: of(&value), new_cookie: Some(value) }
        }
    };
    request.extensions_mut().insert(visitor.clone());
    Ok(visitor)
}

/// Whether the path contains a secret: a personal link, a receipt, or a single sign-on code. Such pages
/// send no referrer.
pub fn is_secret_address(path: &str) -> bool {
    ["/invitations/", "/answers/", "/sign-in/password/", "/sign-in/oidc/", "/unsubscribe/"]
        .iter()
        .any(|start| path.starts_with(start))
}
