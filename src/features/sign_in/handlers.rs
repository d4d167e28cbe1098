//! `GET` and `POST /sign-in`, `POST /sign-out`. The change of a password is in [`crate::features::password`].

use crate::audit::{Action, Activity};
use crate::auth::extractors::OptionalActor;
use crate::auth::{device_cookie, scope, session};
use crate::error::{Error, Result};
use crate::features::sign_in::authenticate;
use crate::features::sign_in::authenticate::SignInOutcome;
use crate::features::sign_in::page::{SignInFailure, SignInPage};
use crate::state::AppState;
use crate::urls;
use crate::web::flash::{Flash, Message};
use crate::web::form_extract::{Next, safe_return_path};
use crate::web::request::{portal, shell};
use crate::web::response;
use crate::web::response::see_other;
use actix_session::Session;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::json;

/// The submitted sign-in form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInForm {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// `GET /sign-in`; redirects a user who is already signed in.
pub async fn show_sign_in(
    request: HttpRequest,
    session: Session,
    who: OptionalActor,
    next: Query<Next>,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    if session::actor_awaiting_second_factor(&session)?.is_some() {
        return Ok(see_other(&portal, &second_factor_path(&next.next), None));
    }
    if who.0.is_some() {
        return Ok(see_other(&portal, &safe_return_path(Some(&next.next)), None));
    }
    sign_in_page(&request, "", &next.next, None)
}

/// `POST /sign-in`.
pub async fn sign_in(
    request: HttpRequest,
    session: Session,
    portal: Data<AppState>,
    form: Form<SignInForm>,
) -> Result<HttpResponse> {
    let SignInForm { email, password, next } = form.into_inner();
    match authenticate::sign_in(&portal, &request, &session, email.clone(), password).await? {
        SignInOutcome::SignedIn => {
            let mut response = see_other(&portal, &safe_return_path(Some(&next)), None);
            response
                .add_cookie(&device_cookie::cookie(&portal.settings, &portal.secrets, &email)?)
                .map_err(Error::internal)?;
            Ok(response)
        }
        SignInOutcome::FactorNext => Ok(see_other(&portal, &second_factor_path(&next), None)),
        SignInOutcome::Refused => sign_in_page(&request, &email, &next, Some(SignInFailure::Wrong)),
        SignInOutcome::Wait(seconds) => {
            sign_in_page(&request, &email, &next, Some(SignInFailure::rate_limited(seconds)))
        }
    }
}

fn second_factor_path(next: &str) -> String {
    let next = serde_urlencoded::to_string([("next", safe_return_path(Some(next)))]).unwrap_or_default();
    urls::sign_in_second_factor().with_query(next)
}

fn sign_in_page(
    request: &HttpRequest,
    email: &str,
    next: &str,
    failure: Option<SignInFailure>,
) -> Result<HttpResponse> {
    let mut shell = shell(request, None, None)?;
    let next = safe_return_path(Some(next));
    // A change of language must return to a page that has a GET handler.
    shell.return_to = serde_urlencoded::to_string([("next", &next)])
        .map_or_else(|_| "/sign-in".into(), |query| urls::sign_in().with_query(query));
    let portal = portal(request)?;
    let (issuers, by_mail): (Vec<_>, _) = (portal.issuers.all().collect(), portal.mail.is_some());
    let page = SignInPage { shell: &shell, email, next: &next, failure, by_mail, issuers: &issuers };
    response::page_as(SignInFailure::status(failure), &page)
}

/// `POST /sign-out`: logs the sign-out and ends the session in the browser and in the database.
pub async fn sign_out(
    request: HttpRequest,
    session: Session,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    if let Some(actor) = session::actor(&session)? {
        let author = scope::author(&request, &portal.settings, &actor);
        let entry = Activity::new(Action::SignOut, "partner_user", json!({}));
        portal.log.record(author, move |_| Ok(((), vec![entry]))).await?;
    }
    session.purge();
    Ok(see_other(&portal, &urls::sign_in(), Some(Flash::from(Message::SignedOut))))
}
