//! CSRF protection for all forms: an unsafe request passes only with a valid origin, content type and
//! token. Handlers get the form without its token. Forms with a repeated field are rejected.

use crate::auth::api_tokens::caller::ApiRequest;
use crate::auth::csrf;
use crate::error::{Error, Result};
use crate::state::AppState;
use crate::web::kept_forms::kept_form::PostedFields;
use actix_web::HttpMessage;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use std::collections::HashSet;
use std::rc::Rc;
use std::time::Duration;

/// Maximum size of a form in bytes.
pub(crate) const MAX_FORM: usize = 64 * 1024;

/// Timeout for receiving a form.
const MAX_WAIT: Duration = Duration::from_secs(15);

/// The middleware.
pub async fn forms<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> std::result::Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    // Only routes for programs have other unsafe methods; their requests carry a token instead of a cookie.
    let is_form = request.method() == Method::POST && ApiRequest::of(request.request()).is_none();
    let genuine = if is_form { check(&mut request).await } else { Ok(()) };
    if let Err(error) = genuine {
        return Ok(request.error_response(error).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}

async fn check(request: &mut ServiceRequest) -> Result<()> {
    let portal = request.app_data::<Data<AppState>>().cloned().ok_or_else(|| Error::internal("no portal"))?;
    if is_one_click(request.path()) {
        return Ok(());
    }
    csrf::check_origin(request.request(), &portal.settings)?;
    match FormContentType::from_request(request) {
        Some(FormContentType::Upload) if request.path() == UPLOADS => return Ok(()),
        Some(FormContentType::Form) => {}
        _ => return Err(Error::WrongContentType),
    }
    let body = read(request).await?;
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(&body).map_err(|_| Error::Forged)?;
    let (tokens, fields): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(name, _)| name == "_csrf");
    let [(_, token)] = tokens.as_slice() else { return Err(Error::Forged) };
    let is_genuine = csrf::is_genuine(request.request(), &portal.settings, &portal.secrets, token);
    let posted = PostedFields(Rc::new(fields));
    request.extensions_mut().insert(posted.clone());
    if !is_genuine {
        return Err(Error::Forged);
    }
    let PostedFields(fields) = posted;
    // Only a selection of rows has one field several times.
    let once = fields.iter().map(|(name, _)| name.as_str());
    let once: Vec<&str> = once.filter(|name| *name != "id" || request.path() != SELECTIONS).collect();
    let names: HashSet<&str> = once.iter().copied().collect();
    if names.len() < once.len() {
        return Err(Error::bad_input("form", "it says something twice"));
    }
    let body = serde_urlencoded::to_string(&*fields).map_err(Error::internal)?;
    request.set_payload(Payload::from(Bytes::from(body)));
    Ok(())
}

/// The path of the only form with a file. It is too large to be read here:
/// `features::import::upload::receive` checks the token in its first part before it reads anything else.
const UPLOADS: &str = "/customers/import";

/// Whether this is the address to which mail programs send a request that stops mail (RFC 8058). It has no origin, no cookie
/// and no token but that in the address; the handler does not read its body.
fn is_one_click(path: &str) -> bool {
    path.strip_prefix("/unsubscribe/").is_some_and(|token| !token.is_empty() && !token.contains('/'))
}

/// The path of the form that selects rows of a list: it has the field `id` for each row.
const SELECTIONS: &str = "/bulk";

/// The content type of a form.
#[derive(Debug, PartialEq, Eq)]
enum FormContentType {
    Form,
    Upload,
}

impl FormContentType {
    /// Reads the `Content-Type` header; `None` if it is missing, repeated, or of no form. A charset must be
    /// UTF-8, because the body would be misread otherwise.
    fn from_request(request: &ServiceRequest) -> Option<Self> {
        let mut lines = request.headers().get_all(CONTENT_TYPE);
        if lines.next().is_none() || lines.next().is_some() {
            return None;
        }
        let kind = request.mime_type().ok()??;
        if kind.get_param("charset").is_some_and(|charset| !charset.as_str().eq_ignore_ascii_case("utf-8")) {
            return None;
        }
        match kind.essence_str() {
            "application/x-www-form-urlencoded" => Some(FormContentType::Form),
            "multipart/form-data" => Some(FormContentType::Upload),
            _ => None,
        }
    }
}

async fn read(request: &mut ServiceRequest) -> Result<Bytes> {
    let body = tokio::time::timeout(MAX_WAIT, request.extract::<BodyWithin>());
    let body = body.await.map_err(|_| Error::bad_input("form", "it took too long to arrive"))?;
    Ok(body.map_err(|_| Error::TooLarge(MAX_FORM))?.0)
}

struct BodyWithin(Bytes);

impl actix_web::FromRequest for BodyWithin {
    type Error = actix_web::Error;
    type Future = std::pin::Pin<Box<dyn Future<Output = std::result::Result<Self, actix_web::Error>>>>;

    fn from_request(_: &actix_web::HttpRequest, payload: &mut Payload) -> Self::Future {
        let payload = payload.take();
        Box::pin(async move {
            let body = actix_web::body::to_bytes_limited(actix_web::body::BodyStream::new(payload), MAX_FORM);
            let body = body.await.map_err(actix_web::error::ErrorPayloadTooLarge)??;
            Ok(BodyWithin(body))
        })
    }
}
