//! Health checks for load balancers and orchestrators.

use crate::db::partners;
use crate::error::Result;
use crate::state::AppState;
use actix_web::HttpResponse;
use actix_web::web::Data;

/// `GET /healthz`: the process runs.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ok\n")
}

/// `GET /readyz`: the database can be queried.
///
/// # Errors
/// 503 if it cannot.
pub async fn readyz(portal: Data<AppState>) -> Result<HttpResponse> {
    portal.db.read(partners::is_set_up).await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"))
}
