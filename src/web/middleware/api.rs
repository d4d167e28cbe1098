//! The addresses for programs: a request is authenticated by its token alone. Its cookies are removed before the session is
//! loaded, so a browser cannot be made to send one, and a token at any other address is ignored.

use crate::auth::api_tokens::caller::{ApiCaller, ApiRequest};
use crate::auth::api_tokens::rate_limit::Allowance;
use crate::auth::api_tokens::{store, token};
use crate::domain::TokenScope;
use crate::error::{Error, Fault, Result};
use crate::state::AppState;
use crate::urls;
use crate::web::api_fault;
use crate::web::middleware::outermost::MiddlewareResult;
use crate::web::route_table::RouteTable;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::ServiceRequest;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::uri::{PathAndQuery, Uri};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("ms-requestid");
const CORRELATION_ID: HeaderName = HeaderName::from_static("ms-correlationid");

/// The middleware. It decides by the address as the router reads it, so that no spelling reaches a route for programs
/// without a token.
pub async fn authenticate<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> MiddlewareResult<EitherBody<B>> {
    if !urls::is_for_programs(request.match_info().as_str()) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    request.headers_mut().remove(header::COOKIE);
    spell_as_route(&mut request)?;
    let id = |name: &HeaderName| sent_id(request.headers(), name).unwrap_or_else(Uuid::new_v4);
    let mut program =
        ApiRequest { request_id: id(&REQUEST_ID), correlation_id: id(&CORRELATION_ID), caller: None };
    let ids = (program.request_id, program.correlation_id);
    let found = find_caller(request.request(), is_public(&request)).await;
    let (refusal, allowance) = match found {
        Ok(None) => (None, None),
        Ok(Some((caller, scope, allowance))) => {
            let is_refused = scope == TokenScope::Read && !request.method().is_safe();
            let refusal = match (allowance.is_allowed, is_refused) {
                (false, _) => Some(Error::TooMany(allowance.reset)),
                (true, true) => Some(read_only(request.request())),
                (true, false) => None,
            };
            program.caller = Some(caller);
            (refusal, Some(allowance))
        }
        Err(error) => (Some(error), None),
    };
    request.extensions_mut().insert(program);
    let mut answer = match refusal {
        Some(error) => {
            let fault = api_fault::answer_error(request.request(), &error);
            request.into_response(fault).map_into_right_body()
        }
        None => next.call(request).await?.map_into_left_body(),
    };
    set_headers(answer.headers_mut(), ids, allowance);
    Ok(answer)
}

/// Replaces the fixed segments of an address by those of its route, because the vendor ignores their case, and removes a
/// slash at the end.
fn spell_as_route(request: &mut ServiceRequest) -> Result<()> {
    let wanted = RouteTable::from_request(request.request())?.spelling(request.uri().path());
    let Some(path) = wanted.filter(|path| path != request.uri().path()) else { return Ok(()) };
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(format!("{path}{query}")).map_err(Error::internal)?);
    let uri = Uri::from_parts(parts).map_err(Error::internal)?;
    // The router has its own copy of the address.
    request.match_info_mut().get_mut().update(&uri);
    request.head_mut().uri = uri;
    Ok(())
}

fn sent_id(headers: &HeaderMap, name: &HeaderName) -> Option<Uuid> {
    headers.get(name)?.to_str().ok().and_then(|text| Uuid::try_parse(text).ok())
}

/// Whether the address needs no token.
fn is_public(request: &ServiceRequest) -> bool {
    let table = RouteTable::from_request(request.request()).ok();
    let line = table.and_then(|table| table.find(request.method(), request.uri().path()));
    line.is_some_and(|line| line.permission.is_none())
}

/// Returns the user of the request's token, what the token allows, and how many requests it has left.
async fn find_caller(
    request: &HttpRequest,
    is_public: bool,
) -> Result<Option<(ApiCaller, TokenScope, Allowance)>> {
    let portal = request.app_data::<Data<AppState>>().ok_or_else(|| Error::internal("no portal"))?;
    if is_public {
        return Ok(None);
    }
    let hash = bearer(request.headers()).and_then(token::hash).ok_or(Error::SignInFirst)?;
    let found = portal.db.read_one(move |c| store::find(c, &hash)).await?.ok_or(Error::SignInFirst)?;
    let allowance = portal.api_limits.count(found.id, portal.settings.portal_api_requests_per_minute);
    if found.is_use_stale {
        let id = found.id;
        let used = portal.db.write(move |c| store::record_use(c, id)).await;
        used.inspect_err(|error| tracing::warn!(%error, "the last use of an API token was not recorded"))
            .ok();
    }
    let scope = found.scope;
    Ok(Some((found.into(), scope, allowance)))
}

/// Returns the token of the only `Authorization` header.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut lines = headers.get_all(header::AUTHORIZATION);
    let (line, None) = (lines.next()?, lines.next()) else { return None };
    let (scheme, token) = line.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn read_only(request: &HttpRequest) -> Error {
    let text = api_fault::locale(request).texts().api_fault_read_only();
    Error::from(Fault::new(403, "2032", text))
}

fn set_headers(headers: &mut HeaderMap, (request, correlation): (Uuid, Uuid), allowance: Option<Allowance>) {
    let mut set = |name: HeaderName, value: String| {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    };
    set(REQUEST_ID, request.to_string());
    set(CORRELATION_ID, correlation.to_string());
    if let Some(Allowance { limit, remaining, reset, .. }) = allowance {
        set(HeaderName::from_static("ratelimit-policy"), format!("\"token\";q={limit};w=60"));
        set(HeaderName::from_static("ratelimit"), format!("\"token\";r={remaining};t={reset}"));
    }
}
