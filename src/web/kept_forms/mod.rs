//! What people typed is never lost: a form that arrives after its session has ended, or with a switch of language or
//! appearance, is kept for its sender and filled in again on its page. Passwords and codes are never kept.
//!
//! How long and how much stands in [`queries`]; how a page is filled, in [`refill`].

mod html;
pub mod queries;
mod refill;
pub mod switches;

use super::forms::own_path;
use super::reader;
use crate::app::Portal;
use crate::auth::{Actor, session_store};
use crate::error::{Error, Result};
use crate::routes;
use actix_session::SessionExt;
use actix_web::body::{BoxBody, EitherBody, MessageBody, to_bytes};
use actix_web::cookie::{Cookie, time::Duration};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use queries::Owner;
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use uuid::Uuid;

/// The part of an address that names a kept form.
const KEPT: &str = "kept";
/// A visitor's form is kept in a cookie; browsers take no longer ones.
const LONGEST_COOKIE: usize = 3_600;
/// For so many seconds.
const COOKIE_LIVES: i64 = 600;
/// Fields that are never kept: what proves who somebody is.
const SECRET: [&str; 6] = ["password", "current", "repeat", "code", "sealed", "_csrf"];

/// The fields of a form as they arrived, without its token. The guard of forms leaves them in the request.
#[derive(Debug, Clone)]
pub struct Posted(pub Rc<Vec<(String, String)>>);

/// A form that was typed and not saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptForm {
    /// The path of its page.
    pub page: String,
    /// Where it was sent to, or would have been.
    pub action: String,
    /// What was typed.
    pub fields: Vec<(String, String)>,
    /// Whether it was sent, and could not be taken.
    pub was_interrupted: bool,
}

impl KeptForm {
    /// This form, without anything secret.
    pub fn new(page: &str, action: &str, fields: Vec<(String, String)>, was_interrupted: bool) -> Self {
        let page = page.split(['?', '#']).next().unwrap_or_default().to_owned();
        let fields = fields.into_iter().filter(|(name, _)| !is_secret(name)).collect();
        KeptForm { page, action: action.to_owned(), fields, was_interrupted }
    }

    /// What was typed into a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

fn is_secret(name: &str) -> bool {
    SECRET.contains(&name) || name.contains("password")
}

/// Keeps the form that this request brought although its session has ended, or is to be proven anew first; answers the
/// address of its page. Nothing for other requests, and if nobody knows whose it is.
pub async fn keep_interrupted(request: &HttpRequest) -> Option<String> {
    let Posted(fields) = request.extensions().get::<Posted>().cloned()?;
    let portal = reader::portal(request).ok()?;
    let actor = session_store::actor(&request.get_session()).ok().flatten();
    let owner = match actor {
        Some(actor) => Some(Owner::of(&actor)),
        None => {
            let token = session_store::token(request, portal)?;
            let owner = portal.db.read(move |c| queries::owner_of_ended_session(c, &token)).await;
            owner.inspect_err(|error| tracing::error!(%error, "a form is lost")).ok().flatten()
        }
    };
    let page = page_of_form(request, portal);
    let kept = KeptForm::new(&page, request.path(), fields.to_vec(), true);
    let owner = owner?;
    if kept.fields.is_empty() {
        return Some(page);
    }
    let id = store(portal, owner, kept).await;
    let id = id.inspect_err(|error| tracing::error!(%error, "a form is lost")).ok()?;
    Some(with_kept(&page, &id))
}

/// Keeps a form whose token is out of date, as after signing in again in another tab; answers the address of its page, and
/// a visitor's cookie. Nothing is done with it but to show it to its sender again. Browsers have said that it comes from a
/// page of ours.
pub async fn keep_refused(request: &HttpRequest) -> Option<(String, Option<Cookie<'static>>)> {
    let Posted(fields) =
        request.extensions().get::<Posted>().cloned().filter(|Posted(all)| !all.is_empty())?;
    if let Some(page) = keep_interrupted(request).await {
        return Some((page, None));
    }
    // Nobody is signed in: only the form of a page for everybody has a sender who may see it again.
    let portal = reader::portal(request).ok()?;
    let page = page_of_form(request, portal);
    let is_public = routes::lines().iter().any(|line| {
        line.method == Method::GET
            && line.permission.is_none()
            && fits(line.path, page.split('?').next().unwrap_or_default())
    });
    let kept = KeptForm::new(&page, request.path(), fields.to_vec(), true);
    if !is_public || kept.fields.is_empty() {
        return None;
    }
    let (page, cookie) = in_cookie(portal, &page, &kept).ok()?;
    cookie.is_some().then_some((page, cookie))
}

/// Keeps a form while its page is shown in another way; answers the address of the page, and a visitor's cookie.
///
/// # Errors
/// The database cannot be written.
pub async fn keep_for_switch(
    portal: &Portal,
    actor: Option<&Actor>,
    page: &str,
    kept: KeptForm,
) -> Result<(String, Option<Cookie<'static>>)> {
    if kept.fields.is_empty() {
        return Ok((page.to_owned(), None));
    }
    if let Some(actor) = actor {
        let id = store(portal, Owner::of(actor), kept).await?;
        return Ok((with_kept(page, &id), None));
    }
    in_cookie(portal, page, &kept)
}

/// A visitor's form and the address of its page; no cookie if it is too long for one.
fn in_cookie(portal: &Portal, page: &str, kept: &KeptForm) -> Result<(String, Option<Cookie<'static>>)> {
    let id = Uuid::new_v4().to_string();
    let value = BASE64.encode(serde_json::to_string(&(&id, kept)).map_err(Error::internal)?);
    if value.len() > LONGEST_COOKIE {
        return Ok((page.to_owned(), None));
    }
    let mut cookie = reader::choice(portal, KEPT, value);
    cookie.set_max_age(Duration::seconds(COOKIE_LIVES));
    Ok((with_kept(page, &id), Some(cookie)))
}

/// The page on which the form of this address stands: itself if it can be read, else the page that it belongs to.
pub fn page_for(path: &str) -> String {
    let (mut here, query) = path.split_once('?').unwrap_or((path, ""));
    let readable = |path: &str| {
        let lines = routes::lines();
        lines.iter().any(|line| line.method == Method::GET && fits(line.path, path))
    };
    if readable(here) {
        return path.to_owned();
    }
    while let Some((above, _)) = here.rsplit_once('/').filter(|(above, _)| !above.is_empty()) {
        here = above;
        if readable(here) {
            break;
        }
    }
    if query.is_empty() || !readable(here) { here.to_owned() } else { format!("{here}?{query}") }
}

fn fits(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given))
                if wanted.starts_with('{') && !given.is_empty() || wanted == given => {}
            _ => return false,
        }
    }
}

/// Where the form of this request was typed: the browser says so, else it is told from where the form was sent.
fn page_of_form(request: &HttpRequest, portal: &Portal) -> String {
    let text = |name| request.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let from = text(header::REFERER).and_then(|from| {
        let start = from.find("://")? + 3;
        let slash = start + from.get(start..)?.find('/')?;
        let origin = from.get(..slash)?;
        portal.settings.is_own_host(origin, text(header::HOST)).then(|| from.get(slash..))?
    });
    let from = from.filter(|from| own_path(Some(from)) == **from).unwrap_or(request.path());
    page_for(&without_kept(from))
}

fn without_kept(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else { return address.to_owned() };
    let others: Vec<&str> = query.split('&').filter(|part| !part.starts_with("kept=")).collect();
    if others.is_empty() { path.to_owned() } else { format!("{path}?{}", others.join("&")) }
}

fn with_kept(page: &str, id: &str) -> String {
    let page = without_kept(page.split('#').next().unwrap_or_default());
    format!("{page}{}{KEPT}={id}", if page.contains('?') { '&' } else { '?' })
}

async fn store(portal: &Portal, owner: Owner, kept: KeptForm) -> Result<String> {
    let id = Uuid::new_v4().to_string();
    let stored = id.clone();
    portal.db.write(move |c| queries::keep(c, owner, &stored, &kept)).await?;
    Ok(id)
}

/// Middleware: fills the form of a page whose address names a kept one of the reader's.
pub async fn refill<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> std::result::Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    let id = wanted(&request);
    let answer = next.call(request).await?;
    let Some(id) = id.filter(|_| is_page(&answer)) else { return Ok(answer.map_into_left_body()) };
    let http = answer.request().clone();
    let Some(kept) = find(&http, id).await?.filter(|kept| kept.page == http.path()) else {
        return Ok(answer.map_into_left_body());
    };
    let portal = reader::portal(&http)?;
    let actor = session_store::actor(&http.get_session())?;
    let note = reader::locale(&http, portal, actor.as_ref()).texts().form_was_kept();
    let (http, response) = answer.into_parts();
    let (response, body) = response.into_parts();
    let body = to_bytes(body).await.map_err(|_| Error::internal("a page broke off"))?;
    let page =
        refill::refilled(&String::from_utf8_lossy(&body), &kept, kept.was_interrupted.then_some(&note));
    Ok(ServiceResponse::new(http, response.set_body(BoxBody::new(page)).map_into_right_body()))
}

fn wanted(request: &ServiceRequest) -> Option<Uuid> {
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
    let portal = reader::portal(request)?;
    if let Some(actor) = session_store::actor(&request.get_session())? {
        let owner = Owner::of(&actor);
        return portal.db.read(move |c| queries::find(c, owner, &id.to_string())).await;
    }
    let cookie = request.cookie(&portal.settings.cookie_name(KEPT));
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
    fn a_form_belongs_to_a_page_that_can_be_read() {
        let id = "00000000-0000-4000-8000-000000000001";
        for (path, page) in [
            (format!("/customers/{id}/subscriptions/x/quantity"), format!("/customers/{id}/subscriptions/x")),
            (format!("/customers/{id}/bill-to/undo"), format!("/customers/{id}/bill-to")),
            (format!("/customers/{id}/bill-to?a=1"), format!("/customers/{id}/bill-to?a=1")),
            ("/orders/x/declination".to_owned(), "/orders/x".to_owned()),
            ("/nowhere/at/all".to_owned(), "/nowhere".to_owned()),
            ("/".to_owned(), "/".to_owned()),
        ] {
            assert_eq!(page_for(&path), page);
        }
    }

    #[test]
    fn nothing_secret_is_kept() {
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

    #[test]
    fn an_address_names_one_kept_form() {
        assert_eq!(with_kept("/a?kept=1&b=2#c", "3"), "/a?b=2&kept=3");
        assert_eq!(with_kept("/a", "3"), "/a?kept=3");
    }
}
