//! The answers to programs when something is wrong: a status and a fault, `{"code", "description", "data", "source"}`, never
//! a page. The codes are the vendor's: see docs/reference/api.md.

use crate::auth::api_tokens::caller::ApiRequest;
use crate::auth::client;
use crate::domain::Permission;
use crate::error::{Error, Fault};
use crate::i18n::{Locale, Texts, labels, negotiate};
use crate::web::redact::redact_path;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

/// What is wrong with a request.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Fault)]
pub struct FaultBody<'a> {
    /// The code of the vendor, otherwise the status.
    code: &'a str,
    /// What is wrong, in the language of the answer.
    description: &'a str,
    /// The invalid fields.
    data: Vec<FaultField<'a>>,
    /// Always `PartnerPortal`.
    source: &'static str,
}

/// A field that is invalid.
#[derive(Debug, Serialize, ToSchema)]
struct FaultField<'a> {
    /// The path of the field in the body, or the name of the parameter or header.
    field: &'a str,
    /// What it must be.
    message: &'a str,
}

/// Returns the language of an answer: `X-Locale`, otherwise `Accept-Language`, otherwise that of the user's profile.
pub fn locale(request: &HttpRequest) -> Locale {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    match header("x-locale").or_else(|| header("accept-language")) {
        Some(wanted) => negotiate(None, None, Some(wanted)),
        None => {
            let caller = ApiRequest::of(request).and_then(|program| program.caller);
            negotiate(caller.as_ref().and_then(|caller| caller.actor.language.as_deref()), None, None)
        }
    }
}

/// Returns the answer to an error of the portal or of the framework.
pub fn answer(request: &HttpRequest, error: &actix_web::Error) -> HttpResponse {
    match error.as_error::<Error>() {
        Some(error) => answer_error(request, error),
        None => answer_status(request, error.as_response_error().status_code()),
    }
}

/// Returns the answer to an error.
pub fn answer_error(request: &HttpRequest, error: &Error) -> HttpResponse {
    let fault = fault(request, error);
    let mut response = respond(&fault);
    match error {
        Error::TooMany(seconds) => {
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(*seconds));
        }
        error if error.is_unavailable() => {
            let soon = header::HeaderValue::from_static("5");
            response.headers_mut().insert(header::RETRY_AFTER, soon);
        }
        _ => {}
    }
    if fault.status == 401 {
        let sent = request.headers().contains_key(header::AUTHORIZATION);
        let challenge = if sent { "Bearer error=\"invalid_token\"" } else { "Bearer" };
        let challenge = header::HeaderValue::from_static(challenge);
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

/// Returns the answer to a status without a body, such as that of an address without a route.
pub fn answer_status(request: &HttpRequest, status: StatusCode) -> HttpResponse {
    answer_unrouted(locale(request).texts(), status, &client::request_id(request))
}

/// Returns the answer to a status in these texts, for requests that no route was found for. `id` is the id of the request.
pub fn answer_unrouted(texts: &Texts, status: StatusCode, id: &str) -> HttpResponse {
    let (code, text) = match status {
        StatusCode::NOT_FOUND => ("1000", texts.api_fault_address()),
        StatusCode::METHOD_NOT_ALLOWED => ("405", texts.api_fault_method()),
        StatusCode::PAYLOAD_TOO_LARGE => ("413", texts.api_fault_large()),
        StatusCode::URI_TOO_LONG => ("414", texts.api_fault_large()),
        StatusCode::SERVICE_UNAVAILABLE => ("503", texts.api_fault_busy()),
        status if status.is_client_error() => ("800002", texts.api_fault_input()),
        _ => ("500", texts.api_fault_internal(id)),
    };
    respond(&Fault::new(status.as_u16(), code, text))
}

fn respond(fault: &Fault) -> HttpResponse {
    let status = StatusCode::from_u16(fault.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let data = fault.fields.iter().map(|(field, message)| FaultField { field, message }).collect();
    let (code, description) = (fault.code, fault.description.as_str());
    let body = FaultBody { code, description, data, source: "PartnerPortal" };
    json(status, &body)
}

/// Returns an answer with a JSON body, in UTF-8 without a byte order mark.
pub fn json(status: StatusCode, body: &impl Serialize) -> HttpResponse {
    match serde_json::to_vec(body) {
        Ok(bytes) => HttpResponse::build(status).content_type("application/json; charset=utf-8").body(bytes),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written as JSON");
            HttpResponse::InternalServerError().finish()
        }
    }
}

fn fault(request: &HttpRequest, error: &Error) -> Fault {
    let texts = locale(request).texts();
    let status = error.status_code();
    match error {
        Error::Fault(fault) => (**fault).clone(),
        Error::SignInFirst => Fault::new(401, "800001", texts.api_fault_token()),
        Error::ChangePasswordFirst => Fault::new(403, "2032", texts.api_fault_password()),
        Error::SetUpSecondFactorFirst => Fault::new(403, "2032", texts.api_fault_factor()),
        Error::Forbidden(permission) => {
            let path = redact_path(request.path());
            tracing::warn!(id = client::request_id(request), ?permission, path, "refused a program");
            Fault::new(403, "2032", lacks(request, *permission, texts))
        }
        Error::NotFound => Fault::new(404, "1000", texts.api_fault_not_found()),
        Error::BadInput { field, message } => Fault {
            fields: vec![((*field).to_owned(), message.clone())],
            ..Fault::new(400, "800002", texts.api_fault_input())
        },
        Error::Stale => Fault::new(412, "2055", texts.api_fault_stale()),
        Error::TooLarge(_) => Fault::new(413, "413", texts.api_fault_large()),
        Error::WrongContentType => Fault::new(415, "415", texts.api_fault_type()),
        Error::TooMany(seconds) => Fault::new(429, "429", texts.api_fault_many(seconds.to_string())),
        error if error.is_unavailable() => {
            tracing::error!(id = client::request_id(request), %error, "a program has to wait");
            Fault::new(503, "503", texts.api_fault_busy())
        }
        error => {
            let id = client::request_id(request);
            tracing::error!(id, %error, "a request of a program failed");
            Fault::new(status.as_u16().max(500), "500", texts.api_fault_internal(id))
        }
    }
}

/// Returns why the user of the token may not: the permission does not exist at the partner, or which roles grant it.
fn lacks(request: &HttpRequest, permission: Permission, texts: &Texts) -> String {
    let Some(caller) = ApiRequest::of(request).and_then(|program| program.caller) else {
        return texts.api_fault_token();
    };
    let partner = &caller.actor.partner;
    match permission.absence(partner) {
        Some(absence) => absence.text(texts, partner),
        None => texts.users_may_manage(labels::list(texts, permission.roles(partner.kind))),
    }
}
