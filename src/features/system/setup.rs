//! Until the portal has a partner, every URL shows how to set it up: see [`SetupPage`]. Exceptions are the resources of
//! that page, `/healthz` and `/metrics`, and the addresses for programs, which answer with a fault.

use crate::db::partners;
use crate::error::{Error, Result};
use crate::state::AppState;
use crate::urls;
use crate::web::shell::Shell;
use crate::web::{request, response};
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use std::sync::atomic::Ordering;

/// The middleware.
pub async fn require_setup<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> std::result::Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    if goes_through(request.path()) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    match is_set_up(&request).await {
        Ok(true) => Ok(next.call(request).await?.map_into_left_body()),
        Ok(false) => {
            let page = page(request.request()).unwrap_or_else(HttpResponse::from_error);
            Ok(request.into_response(page).map_into_right_body())
        }
        Err(error) => Ok(request.error_response(error).map_into_right_body()),
    }
}

/// `/language` is the language switch on the page.
fn goes_through(path: &str) -> bool {
    matches!(path, "/healthz" | "/metrics" | "/language")
        || path.starts_with("/static/")
        || urls::is_for_programs(path)
}

/// Queries the database until the portal is set up, then never again, because the last partner cannot be removed.
async fn is_set_up(request: &ServiceRequest) -> Result<bool> {
    let portal = request.app_data::<Data<AppState>>().cloned().ok_or_else(|| Error::internal("no portal"))?;
    if portal.is_set_up.load(Ordering::Relaxed) {
        return Ok(true);
    }
    let found = portal.db.read(partners::is_set_up).await?;
    portal.is_set_up.store(found, Ordering::Relaxed);
    Ok(found)
}

fn page(request: &HttpRequest) -> Result<HttpResponse> {
    let mut shell = request::shell(request, None, None)?;
    shell.return_to = "/".to_owned();
    response::page(&SetupPage { shell: &shell })
}

/// The page that shows the command to create the first partner and its first Global admin.
#[derive(Template)]
#[template(path = "web/setup.html")]
pub struct SetupPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
}
