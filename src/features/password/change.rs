//! `GET` and `POST /profile/password`: changes the user's own password. A temporary password must be changed first.

use crate::audit::Tx;
use crate::auth::accounts::{by_email, set_password};
use crate::auth::password::MIN_CHARACTERS;
use crate::auth::scope::ChangeOwnPassword;
use crate::auth::session::NewSession;
use crate::auth::throttle::ThrottleDecision;
use crate::auth::{Scope, session, throttle};
use crate::error::{Error, Result};
use crate::features::password::page;
use crate::features::password::page::{PasswordError, PasswordPage, PasswordPageKind};
use crate::mail::notices::Notice;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::{Flash, Message};
use crate::web::form_extract::{Next, safe_return_path};
use crate::web::request::shell;
use crate::web::response::see_other;
use crate::web::{request, response};
use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The submitted form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordForm {
    #[serde(default)]
    current: String,
    password: String,
    repeat: String,
    #[serde(default)]
    next: String,
}

/// Shows the form.
pub async fn show(
    request: HttpRequest,
    scope: Scope<ChangeOwnPassword>,
    next: Query<Next>,
) -> Result<HttpResponse> {
    page(&request, &scope, &next.next, &[])
}

/// Changes the password, ends all other sessions of the user, and rotates the token of this one.
pub async fn change(
    request: HttpRequest,
    session: Session,
    scope: Scope<ChangeOwnPassword>,
    portal: Data<AppState>,
    form: Form<PasswordForm>,
) -> Result<HttpResponse> {
    let PasswordForm { current, password, repeat, next } = form.into_inner();
    let faults = check_password(&portal, &scope, &current, &password, &repeat).await?;
    if !faults.is_empty() {
        return page(&request, &scope, &next, &faults);
    }
    let hash = portal.verifier.hash(password).await?;
    let user = scope.actor().user;
    let notices = request::notices(&request, &portal, Some(scope.actor()));
    let change = move |tx: &mut Tx<'_>| {
        notices.send(tx, user, Notice::PasswordChanged)?;
        Ok(((), vec![set_password(tx, user, &hash, false)?]))
    };
    portal.log.record(scope.author(), change).await?;
    portal.mailer().deliver_soon();
    let email = scope.actor().email.clone();
    let person = portal.db.read(move |c| by_email(c, &email)).await?.ok_or(Error::SignInFirst)?;
    let begun = NewSession::after(scope.actor(), person.signed_in(), &request, &portal.settings);
    session::begin(&session, &begun)?;
    let next = and_then(&scope, &next);
    Ok(see_other(&portal, &next, Some(Flash::from(Message::PasswordChanged))))
}

async fn check_password(
    portal: &AppState,
    scope: &Scope<ChangeOwnPassword>,
    current: &str,
    password: &str,
    repeat: &str,
) -> Result<Vec<PasswordError>> {
    let actor = scope.actor();
    let email = actor.email.clone();
    let hash = portal.db.read(move |c| by_email(c, &email)).await?.map(|person| person.password_hash);
    if !actor.must_change_password && !is_current(portal, scope, current, hash.clone()).await? {
        return Ok(vec![PasswordError::Wrong]);
    }
    let local = actor.email.split('@').next().unwrap_or_default();
    let mut faults = page::password_errors(password, repeat, &[local, &actor.name, &actor.partner.name]);
    if faults.is_empty() && portal.verifier.verify(password.to_owned(), hash).await? {
        faults.push(PasswordError::Same);
    }
    Ok(faults)
}

/// Verifies the current password. Wrong ones count towards a rate limit, as at sign-in.
async fn is_current(
    portal: &AppState,
    scope: &Scope<ChangeOwnPassword>,
    current: &str,
    hash: Option<String>,
) -> Result<bool> {
    let bucket = throttle::Bucket::for_secret(format!("own:{}", scope.actor().user), 10);
    let counted = bucket.clone();
    let verdict = portal.db.write(move |c| throttle::reserve(c, std::slice::from_ref(&counted))).await?;
    if let ThrottleDecision::Wait(seconds) = verdict {
        return Err(Error::TooMany(u64::try_from(seconds).unwrap_or(60)));
    }
    let right = portal.verifier.verify(current.to_owned(), hash).await?;
    if right {
        portal.db.write(move |c| throttle::reset(c, &bucket.key)).await?;
    }
    Ok(right)
}

/// Returns the path to open afterwards: by default, the profile for a voluntary change.
fn and_then(scope: &Scope<ChangeOwnPassword>, next: &str) -> String {
    let own = !scope.actor().must_change_password;
    if own && next.is_empty() { urls::profile().to_string() } else { safe_return_path(Some(next)) }
}

fn page(
    request: &HttpRequest,
    scope: &Scope<ChangeOwnPassword>,
    next: &str,
    faults: &[PasswordError],
) -> Result<HttpResponse> {
    let shell = shell(request, Some(scope.actor()), None)?;
    let own = !scope.actor().must_change_password;
    let next = and_then(scope, next);
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = PasswordPage {
        shell: &shell,
        action: "/profile/password",
        occasion: if own { PasswordPageKind::Own } else { PasswordPageKind::Temporary },
        next: &next,
        min: MIN_CHARACTERS as u64,
        faults,
    };
    response::page_as(status, &page)
}
