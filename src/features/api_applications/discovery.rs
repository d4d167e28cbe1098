//! `GET /{tenant}/v2.0/.well-known/openid-configuration`: where applications sign in, for client libraries that look it up. There
//! is no page on which a person would authorize an application, but the libraries require an address of one.

use crate::state::AppState;
use crate::urls;
use crate::web::api_fault;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde_json::json;

/// Answers with the metadata (RFC 8414).
pub async fn show(portal: Data<AppState>, tenant: Path<String>) -> HttpResponse {
    let here = portal.settings.public_url();
    let token_endpoint = urls::application_token(tenant.as_str());
    let folder = format!("{here}/{}", token_endpoint.split('/').nth(1).unwrap_or_default());
    let metadata = json!({
        "issuer": format!("{folder}/v2.0"),
        "token_endpoint": format!("{here}{token_endpoint}"),
        "authorization_endpoint": format!("{folder}/oauth2/v2.0/authorize"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
    });
    api_fault::json(StatusCode::OK, &metadata)
}
