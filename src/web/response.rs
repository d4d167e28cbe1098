//! Renders templates as responses, redirects after forms, and sets cookies for preferences.

use crate::auth::cookies;
use crate::error::Result;
use crate::state::AppState;
use crate::web::flash::Flash;
use crate::web::kept_forms::switches;
use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::cookie::time::Duration;
use actix_web::http::{StatusCode, header};
use askama::Template;

/// Initial size of the buffer in bytes. A page of fifty rows fits, so the buffer is not copied to grow.
const INITIAL_CAPACITY: usize = 64 * 1024;

/// Renders a page with status 200.
pub fn page(template: &impl Template) -> Result<HttpResponse> {
    page_as(StatusCode::OK, template)
}

/// Renders a page with another status, such as 422 for a form with errors.
pub fn page_as(status: StatusCode, template: &impl Template) -> Result<HttpResponse> {
    let mut body = String::with_capacity(INITIAL_CAPACITY);
    template.render_into(&mut body)?;
    let body = switches::tie_switches(body);
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(body))
}

/// Makes a page the response to [`crate::error::Error::Stale`]: status 409. The page says that nothing was changed, and
/// shows what is stored now beside what the user entered.
#[must_use]
pub fn conflict(mut page: HttpResponse) -> HttpResponse {
    *page.status_mut() = StatusCode::CONFLICT;
    page
}

/// Redirects to another page after a form, optionally with a flash message.
pub fn see_other(portal: &AppState, path: &str, flash: impl Into<Option<Flash>>) -> HttpResponse {
    let mut response = HttpResponse::SeeOther();
    response.insert_header((header::LOCATION, path));
    if let Some(flash) = flash.into() {
        response.cookie(flash.to_cookie(&portal.settings));
    }
    response.finish()
}

/// Returns a cookie that stores a preference for a year.
pub fn preference_cookie(portal: &AppState, name: &str, value: String) -> Cookie<'static> {
    cookies::cookie(&portal.settings, name, value).max_age(Duration::days(365)).finish()
}
