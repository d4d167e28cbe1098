//! Anti-forgery: every unsafe request comes from a page of ours and carries a token of its own visitor.
//! Signed in, the token belongs to the session's cookie; before, to a cookie that is for nothing else.

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

/// The visitor's cookie that a token belongs to, found or made for this request.
#[derive(Clone)]
struct Visitor {
    secret: Key,
    new_cookie: Option<String>,
}

/// A fresh token for the forms of a page: another one each time, so that compression gives nothing away.
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

/// Whether the browser says that the request comes from a page of ours.
///
/// # Errors
/// [`Error::Forged`] when it says otherwise, or says nothing although it carries a cookie.
pub fn check_origin(request: &HttpRequest, settings: &Settings) -> Result<()> {
    let text = |name| request.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let of_ours = |site| matches!(site, "same-origin" | "none");
    let genuine = match (text("sec-fetch-site"), text("origin")) {
        // A page whose address is secret sends no referrer, and its forms therefore no origin.
        (Some("same-origin"), Some("null")) => comes_from_a_secret_address(request.path()),
        // A proxy may have taken the TLS off: then only the host can be compared.
        (Some(site), Some(origin)) => of_ours(site) && settings.is_own_host(origin, text("host")),
        (Some(site), None) => of_ours(site),
        (None, Some(origin)) => settings.is_own_origin(origin, text("host")),
        (None, None) => !request.headers().contains_key(header::COOKIE),
    };
    if genuine { Ok(()) } else { Err(Error::Forged) }
}

/// Whether a form that goes here may stand on a page that sends no referrer: the page's own, and its switch of
/// language.
fn comes_from_a_secret_address(path: &str) -> bool {
    is_secret_address(path) || path == "/language"
}

/// The cookie to set with the answer, when this visitor had none.
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

/// Whether the address is a secret: a personal link, a receipt, a single sign-on code. Such pages send no referrer.
pub fn is_secret_address(path: &str) -> bool {
    ["/invitations/", "/answers/", "/sign-in/password/", "/sign-in/oidc/"]
        .iter()
        .any(|start| path.starts_with(start))
}
