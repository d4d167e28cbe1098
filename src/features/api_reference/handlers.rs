//! `GET /openapi.json`: the description of the API for programs; `GET /api-reference`: the same for people. Both are public, and
//! say nothing about any partner.

use crate::auth::extractors::OptionalActor;
use crate::error::Result;
use crate::features::api_reference::document::ApiDocument;
use crate::features::api_reference::page::ReferencePage;
use crate::state::AppState;
use crate::web::request::shell;
use crate::web::response;
use actix_web::http::header;
use actix_web::http::header::{EntityTag, Header, IfNoneMatch};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

/// Returns the OpenAPI document, or 304 if the client has it.
pub async fn openapi(
    request: HttpRequest,
    portal: Data<AppState>,
    document: Data<ApiDocument>,
) -> HttpResponse {
    let written = document.read(&portal.settings.public_url());
    let tag = EntityTag::new_weak(written.etag.clone());
    let is_known = match IfNoneMatch::parse(&request) {
        Ok(IfNoneMatch::Items(known)) => known.iter().any(|known| known.weak_eq(&tag)),
        Ok(IfNoneMatch::Any) => request.headers().contains_key(header::IF_NONE_MATCH),
        Err(_) => false,
    };
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header(header::ETag(tag)).insert_header((header::CACHE_CONTROL, "public, max-age=300"));
    if is_known {
        return response.finish();
    }
    response.content_type("application/json; charset=utf-8").body(written.json.clone())
}

/// Shows the reference page, also without a session.
pub async fn show(
    request: HttpRequest,
    who: OptionalActor,
    portal: Data<AppState>,
    document: Data<ApiDocument>,
) -> Result<HttpResponse> {
    let written = document.read(&portal.settings.public_url());
    let shell = shell(&request, who.0.as_deref(), None)?;
    response::page(&ReferencePage::new(&shell, &written.value))
}
