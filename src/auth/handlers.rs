//! `GET` and `POST /sign-in`, `POST /sign-out`, and the change of a temporary password.

use super::Scope;
use super::credentials::{self, MIN_CHARACTERS, Weakness};
use super::door::{self, Outcome};
use super::password::{PasswordFault, PasswordPage};
use super::scope::{ChangeOwnPassword, Visitor};
use super::session_store;
use super::sign_in::{SignInFailure, SignInPage};
use crate::activity::{Action, Activity};
use crate::app::Portal;
use crate::error::{Error, Result};
use crate::users::queries::{by_email, set_password};
use crate::web::answer;
use crate::web::forms::own_path;
use crate::web::page::{Flash, Message};
use crate::web::reader::{portal, see_other, shell};
use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::json;

/// Where to go on to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Next {
    next: String,
}

/// What the sign-in form sends.
#[derive(Debug, Deserialize)]
pub struct SignInForm {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// `GET /sign-in`; whoever is signed in goes on.
pub async fn show_sign_in(
    request: HttpRequest,
    who: Visitor,
    next: Query<Next>,
    portal: Data<Portal>,
) -> Result<HttpResponse> {
    if who.0.is_some() {
        return Ok(see_other(&portal, &own_path(Some(&next.next)), None));
    }
    sign_in_page(&request, "", &next.next, None)
}

/// `POST /sign-in`.
pub async fn sign_in(
    request: HttpRequest,
    session: Session,
    portal: Data<Portal>,
    form: Form<SignInForm>,
) -> Result<HttpResponse> {
    let SignInForm { email, password, next } = form.into_inner();
    match door::sign_in(&portal, &request, &session, email.clone(), password).await? {
        Outcome::SignedIn => Ok(see_other(&portal, &own_path(Some(&next)), None)),
        Outcome::Refused => sign_in_page(&request, &email, &next, Some(SignInFailure::Wrong)),
        Outcome::Wait(seconds) => {
            let minutes = u64::try_from(seconds).unwrap_or_default().div_ceil(60);
            sign_in_page(&request, &email, &next, Some(SignInFailure::Throttled(minutes)))
        }
    }
}

fn sign_in_page(
    request: &HttpRequest,
    email: &str,
    next: &str,
    failure: Option<SignInFailure>,
) -> Result<HttpResponse> {
    let mut shell = shell(request, None, None)?;
    let next = own_path(Some(next));
    // The switch of languages comes back to the form, not to where it was posted.
    shell.return_to = serde_urlencoded::to_string([("next", &next)])
        .map_or_else(|_| "/sign-in".into(), |query| format!("/sign-in?{query}"));
    let status = match failure {
        None => StatusCode::OK,
        Some(SignInFailure::Wrong) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(SignInFailure::Throttled(_)) => StatusCode::TOO_MANY_REQUESTS,
    };
    let issuers: Vec<_> = portal(request)?.issuers.all().collect();
    answer::page_as(status, &SignInPage { shell: &shell, email, next: &next, failure, issuers: &issuers })
}

/// `POST /sign-out`: the session ends here and in the database.
pub async fn sign_out(request: HttpRequest, session: Session, portal: Data<Portal>) -> Result<HttpResponse> {
    if let Some(actor) = session_store::actor(&session)? {
        let author = super::scope::author(&request, &portal, &actor);
        let entry = Activity::of(Action::SignOut, "partner_user", json!({}));
        portal.log.record(author, move |_| Ok(((), vec![entry]))).await?;
    }
    session.purge();
    Ok(see_other(&portal, "/sign-in", Some(Flash::from(Message::SignedOut))))
}

/// What the form of the new password sends.
#[derive(Debug, Deserialize)]
pub struct PasswordForm {
    password: String,
    repeat: String,
    #[serde(default)]
    next: String,
}

/// `GET /profile/password`: for whoever signed in with a temporary one.
pub async fn show_password(
    request: HttpRequest,
    scope: Scope<ChangeOwnPassword>,
    next: Query<Next>,
) -> Result<HttpResponse> {
    if !scope.actor().must_change_password {
        return Err(Error::NotFound);
    }
    password_page(&request, &scope, &next.next, &[])
}

/// `POST /profile/password`: every other session of the person ends, this one goes on with a new token.
pub async fn change_password(
    request: HttpRequest,
    session: Session,
    scope: Scope<ChangeOwnPassword>,
    portal: Data<Portal>,
    form: Form<PasswordForm>,
) -> Result<HttpResponse> {
    if !scope.actor().must_change_password {
        return Err(Error::NotFound);
    }
    let PasswordForm { password, repeat, next } = form.into_inner();
    let faults = faults(&portal, &scope, &password, &repeat).await?;
    if !faults.is_empty() {
        return password_page(&request, &scope, &next, &faults);
    }
    let hash = portal.verifier.hash(password).await?;
    let user = scope.actor().user.0;
    let change =
        move |tx: &mut crate::activity::Tx<'_>| Ok(((), vec![set_password(tx, user, &hash, false)?]));
    portal.log.record(scope.author(), change).await?;
    let email = scope.actor().email.clone();
    let person = portal.db.read(move |c| by_email(c, &email)).await?.ok_or(Error::SignInFirst)?;
    session_store::begin(&session, person.signed_in())?;
    Ok(see_other(&portal, &own_path(Some(&next)), Some(Flash::from(Message::PasswordChanged))))
}

async fn faults(
    portal: &Portal,
    scope: &Scope<ChangeOwnPassword>,
    password: &str,
    repeat: &str,
) -> Result<Vec<PasswordFault>> {
    let actor = scope.actor();
    let local = actor.email.split('@').next().unwrap_or_default();
    let weakness = credentials::weakness(password, &[local, &actor.name, &actor.partner.name]);
    let mut faults: Vec<PasswordFault> = weakness
        .map(|weakness| match weakness {
            Weakness::TooShort => PasswordFault::TooShort,
            Weakness::TooLong => PasswordFault::TooLong,
            Weakness::TooSimple | Weakness::TooClose => PasswordFault::TooCommon,
        })
        .into_iter()
        .collect();
    if faults.is_empty() {
        let email = actor.email.clone();
        let person = portal.db.read(move |c| by_email(c, &email)).await?;
        let hash = person.map(|person| person.password_hash);
        if portal.verifier.verify(password.to_owned(), hash).await? {
            faults.push(PasswordFault::Same);
        }
    }
    if password != repeat {
        faults.push(PasswordFault::Differs);
    }
    Ok(faults)
}

fn password_page(
    request: &HttpRequest,
    scope: &Scope<ChangeOwnPassword>,
    next: &str,
    faults: &[PasswordFault],
) -> Result<HttpResponse> {
    let shell = shell(request, Some(scope.actor()), None)?;
    let next = own_path(Some(next));
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    answer::page_as(status, &PasswordPage { shell: &shell, next: &next, min: MIN_CHARACTERS as u64, faults })
}
