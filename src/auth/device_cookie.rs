//! The device cookie: browsers in which the user has signed in before have their own rate limit, so that a
//! stranger who guesses passwords does not lock the user out. The cookie does not authenticate anyone.

use crate::auth::accounts::email_key;
use crate::auth::cookies;
use crate::config::Settings;
use crate::error::Result;
use crate::secrets::{Secrets, hmac, random_bytes};
use actix_web::HttpRequest;
use actix_web::cookie::Cookie;
use actix_web::cookie::time::Duration;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

const NAME: &str = "device";

const LIFETIME_DAYS: i64 = 90;

/// Returns the cookie for a browser in which this user has just signed in.
pub fn cookie(settings: &Settings, secrets: &Secrets, email: &str) -> Result<Cookie<'static>> {
    let device = URL_SAFE_NO_PAD.encode(random_bytes()?);
    let value = format!("{device}.{}", seal(secrets, &device, email));
    Ok(cookies::cookie(settings, NAME, value).max_age(Duration::days(LIFETIME_DAYS)).finish())
}

/// Returns the device id in the request's cookie, if this user has signed in with it before.
pub fn read(request: &HttpRequest, settings: &Settings, secrets: &Secrets, email: &str) -> Option<String> {
    let cookie = request.cookie(&settings.cookie_name(NAME))?;
    let (device, sealed) = cookie.value().split_once('.')?;
    let genuine: bool = sealed.as_bytes().ct_eq(seal(secrets, device, email).as_bytes()).into();
    (genuine && device.len() <= 64).then(|| device.to_owned())
}

fn seal(secrets: &Secrets, device: &str, email: &str) -> String {
    let key = secrets.key("device-v1");
    URL_SAFE_NO_PAD.encode(hmac(&key, &[device.as_bytes(), email_key(email).as_bytes()]))
}
