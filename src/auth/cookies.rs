//! How every cookie of the portal is made.

use crate::config::Settings;
use actix_web::cookie::{Cookie, CookieBuilder, SameSite};

/// A cookie for the whole portal that scripts cannot read and other sites do not send with a form.
pub fn cookie(settings: &Settings, name: &str, value: String) -> CookieBuilder<'static> {
    Cookie::build(settings.cookie_name(name), value)
        .path("/")
        .http_only(true)
        .secure(settings.is_https())
        .same_site(SameSite::Lax)
}
