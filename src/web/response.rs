//! Renders templates as responses, and sets cookies for preferences and flash messages.

use crate::error::Result;
use crate::state::AppState;
use crate::web::flash::Flash;
use crate::web::kept_forms::switches;
use crate::web::request::cookie;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// Initial size of the buffer in bytes. A page of fifty rows fits, so the buffer is not copied to grow.
const ROOM: usize = 64 * 1024;

/// Renders a page with status 200.
pub fn page(template: &impl Template) -> Result<HttpResponse> {
    page_as(StatusCode::OK, template)
}

/// Renders a page with another status, such as 422 for a form with errors.
pub fn page_as(status: StatusCode, template: &impl Template) -> Result<HttpResponse> {
    let mut body = String::with_capacity(ROOM);
    template.render_into(&mut body)?;
    let body = switches::tie_switches(body);
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(body))
}

/// Redirects to another page after a form, optionally with a flash message.
pub fn see_other(portal: &AppState, path: &str, flash: impl Into<Option<Flash>>) -> HttpResponse {
    let mut response = HttpResponse::SeeOther();
    response.insert_header((header::LOCATION, path));
    if let Some(flash) = flash.into() {
        response.cookie(preference_cookie(portal, "flash", flash.cookie()));
    }
    response.finish()
}

/// Returns a cookie that stores a preference for a year.
pub fn preference_cookie(portal: &AppState, name: &str, value: String) -> Cookie<'static> {
    Cookie::build(portal.settings.cookie_name(name), value)
        .path(portal.settings.cookie_path().to_owned())
        .http_only(true)
        .secure(portal.settings.is_https())
        .same_site(SameSite::Lax)
        .max_age(Duration::days(365))
        .finish()
}

/// Returns a cookie that removes the flash message after it was shown.
pub fn clear_flash_cookie(request: &HttpRequest, portal: &AppState) -> Option<Cookie<'static>> {
    cookie(request, portal, "flash")?;
    let mut gone = preference_cookie(portal, "flash", String::new());
    gone.make_removal();
    Some(gone)
}
