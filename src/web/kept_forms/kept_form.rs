//! Saves unsaved input: a form that arrives after its session has ended, or with a change of language or
//! appearance, is stored for its sender and filled in again on its page. Passwords and codes are never
//! stored.
//!
//! [`super::queries`] has the limits of age and number.

pub use crate::web::kept_forms::pages::page_for;

use crate::auth::{Actor, session};
use crate::error::{Error, Result};
use crate::state::AppState;
use crate::web::kept_forms::pages::{page_of_form, with_kept};
use crate::web::kept_forms::queries::FormOwner;
use crate::web::kept_forms::{queries, refill};
use crate::web::route_table::RouteTable;
use crate::web::{request, response};
use actix_session::SessionExt;
use actix_web::body::{BoxBody, EitherBody, MessageBody, to_bytes};
use actix_web::cookie::Cookie;
use actix_web::cookie::time::Duration;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use uuid::Uuid;

/// The query parameter with the id of a saved form.
pub(super) const KEPT_PARAMETER: &str = "kept";

/// Maximum size of a cookie with the form of a visitor; browsers reject longer ones.
const MAX_COOKIE: usize = 3_600;

/// Lifetime of the cookie in seconds.
const COOKIE_MAX_AGE: i64 = 600;

/// Fields that are never stored, because they are secrets.
const SECRET_FIELDS: [&str; 8] =
    ["password", "current", "repeat", "code", "sealed", "client_secret", "refresh_token", "_csrf"];

/// The submitted fields of a form without its CSRF token. The form guard puts them into the request.
#[derive(Debug, Clone)]
pub struct PostedFields(pub Rc<Vec<(String, String)>>);

/// A form that was filled in but not saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptForm {
    /// The path of the page.
    pub page: String,
    /// The URL that the form was or would have been submitted to.
    pub action: String,
    /// The input.
    pub fields: Vec<(String, String)>,
    /// Whether the form was submitted and not accepted.
    pub was_interrupted: bool,
}

impl KeptForm {
    /// Creates a saved form without secret fields.
    pub fn new(page: &str, action: &str, fields: Vec<(String, String)>, was_interrupted: bool) -> Self {
        let page = page.split(['?', '#']).next().unwrap_or_default().to_owned();
        let fields = fields.into_iter().filter(|(name, _)| !is_secret(name)).collect();
        KeptForm { page, action: action.to_owned(), fields, was_interrupted }
    }

    /// Returns the value of a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

fn is_secret(name: &str) -> bool {
    SECRET_FIELDS.contains(&name) || name.contains("password")
}

/// Saves the form of a request whose session has ended or that needs step-up authentication first; returns
/// the URL of its page. `None` for other requests or if the owner is unknown.
pub async fn keep_interrupted(request: &HttpRequest) -> Option<String> {
    let PostedFields(fields) = request.extensions().get::<PostedFields>().cloned()?;
    let portal = request::portal(request).ok()?;
    let actor = session::actor(&request.get_session()).ok().flatten();
    let owner = match actor {
        Some(actor) => Some(FormOwner::from_actor(&actor)),
        None => {
            let token = session::token(request, &portal.settings)?;
            let owner = portal.db.read(move |c| queries::owner_of_ended_session(c, &token)).await;
            owner
                .inspect_err(|error| tracing::error!(%error, "a submitted form could not be kept"))
                .ok()
                .flatten()
        }
    };
    let table = RouteTable::from_request(request).ok()?;
    let page = page_of_form(request, portal, table);
    let kept = KeptForm::new(&page, request.path(), fields.to_vec(), true);
    let owner = owner?;
    if kept.fields.is_empty() {
        return Some(page);
    }
    let id = store(portal, owner, kept).await;
    let id = id.inspect_err(|error| tracing::error!(%error, "a submitted form could not be kept")).ok()?;
    Some(with_kept(&page, &id))
}

/// Saves a form whose CSRF token is out of date, for example after signing in again in another tab. Returns
/// the URL of its page and, for a visitor, a cookie. Only the sender sees the input again, and its origin
/// was already checked.
pub async fn keep_refused(request: &HttpRequest) -> Option<(String, Option<Cookie<'static>>)> {
    let PostedFields(fields) =
        request.extensions().get::<PostedFields>().cloned().filter(|PostedFields(all)| !all.is_empty())?;
    if let Some(page) = keep_interrupted(request).await {
        return Some((page, None));
    }
    // Without a session, only forms of public pages can be shown again.
    let portal = request::portal(request).ok()?;
    let table = RouteTable::from_request(request).ok()?;
    let page = page_of_form(request, portal, table);
    let path = page.split('?').next().unwrap_or_default();
    let is_public = table.find(&Method::GET, path).is_some_and(|line| line.permission.is_none());
    let kept = KeptForm::new(&page, request.path(), fields.to_vec(), true);
    if !is_public || kept.fields.is_empty() {
        return None;
    }
    let (page, cookie) = in_cookie(portal, &page, &kept).ok()?;
    cookie.is_some().then_some((page, cookie))
}

/// Saves a form while its page is reloaded with another language or appearance. Returns the URL of the page
/// and, for a visitor, a cookie.
///
/// # Errors
/// The database cannot be written.
pub async fn keep_for_switch(
    portal: &AppState,
    actor: Option<&Actor>,
    page: &str,
    kept: KeptForm,
) -> Result<(String, Option<Cookie<'static>>)> {
    if kept.fields.is_empty() {
        return Ok((page.to_owned(), None));
    }
    if let Some(actor) = actor {
        let id = store(portal, FormOwner::from_actor(actor), kept).await?;
        return Ok((with_kept(page, &id), None));
    }
    in_cookie(portal, page, &kept)
}

/// Returns the URL of the page and a cookie with the form; no cookie if the form is too long.
fn in_cookie(portal: &AppState, page: &str, kept: &KeptForm) -> Result<(String, Option<Cookie<'static>>)> {
    let id = Uuid::new_v4().to_string();
    let value = BASE64.encode(serde_json::to_string(&(&id, kept)).map_err(Error::internal)?);
    if value.len() > MAX_COOKIE {
        return Ok((page.to_owned(), None));
    }
    let mut cookie = response::preference_cookie(portal, KEPT_PARAMETER, value);
    cookie.set_max_age(Duration::seconds(COOKIE_MAX_AGE));
    Ok((with_kept(page, &id), Some(cookie)))
}

async fn store(portal: &AppState, owner: FormOwner, kept: KeptForm) -> Result<String> {
    let id = Uuid::new_v4().to_string();
    let stored = id.clone();
    portal.db.write(move |c| queries::insert(c, owner, &stored, &kept)).await?;
    Ok(id)
}

/// Middleware: fills in the form of a page if the URL has the id of a saved form of this user.
pub async fn refill<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> std::result::Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    let id = requested_id(&request);
    let answer = next.call(request).await?;
    let Some(id) = id.filter(|_| is_page(&answer)) else { return Ok(answer.map_into_left_body()) };
    let http = answer.request().clone();
    let Some(kept) = find(&http, id).await?.filter(|kept| kept.page == http.path()) else {
        return Ok(answer.map_into_left_body());
    };
    let portal = request::portal(&http)?;
    let actor = session::actor(&http.get_session())?;
    let note = request::locale(&http, portal, actor.as_ref()).texts().form_was_kept();
    let (http, response) = answer.into_parts();
    let (response, body) = response.into_parts();
    let body = to_bytes(body).await.map_err(|_| Error::internal("a page ended early"))?;
    let page =
        refill::fill_form(&String::from_utf8_lossy(&body), &kept, kept.was_interrupted.then_some(&note));
    Ok(ServiceResponse::new(http, response.set_body(BoxBody::new(page)).map_into_right_body()))
}

fn requested_id(request: &ServiceRequest) -> Option<Uuid> {
    if request.method() != Method::GET {
        return None;
    }
    let part = request.query_string().split('&').find_map(|part| part.strip_prefix("kept="))?;
    Uuid::try_parse(part).ok()
}

fn is_page<B>(answer: &ServiceResponse<B>) -> bool {
    let kind = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let shown = matches!(answer.status(), StatusCode::OK | StatusCode::UNPROCESSABLE_ENTITY);
    shown && kind.is_some_and(|kind| kind.starts_with("text/html"))
}

async fn find(request: &HttpRequest, id: Uuid) -> Result<Option<KeptForm>> {
    let portal = request::portal(request)?;
    if let Some(actor) = session::actor(&request.get_session())? {
        let owner = FormOwner::from_actor(&actor);
        return portal.db.read(move |c| queries::find(c, owner, &id.to_string())).await;
    }
    let cookie = request.cookie(&portal.settings.cookie_name(KEPT_PARAMETER));
    let kept = cookie.and_then(|cookie| {
        let json = BASE64.decode(cookie.value()).ok()?;
        serde_json::from_slice::<(Uuid, KeptForm)>(&json).ok()
    });
    Ok(kept.filter(|(own, _)| *own == id).map(|(_, kept)| kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_stores_secret_fields() {
        let names = [
            "password",
            "new_password",
            "current",
            "repeat",
            "code",
            "sealed",
            "email",
            "postal_code",
            "name",
        ];
        let fields = names.map(|name| (name.to_owned(), "x".to_owned())).to_vec();
        let kept = KeptForm::new("/a?b", "/a", fields, false);
        let left: Vec<&str> = kept.fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!((left, kept.page.as_str()), (vec!["email", "postal_code", "name"], "/a"));
    }
}
