//! The addresses for programs: a request is authenticated by its token alone. Its cookies are removed before the session is
//! loaded, so a browser cannot be made to send one, and a token at any other address is ignored.

use crate::auth::api_applications::access_token::Claims;
use crate::auth::api_applications::lookup as applications;
use crate::auth::api_tokens::areas::{AreaRefusal, refusal, required_area};
use crate::auth::api_tokens::caller::{ApiCaller, ApiRequest};
use crate::auth::api_tokens::rate_limit::Allowance;
use crate::auth::api_tokens::{store, token};
use crate::clock;
use crate::db::DbConnection;
use crate::error::{Error, Fault, Result};
use crate::state::AppState;
use crate::urls;
use crate::web::api_fault;
use crate::web::middleware::outermost::MiddlewareResult;
use crate::web::route_table::{RouteLine, RouteTable};
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::ServiceRequest;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::uri::{PathAndQuery, Uri};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};
use std::sync::Arc;
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
    let (line, is_public) = find_route(&mut request)?;
    let id = |name: &HeaderName| sent_id(request.headers(), name).unwrap_or_else(Uuid::new_v4);
    let mut program =
        ApiRequest { request_id: id(&REQUEST_ID), correlation_id: id(&CORRELATION_ID), caller: None };
    let ids = (program.request_id, program.correlation_id);
    let found = if is_public { Ok(None) } else { find_caller(request.request()).await.map(Some) };
    let (refusal, allowance) = match found {
        Ok(None) => (None, None),
        Ok(Some((caller, allowance))) => {
            let lacking = line.and_then(|line| lacking_area(&caller, &line));
            program.caller = Some(caller);
            let refusal = match allowance.is_allowed {
                true => lacking.map(|lacking| refused_area(request.request(), lacking)),
                false => Some(Error::TooMany(allowance.reset)),
            };
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

/// Returns the route of the request, and whether its address is public. HEAD is answered like GET. The fixed segments of the
/// address are replaced by those of the route, because the vendor ignores their case, and a slash at its end is removed.
fn find_route(request: &mut ServiceRequest) -> Result<(Option<RouteLine>, bool)> {
    let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
    let (table, path) = (RouteTable::from_request(request.request())?, request.uri().path());
    let Some(pattern) = table.pattern_for_programs(path) else { return Ok((None, false)) };
    let route = (pattern.line(method).cloned(), pattern.is_public());
    let spelled = pattern.spelled(path);
    if spelled != path {
        set_path(request, &spelled)?;
    }
    Ok(route)
}

fn set_path(request: &mut ServiceRequest, path: &str) -> Result<()> {
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

/// Returns the program that the request's token belongs to, and how many requests it has left.
async fn find_caller(request: &HttpRequest) -> Result<(Arc<ApiCaller>, Allowance)> {
    let portal = request.app_data::<Data<AppState>>().ok_or_else(|| Error::internal("no portal"))?;
    let sent = bearer(request.headers()).ok_or(Error::SignInFirst)?;
    let found = match token::hash(sent) {
        Some(hash) => {
            let known = &portal.known_callers;
            known.find(&portal.db, &hash.clone(), move |c| store::find(c, &hash)).await?
        }
        None => find_application(portal, sent).await?,
    };
    let caller = found.ok_or(Error::SignInFirst)?;
    let allowance =
        portal.api_limits.count(caller.credential, portal.settings.portal_api_requests_per_minute);
    if caller.is_use_stale(clock::now()) {
        let credential = caller.credential;
        let used = portal.db.write(move |c| credential.record_use(c)).await;
        used.inspect_err(|error| tracing::warn!(%error, "the last use of a program was not recorded")).ok();
    }
    Ok((caller, allowance))
}

/// Returns the application with this access token. It is looked up, so that it ends immediately with the application or its
/// secret.
async fn find_application(portal: &AppState, sent: &str) -> Result<Option<Arc<ApiCaller>>> {
    let issuer = portal.settings.public_url();
    let Some(claims) = Claims::verify(sent, &issuer, &portal.secrets, clock::now()) else { return Ok(None) };
    let key = format!("{} {}", claims.sub, claims.secret);
    let find = move |c: &mut DbConnection| applications::find_caller(c, &claims.sub, claims.secret);
    portal.known_callers.find(&portal.db, &key, find).await
}

/// Returns the token of the only `Authorization` header.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut lines = headers.get_all(header::AUTHORIZATION);
    let (line, None) = (lines.next()?, lines.next()) else { return None };
    let (scheme, token) = line.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Returns what the token lacks for this route.
fn lacking_area(caller: &ApiCaller, line: &RouteLine) -> Option<AreaRefusal> {
    let required = required_area(line.permission?, line.path);
    refusal(caller.access, required, line.method != Method::GET)
}

fn refused_area(request: &HttpRequest, refusal: AreaRefusal) -> Error {
    let texts = api_fault::locale(request).texts();
    let text = match refusal {
        AreaRefusal::NoAccess(area) => texts.api_fault_no_access(area.label(texts)),
        AreaRefusal::ReadOnly(area) => texts.api_fault_read_only(area.label(texts)),
        AreaRefusal::NotEverything => texts.api_fault_not_everything(),
        AreaRefusal::PeopleOnly => texts.api_fault_people_only(),
    };
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
