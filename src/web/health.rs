//! For machines: is the process there, and can it answer?

use crate::app::Portal;
use crate::error::Result;
use crate::partners::queries;
use actix_web::{HttpResponse, web::Data};

/// `GET /healthz`: the process runs.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `GET /readyz`: the database answers.
///
/// # Errors
/// 503 when it does not.
pub async fn readyz(portal: Data<Portal>) -> Result<HttpResponse> {
    portal.db.read(queries::any).await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"))
}
