//! A template as the answer to a request.

use super::kept_forms::switches;
use crate::error::Result;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

/// A page of fifty rows fits; a body that grows is copied again and again.
const ROOM: usize = 64 * 1024;

/// The page.
pub fn page(template: &impl Template) -> Result<HttpResponse> {
    page_as(StatusCode::OK, template)
}

/// The page under another status: 422 when it shows what is wrong.
pub fn page_as(status: StatusCode, template: &impl Template) -> Result<HttpResponse> {
    let mut body = String::with_capacity(ROOM);
    template.render_into(&mut body)?;
    let body = switches::tied(body);
    Ok(HttpResponse::build(status).content_type("text/html; charset=utf-8").body(body))
}
