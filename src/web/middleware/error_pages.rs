//! Middleware that renders error pages.

use crate::auth::api_tokens::caller::ApiRequest;
use crate::auth::csrf;
use crate::error::Error;
use crate::web::flash::Flash;
use crate::web::middleware::outermost::{MiddlewareResult, is_empty};
use crate::web::{api_fault, error_response, request};
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;

/// Replaces every error of a handler, an extractor or the form guard by a page.
pub async fn error_pages<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> MiddlewareResult<EitherBody<B>> {
    let answer = next.call(request).await?;
    if ApiRequest::of(answer.request()).is_some() {
        return Ok(fault_for_program(answer));
    }
    if answer.response().error().is_some() || is_bare(&answer) {
        let (http, response) = answer.into_parts();
        let page = match response.error() {
            Some(error) => error_response::answer(&http, error).await,
            None => error_response::answer_status(&http, &response).await,
        };
        return Ok(with_cookies(ServiceResponse::new(http, page.map_into_right_body()))?);
    }
    Ok(with_cookies(answer.map_into_left_body())?)
}

/// Replaces every error of an address for programs by a fault. Such an answer sets no cookie.
fn fault_for_program<B: MessageBody>(answer: ServiceResponse<B>) -> ServiceResponse<EitherBody<B>> {
    if answer.response().error().is_none() && !is_bare(&answer) {
        return answer.map_into_left_body();
    }
    let (http, response) = answer.into_parts();
    let mut fault = match response.error() {
        Some(error) => api_fault::answer(&http, error),
        None => api_fault::answer_status(&http, response.status()),
    };
    if let Some(methods) = response.headers().get(header::ALLOW) {
        fault.headers_mut().insert(header::ALLOW, methods.clone());
    }
    ServiceResponse::new(http, fault.map_into_right_body())
}

/// Sets the cookie of a new visitor, and removes the flash message after it was shown. An answer that caches may share has
/// neither.
fn with_cookies<B>(mut answer: ServiceResponse<B>) -> Result<ServiceResponse<B>, Error> {
    let caching = answer.headers().get(header::CACHE_CONTROL).and_then(|value| value.to_str().ok());
    if caching.is_some_and(|value| value.starts_with("public")) {
        return Ok(answer);
    }
    let http = answer.request().clone();
    let portal = request::portal(&http)?;
    let page = answer.status().is_success() || answer.status() == StatusCode::UNPROCESSABLE_ENTITY;
    let flash = Flash::removal_cookie(&http, &portal.settings).filter(|_| page);
    for cookie in csrf::new_cookie(&http, &portal.settings).into_iter().chain(flash) {
        answer.response_mut().add_cookie(&cookie).map_err(Error::internal)?;
    }
    Ok(answer)
}

/// Whether this is an error without a body, such as the framework's own 404 and 405.
fn is_bare<B: MessageBody>(answer: &ServiceResponse<B>) -> bool {
    answer.status().is_client_error() && is_empty(answer) && !answer.headers().contains_key("hx-redirect")
}
