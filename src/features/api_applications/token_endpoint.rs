//! `POST /{tenant}/oauth2/v2.0/token` and `POST /{tenant}/oauth2/token`, where applications get access tokens (OAuth 2 client
//! credentials). The tenant can be any text. Version 1 writes numbers as text, and has a few more fields.

use crate::auth::api_applications::access_token::Claims;
use crate::error::Result;
use crate::features::api_applications::sign_in::sign_in;
use crate::features::api_applications::token_request::{TokenError, TokenRequest};
use crate::state::AppState;
use crate::web::api_fault;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

/// Answers clients of version 2.
pub async fn version_2(
    request: HttpRequest,
    portal: Data<AppState>,
    payload: Payload,
) -> Result<HttpResponse> {
    answer(&request, &portal, payload, |claims, token, _| {
        let seconds = claims.exp - claims.iat;
        json!({ "token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds, "access_token": token })
    })
    .await
}

/// Answers clients of version 1.
pub async fn version_1(
    request: HttpRequest,
    portal: Data<AppState>,
    payload: Payload,
) -> Result<HttpResponse> {
    answer(&request, &portal, payload, |claims, token, resource| {
        let seconds = (claims.exp - claims.iat).to_string();
        json!({
            "token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds,
            "expires_on": claims.exp.to_string(), "not_before": claims.iat.to_string(), "resource": resource,
            "access_token": token,
        })
    })
    .await
}

async fn answer(
    request: &HttpRequest,
    portal: &AppState,
    payload: Payload,
    body: fn(&Claims, &str, &str) -> Value,
) -> Result<HttpResponse> {
    let sent = match TokenRequest::read(request, payload.into_inner()).await {
        Ok(sent) => sent,
        Err(error) => return Ok(refused(request, error)),
    };
    let resource = sent.resource.clone();
    match sign_in(portal, request, sent).await? {
        Ok(claims) => {
            let token = claims.sign(&portal.secrets)?;
            Ok(not_stored(api_fault::json(StatusCode::OK, &body(&claims, &token, &resource))))
        }
        Err(error) => Ok(refused(request, error)),
    }
}

fn refused(request: &HttpRequest, error: TokenError) -> HttpResponse {
    let (status, code, description) = error.parts();
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    let body = json!({ "error": code, "error_description": description });
    let mut response = api_fault::json(status, &body);
    let used_header = request.headers().contains_key(header::AUTHORIZATION);
    if matches!(error, TokenError::InvalidClient(_)) && used_header {
        let challenge = HeaderValue::from_static("Basic realm=\"applications\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    if let TokenError::Wait(seconds) = error {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    not_stored(response)
}

fn not_stored(mut response: HttpResponse) -> HttpResponse {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(header::PRAGMA, HeaderValue::from_static("no-cache"));
    response
}
