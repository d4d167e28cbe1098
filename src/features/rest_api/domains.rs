//! `GET` and `HEAD /v1/domains/{domain}`: whether a domain is taken, which only the vendor knows.

use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::error::{Fault, Result};
use crate::web::api_fault;
use actix_web::{HttpRequest, HttpResponse};

/// Answers that the portal does not know it. 404 would mean that the domain is free.
///
/// # Errors
/// Always: a fault with status 501.
pub async fn availability(request: HttpRequest, _: Scope<ViewCustomers>) -> Result<HttpResponse> {
    Err(Fault::new(501, "501", api_fault::locale(&request).texts().api_fault_domain()).into())
}
