//! The outermost middleware: request id, response headers, handling of panics, and a line in the server
//! log. [`super::error_pages`] renders most errors, since it knows who is signed in.

use crate::auth::client::RequestId;
use crate::auth::csrf::is_secret_address;
use crate::i18n::Texts;
use crate::monitoring::requests::RequestMetrics;
use crate::state::AppState;
use crate::urls;
use crate::web::middleware::methods::EmptyBody;
use crate::web::redact::redact_path;
use crate::web::route_table::RouteTable;
use crate::web::{api_fault, error_response};
use actix_session::storage::{LoadError, SaveError};
use actix_web::HttpMessage;
use actix_web::body::{BodySize, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::web::Data;
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::time::Instant;

pub(super) type MiddlewareResult<B> = Result<ServiceResponse<B>, actix_web::Error>;

const POLICY: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
                      frame-ancestors 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:";

/// Maximum length of a path in bytes.
const MAX_PATH_BYTES: usize = 2_048;

/// Maximum length of a query in bytes. A search for the longest name, percent-encoded twice on the way
/// through the sign-in page, has 20 KiB.
const MAX_QUERY_BYTES: usize = 32 * 1024;

/// Sets the request id and the response headers, and converts a panic or a failed middleware to a response.
/// It must not hold a reference to the request during routing, because the router needs exclusive access.
pub async fn outermost<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> MiddlewareResult<EitherBody<B, EmptyBody>> {
    let began = Instant::now();
    let id = uuid::Uuid::new_v4().simple().to_string();
    let (method, path) = (request.method().clone(), request.uri().clone());
    let is_secret = is_secret_address(request.match_info().as_str());
    let https = request.app_data::<Data<AppState>>().is_some_and(|portal| portal.settings.is_https());
    let is_for_programs = urls::is_for_programs(request.match_info().as_str());
    let of_programs = is_for_programs.then(|| api_fault::locale(request.request()).texts());
    let plain = |status, why: &str| Err(plain_error(status, (&id, of_programs), https, why));
    if request.path().len() > MAX_PATH_BYTES || request.query_string().len() > MAX_QUERY_BYTES {
        return plain(StatusCode::URI_TOO_LONG, "the address is too long");
    }
    let metrics = request.app_data::<Data<AppState>>().map(|portal| portal.requests.clone());
    let in_flight = metrics.as_ref().map(RequestMetrics::begin);
    request.extensions_mut().insert(RequestId(id.clone()));
    let answer = AssertUnwindSafe(next.call(request)).catch_unwind().await;
    let answer = match answer {
        Ok(Ok(mut answer)) => {
            if !is_empty(&answer) && !answer.headers().contains_key(header::CONTENT_TYPE) {
                // The framework's response to an unsupported `Accept-Encoding` does not pass the error pages.
                let plain = HeaderValue::from_static("text/plain; charset=utf-8");
                answer.headers_mut().insert(header::CONTENT_TYPE, plain);
            }
            set_headers(answer.headers_mut(), &id, https);
            if is_secret {
                answer.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
            }
            Ok(without_body_for_head(answer))
        }
        Ok(Err(error)) => plain(status_of(&error), &error.to_string()),
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "panic"),
    };
    drop(in_flight);
    let status = match &answer {
        Ok(answer) => answer.status().as_u16(),
        Err(error) => error.as_response_error().status_code().as_u16(),
    };
    let took = began.elapsed();
    if let Some(metrics) = metrics {
        let route = answer.as_ref().ok().and_then(|answer| {
            let path = answer.request().match_info().as_str();
            Some(RouteTable::from_request(answer.request()).ok()?.pattern(path)?.path)
        });
        metrics.answered(method.as_str(), route, status, took);
    }
    let millis = took.as_millis() as u64;
    if status >= 500 {
        tracing::error!(id, %method, path = redact_path(path.path()), status, millis, "failed");
    } else {
        tracing::debug!(id, %method, path = redact_path(path.path()), status, millis, "answered");
    }
    answer
}

fn without_body_for_head<B: MessageBody>(
    answer: ServiceResponse<B>,
) -> ServiceResponse<EitherBody<B, EmptyBody>> {
    if answer.request().method() != Method::HEAD {
        return answer.map_into_left_body();
    }
    answer.map_body(|_, body| EitherBody::right(EmptyBody::in_place_of(&body)))
}

pub(super) fn is_empty<B: MessageBody>(answer: &ServiceResponse<B>) -> bool {
    matches!(answer.response().body().size(), BodySize::None | BodySize::Sized(0))
}

/// Returns the status of an error that no page was rendered for. The session middleware fails only if the database does,
/// and answers 500 then.
fn status_of(error: &actix_web::Error) -> StatusCode {
    let is_of_session = error.as_error::<InternalError<LoadError>>().is_some()
        || error.as_error::<InternalError<SaveError>>().is_some()
        || error.as_error::<InternalError<anyhow::Error>>().is_some();
    if is_of_session { StatusCode::SERVICE_UNAVAILABLE } else { error.as_response_error().status_code() }
}

/// Returns a plain text response, for errors that happen where no page can be rendered; for programs, a fault in their texts.
fn plain_error(
    status: StatusCode,
    (id, of_programs): (&str, Option<&Texts>),
    https: bool,
    why: &str,
) -> actix_web::Error {
    let mut response = match of_programs {
        Some(texts) => api_fault::answer_unrouted(texts, status, id),
        None => error_response::plain_status(status),
    };
    set_headers(response.headers_mut(), id, https);
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    if status.is_server_error() {
        tracing::error!(id, why, "a request failed before its page was rendered");
    }
    InternalError::from_response(why.to_owned(), response).into()
}

fn set_headers(headers: &mut HeaderMap, id: &str, https: bool) {
    let mut set =
        |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY"); // for browsers that do not support `frame-ancestors`
    set(header::REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    if https {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
}
