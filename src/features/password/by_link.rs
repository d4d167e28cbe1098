//! `GET` and `POST /sign-in/password/TOKEN`: sets a password with a link. Only setting the password uses up the link,
//! not opening the page, because mail scanners open links. The second factor does not change.

use crate::auth::accounts::{by_email, set_password};
use crate::auth::password::MIN_CHARACTERS;
use crate::auth::password_link::{LinkOwner, LinkPurpose, find_owner, use_up};
use crate::auth::{client, password_link, throttle};
use crate::error::{Error, Result};
use crate::features::password::page;
use crate::features::password::page::{PasswordError, PasswordPage, PasswordPageKind};
use crate::mail::notices::Notice;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::{Flash, Message};
use crate::web::request::shell;
use crate::web::response::see_other;
use crate::web::{request, response};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

/// The submitted form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkForm {
    password: String,
    repeat: String,
}

/// Shows the form.
pub async fn show(request: HttpRequest, portal: Data<AppState>, token: Path<String>) -> Result<HttpResponse> {
    let owner = load_owner(&portal, &token).await?;
    page(&request, &token, &owner, &[])
}

/// Sets the password, ends all sessions of the user, and redirects to the sign-in page.
pub async fn set(
    request: HttpRequest,
    portal: Data<AppState>,
    token: Path<String>,
    form: Form<LinkForm>,
) -> Result<HttpResponse> {
    let owner = load_owner(&portal, &token).await?;
    let LinkForm { password, repeat } = form.into_inner();
    let local = owner.email.split('@').next().unwrap_or_default();
    let faults = page::password_errors(&password, &repeat, &[local, &owner.name, &owner.partner]);
    if !faults.is_empty() {
        return page(&request, &token, &owner, &faults);
    }
    let hash = portal.verifier.hash(password).await?;
    let email = owner.email.clone();
    let person = portal.db.read(move |c| by_email(c, &email)).await?.ok_or(Error::NotFound)?;
    let bucket = throttle::account_bucket(&portal.secrets, &person.email);
    let (user, link, is_reset) =
        (person.user, password_link::hash(&token), owner.purpose == LinkPurpose::Reset);
    let notices = request::notices(&request, &portal, None);
    let change = portal.log.record(
        client::author_before_sign_in(&portal.settings, &request, person.identity()),
        move |tx| {
            use_up(tx, &link)?;
            throttle::reset(tx.c, &bucket.key)?;
            if is_reset {
                notices.send(tx, user, Notice::PasswordChanged)?;
            }
            Ok(((), vec![set_password(tx, user, &hash, false)?]))
        },
    );
    change.await?;
    portal.mailer().deliver_soon();
    Ok(see_other(&portal, &urls::sign_in(), Some(Flash::from(Message::PasswordChanged))))
}

async fn load_owner(portal: &AppState, token: &str) -> Result<LinkOwner> {
    let hash = password_link::hash(token);
    portal.db.read(move |c| find_owner(c, &hash)).await
}

fn page(
    request: &HttpRequest,
    token: &str,
    owner: &LinkOwner,
    faults: &[PasswordError],
) -> Result<HttpResponse> {
    let shell = shell(request, None, None)?;
    let occasion = match owner.purpose {
        LinkPurpose::Reset => PasswordPageKind::Forgotten,
        LinkPurpose::SignUp => PasswordPageKind::First,
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let (action, min) = (password_link::path(token), MIN_CHARACTERS as u64);
    let page = PasswordPage { shell: &shell, action: &action, occasion, next: "", min, faults };
    response::page_as(status, &page)
}
