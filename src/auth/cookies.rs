//! The common attributes of all cookies of the portal.

use crate::config::Settings;
use actix_web::cookie::{Cookie, CookieBuilder, SameSite};

/// Returns a cookie for all paths that scripts cannot read and that browsers do not send with cross-site form posts.
pub fn cookie(settings: &Settings, name: &str, value: String) -> CookieBuilder<'static> {
    Cookie::build(settings.cookie_name(name), value)
        .path(settings.cookie_path().to_owned())
        .http_only(true)
        .secure(settings.is_https())
        .same_site(SameSite::Lax)
}
