//! The device cookie: a browser in which somebody has signed in is counted by itself, so that a stranger who
//! guesses at the account locks nobody out. It proves nothing else and lets nobody in.

use crate::app::Portal;
use crate::error::Result;
use crate::secrets::{mac, random_bytes};
use crate::users::queries::email_key;
use crate::web::reader::choice;
use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, time::Duration};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use subtle::ConstantTimeEq;

const NAME: &str = "device";
const DAYS: i64 = 90;

/// The cookie for a browser in which this person has just signed in.
pub fn cookie(portal: &Portal, email: &str) -> Result<Cookie<'static>> {
    let device = URL_SAFE_NO_PAD.encode(random_bytes()?);
    let value = format!("{device}.{}", seal(portal, &device, email));
    let mut cookie = choice(portal, NAME, value);
    cookie.set_max_age(Duration::days(DAYS));
    Ok(cookie)
}

/// The device of this request, if this person has signed in with it before.
pub fn of(request: &HttpRequest, portal: &Portal, email: &str) -> Option<String> {
    let cookie = request.cookie(&portal.settings.cookie_name(NAME))?;
    let (device, sealed) = cookie.value().split_once('.')?;
    let genuine: bool = sealed.as_bytes().ct_eq(seal(portal, device, email).as_bytes()).into();
    (genuine && device.len() <= 64).then(|| device.to_owned())
}

fn seal(portal: &Portal, device: &str, email: &str) -> String {
    let key = portal.secrets.key("device-v1");
    URL_SAFE_NO_PAD.encode(mac(&key, &[device.as_bytes(), email_key(email).as_bytes()]))
}
