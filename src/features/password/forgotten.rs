//! `GET` and `POST /sign-in/forgotten`: sends a link to reset a forgotten password. All lookups and writes happen after
//! the response, so the response is the same, and takes the same time, for known and unknown addresses.

use crate::audit::{Action, Activity, Author};
use crate::auth::accounts::{by_email, email_key};
use crate::auth::client::network;
use crate::auth::password_link::LinkPurpose;
use crate::auth::throttle;
use crate::auth::throttle::{Bucket, ThrottleDecision, account_bucket};
use crate::domain::PartnerId;
use crate::error::{Error, Result};
use crate::features::sign_in::page::SignInFailure;
use crate::mail::notices::NoticeSender;
use crate::mail::password_mail;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::{Flash, Message};
use crate::web::form_fields::{FieldErrors, FormReader};
use crate::web::request::shell;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use crate::web::{request, response};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;
use serde_json::json;

/// The submitted form.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ForgottenForm {
    email: String,
}

#[derive(Template)]
#[template(path = "auth/forgotten.html")]
struct ForgottenPage<'a> {
    shell: &'a Shell,
    /// Whether mail is configured.
    by_mail: bool,
    email: &'a str,
    faults: &'a FieldErrors,
    too_many: Option<String>,
}

/// Shows the form; if mail is not configured, says who can help.
pub async fn show(request: HttpRequest, portal: Data<AppState>) -> Result<HttpResponse> {
    page(&request, &portal, "", &FieldErrors::default(), None)
}

/// Responds, and then sends the link if the account exists.
pub async fn send(
    request: HttpRequest,
    portal: Data<AppState>,
    form: Form<ForgottenForm>,
) -> Result<HttpResponse> {
    if portal.mail.is_none() {
        return Err(Error::NotFound);
    }
    let shell = shell(&request, None, None)?;
    let mut fields = FormReader::new(shell.locale);
    let email = fields.email("email", &shell.texts.email_address(), &form.email);
    let email = match fields.done(email) {
        Ok(email) => email,
        Err(faults) => return page(&request, &portal, &form.email, &faults, None),
    };
    let buckets = buckets(&portal, &request, &email);
    if let ThrottleDecision::Wait(seconds) = portal.db.write(move |c| throttle::reserve(c, &buckets)).await? {
        let wait = SignInFailure::rate_limited(seconds);
        return page(&request, &portal, &email, &FieldErrors::default(), Some(wait));
    }
    send_in_background(&portal, &request, email);
    Ok(see_other(&portal, &urls::sign_in(), Some(Flash::from(Message::PasswordLinkSent))))
}

/// Limits the messages per address and the requests per network. Both only make the user wait, never lock out
/// permanently.
fn buckets(portal: &AppState, request: &HttpRequest, email: &str) -> [Bucket; 2] {
    let account = account_bucket(&portal.secrets, email).key;
    let place = network(&portal.settings.client_address(request));
    [
        Bucket::for_shared_source(format!("mail:{account}"), 3),
        Bucket::for_shared_source(format!("mail:ip:{place}"), 20),
    ]
}

fn send_in_background(portal: &AppState, request: &HttpRequest, email: String) {
    let notices = request::notices(request, portal, None);
    let (id, address) = (crate::auth::client::request_id(request), portal.settings.client_address(request));
    let portal = portal.clone();
    actix_web::rt::spawn(async move {
        let author = |partner| Author { request_id: id, address, ..Author::system(partner) };
        let sent = send_link(&portal, notices, email, author).await;
        sent.inspect_err(|error| tracing::error!(%error, "a password reset link was not sent")).ok();
    });
}

async fn send_link(
    portal: &AppState,
    notices: NoticeSender,
    email: String,
    author: impl FnOnce(PartnerId) -> Author,
) -> Result<()> {
    let Some(person) = portal.db.read(move |c| by_email(c, &email)).await? else { return Ok(()) };
    let (author, secrets) = (author(person.partner), portal.secrets.clone());
    let sent = portal.log.record(author, move |tx| {
        password_mail::send(tx, &secrets, &notices, person.user, LinkPurpose::Reset)?;
        let details = json!({ "email": email_key(&person.email) });
        Ok(((), vec![Activity::new(Action::SendPasswordLink, "partner_user", details)]))
    });
    sent.await?;
    portal.mailer().deliver_soon();
    Ok(())
}

fn page(
    request: &HttpRequest,
    portal: &AppState,
    email: &str,
    faults: &FieldErrors,
    wait: Option<SignInFailure>,
) -> Result<HttpResponse> {
    let mut shell = shell(request, None, None)?;
    shell.return_to = urls::sign_in_forgotten().to_string();
    let status = match wait {
        None if faults.is_empty() => StatusCode::OK,
        None => StatusCode::UNPROCESSABLE_ENTITY,
        Some(_) => SignInFailure::status(wait),
    };
    let too_many = wait.map(|wait| wait.text(shell.texts));
    let by_mail = portal.mail.is_some();
    response::page_as(status, &ForgottenPage { shell: &shell, by_mail, email, faults, too_many })
}
