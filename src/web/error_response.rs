//! Converts an [`Error`] to a response: a redirect to the sign-in page, an error page, or for htmx a bare
//! status. Details for the operator go to the server log.

use crate::auth::actor::colleagues;
use crate::auth::{Actor, client, session};
use crate::domain::Permission;
use crate::error::{Error, Result};
use crate::i18n::labels;
use crate::web::error_page::{ErrorPage, ErrorPageKind, RoleHolders};
use crate::web::kept_forms::{kept_form, pages};
use crate::web::redact::redact_path;
use crate::web::route_table::RouteTable;
use crate::web::{request, response};
use actix_session::SessionExt;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use askama::Template;

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Error::SignInFirst
            | Error::ChangePasswordFirst
            | Error::SetUpSecondFactorFirst
            | Error::StepUpFirst => StatusCode::SEE_OTHER,
            Error::Forbidden(_) | Error::Forged => StatusCode::FORBIDDEN,
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::BadInput { .. } | Error::TooManyRows { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Error::Stale => StatusCode::CONFLICT,
            Error::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Error::WrongContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Error::Fault(fault) => {
                StatusCode::from_u16(fault.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
            Error::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            error if error.is_unavailable() => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        plain_status(self.status_code())
    }
}

/// Returns the response to an error of the portal or of the framework.
pub async fn answer(request: &HttpRequest, error: &actix_web::Error) -> HttpResponse {
    match error.as_error::<Error>() {
        Some(error) => app_error(request, error).await,
        None => page(request, page_kind(error.as_response_error().status_code())).await,
    }
}

/// Returns the response to a status without a body, for example for a URL without a route.
pub async fn answer_status<B>(request: &HttpRequest, bare: &HttpResponse<B>) -> HttpResponse {
    let mut response = page(request, page_kind(bare.status())).await;
    *response.status_mut() = bare.status();
    if let Some(methods) = bare.headers().get(header::ALLOW) {
        response.headers_mut().insert(header::ALLOW, methods.clone());
    }
    response
}

/// Returns a plain text response with a status and its name, for when no page can be rendered.
pub fn plain_status(status: StatusCode) -> HttpResponse {
    let text = format!("{} {}\n", status.as_u16(), status.canonical_reason().unwrap_or_default());
    HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(text)
}

async fn app_error(request: &HttpRequest, error: &Error) -> HttpResponse {
    let id = client::request_id(request);
    match error {
        Error::SignInFirst => redirect_to_sign_in(request).await,
        Error::ChangePasswordFirst => redirect(request, first("/profile/password", request)),
        Error::SetUpSecondFactorFirst => redirect(request, first("/profile/second-factor", request)),
        Error::StepUpFirst => redirect(request, with_return("/step-up", &interrupted_page(request).await)),
        Error::Forbidden(permission) => {
            tracing::warn!(id, ?permission, path = redact_path(request.path()), "refused");
            forbidden(request, *permission).await
        }
        Error::Forged => {
            tracing::warn!(id, path = redact_path(request.path()), "a form without a valid CSRF token");
            let (kept, cookie) = kept_form::keep_refused(request).await.unzip();
            let mut response = page(request, ErrorPageKind::Forged(kept)).await;
            if let Some(cookie) = cookie.flatten() {
                // Adding a cookie fails only if a header cannot hold its value; this one is base64.
                response.add_cookie(&cookie).ok();
            }
            response
        }
        Error::NotFound => page(request, ErrorPageKind::NotFound).await,
        Error::BadInput { field, .. } => page(request, ErrorPageKind::BadInput(field)).await,
        Error::TooManyRows { most, .. } => {
            let csv = requested_path(request).replacen(".xlsx", ".csv", 1);
            page(request, ErrorPageKind::TooManyRows { most: *most, csv: &csv }).await
        }
        // Handlers show the page of the object; this is for an object without a page.
        Error::Stale => response::conflict(page(request, ErrorPageKind::BadInput("version")).await),
        Error::TooLarge(_) => page(request, ErrorPageKind::TooLarge).await,
        Error::WrongContentType => page(request, ErrorPageKind::WrongContentType).await,
        Error::TooMany(seconds) => {
            let mut response = page(request, ErrorPageKind::TooMany(*seconds)).await;
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(*seconds));
            response
        }
        error => {
            tracing::error!(id, %error, path = redact_path(request.path()), "failed");
            let mut response = page(request, page_kind(error.status_code())).await;
            if error.is_unavailable() {
                response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("5"));
            }
            response
        }
    }
}

/// Returns the page to continue with: that of the form, which is stored, or the requested one.
async fn interrupted_page(request: &HttpRequest) -> String {
    if let Some(page) = kept_form::keep_interrupted(request).await {
        return page;
    }
    match RouteTable::from_request(request) {
        Ok(table) => pages::page_for(table, requested_path(request)),
        Err(_) => "/".to_owned(),
    }
}

fn page_kind(status: StatusCode) -> ErrorPageKind<'static> {
    match status.as_u16() {
        404 | 405 => ErrorPageKind::NotFound,
        413 => ErrorPageKind::TooLarge,
        415 => ErrorPageKind::WrongContentType,
        429 => ErrorPageKind::TooMany(60),
        503 => ErrorPageKind::Unavailable,
        400..=499 => ErrorPageKind::BadInput("form"),
        _ => ErrorPageKind::Broken,
    }
}

/// Redirects to the sign-in page, which returns to this page; htmx gets a redirect of the whole page. A
/// posted form is saved and filled in again on its page.
async fn redirect_to_sign_in(request: &HttpRequest) -> HttpResponse {
    let half_way = session::actor_awaiting_second_factor(&request.get_session()).ok().flatten().is_some();
    let door = if half_way { "/sign-in/second-factor" } else { "/sign-in" };
    let back = match request.method().is_safe() {
        true => Some(requested_path(request).to_owned()),
        false => kept_form::keep_interrupted(request).await,
    };
    let back = back.filter(|back| back != "/");
    redirect(request, back.map_or_else(|| door.to_owned(), |back| with_return(door, &back)))
}

/// Returns the requested path and query.
fn requested_path(request: &HttpRequest) -> &str {
    request.uri().path_and_query().map_or("/", |path| path.as_str())
}

/// Returns the URL of a page that the user must visit first, with a link back to the requested page.
fn first(page: &str, request: &HttpRequest) -> String {
    let comes_back = request.method().is_safe() && requested_path(request) != "/";
    if comes_back { with_return(page, requested_path(request)) } else { page.to_owned() }
}

fn with_return(door: &str, here: &str) -> String {
    let next = serde_urlencoded::to_string([("next", here)]).unwrap_or_default();
    format!("{door}?{next}")
}

fn redirect(request: &HttpRequest, path: String) -> HttpResponse {
    if request.headers().contains_key("hx-request") {
        return HttpResponse::Unauthorized().insert_header(("hx-redirect", path)).finish();
    }
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}

async fn forbidden(request: &HttpRequest, permission: Permission) -> HttpResponse {
    if let Some(reason) = absent(request, permission) {
        return page(request, ErrorPageKind::NotHere(reason)).await;
    }
    let held = holders(request, permission).await.unwrap_or_default();
    page(request, ErrorPageKind::Forbidden { held: held.0, may: &held.1 }).await
}

/// Returns the reason if the permission does not exist at the user's partner.
fn absent(request: &HttpRequest, permission: Permission) -> Option<String> {
    let asker = actor(request)?;
    let portal = request::portal(request).ok()?;
    let texts = request::locale(request, portal, Some(&asker)).texts();
    permission.absence(&asker.partner).map(|absence| absence.text(texts, &asker.partner))
}

/// Returns the names of the user's roles, and each role with the permission; with its users if the user may see users.
async fn holders(request: &HttpRequest, permission: Permission) -> Result<(String, Vec<RoleHolders>)> {
    let portal = request::portal(request)?;
    let Some(actor) = actor(request) else { return Err(Error::SignInFirst) };
    let partner = actor.partner.id;
    let people = match Permission::ViewUsers.allows(actor.roles, &actor.partner) {
        true => Some(portal.db.read(move |c| colleagues(c, partner)).await?),
        false => None,
    };
    let texts = request::locale(request, portal, Some(&actor)).texts();
    let holders = permission.roles(actor.partner.kind).iter().map(|role| RoleHolders {
        role: role.label(texts),
        people: people.as_ref().map(|people| {
            let holding = people.iter().filter(|person| person.roles.iter().any(|held| held == *role));
            holding.map(|person| (person.name.clone(), person.email.clone())).collect()
        }),
    });
    Ok((labels::role_names(texts, actor.roles), holders.collect()))
}

async fn page(request: &HttpRequest, fault: ErrorPageKind<'_>) -> HttpResponse {
    let status = StatusCode::from_u16(fault.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let request_id = client::request_id(request);
    let rendered = request::shell(request, actor(request).as_ref(), None)
        .and_then(|shell| Ok(ErrorPage { shell: &shell, fault, request_id: &request_id }.render()?));
    match rendered {
        Ok(body) => HttpResponse::build(status).content_type("text/html; charset=utf-8").body(body),
        Err(error) => {
            tracing::error!(id = request_id, %error, "an error page could not be rendered");
            plain_status(status)
        }
    }
}

fn actor(request: &HttpRequest) -> Option<Actor> {
    session::actor(&request.get_session()).ok().flatten()
}
