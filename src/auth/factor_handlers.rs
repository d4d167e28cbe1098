//! `GET` and `POST /sign-in/second-factor`: the second step of signing in, for whoever has shown the password.

use super::door::{self, Outcome};
use super::sign_in::SignInFailure;
use super::{device, session_store};
use crate::app::Portal;
use crate::error::{Error, Result};
use crate::web::answer;
use crate::web::forms::own_path;
use crate::web::page::Shell;
use crate::web::reader::{see_other, shell};
use actix_session::Session;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

/// The page with its one field.
#[derive(Template)]
#[template(path = "auth/second_factor.html")]
struct FactorPage<'a> {
    shell: &'a Shell,
    next: &'a str,
    failure: Option<SignInFailure>,
}

impl FactorPage<'_> {
    fn failure_text(&self) -> Option<String> {
        let texts = self.shell.texts;
        self.failure.map(|failure| match failure {
            SignInFailure::Wrong => texts.factor_wrong(),
            SignInFailure::Throttled(minutes) => texts.sign_in_throttled(minutes.max(1)),
        })
    }
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct FactorForm {
    code: String,
    #[serde(default)]
    next: String,
}

/// `GET`; whoever has not shown the password is sent to do so.
pub async fn show(
    request: HttpRequest,
    session: Session,
    portal: Data<Portal>,
    next: Query<super::handlers::Next>,
) -> Result<HttpResponse> {
    if session_store::actor(&session)?.is_some() {
        return Ok(see_other(&portal, &own_path(Some(&next.next)), None));
    }
    session_store::half_way(&session)?.ok_or(Error::SignInFirst)?;
    page(&request, &next.next, None)
}

/// `POST`.
pub async fn check(
    request: HttpRequest,
    session: Session,
    portal: Data<Portal>,
    form: Form<FactorForm>,
) -> Result<HttpResponse> {
    let who = session_store::half_way(&session)?.ok_or(Error::SignInFirst)?;
    let FactorForm { code, next } = form.into_inner();
    match door::show_factor(&portal, &request, &session, &who, code).await? {
        Outcome::SignedIn | Outcome::FactorNext => {
            let mut response = see_other(&portal, &own_path(Some(&next)), None);
            response.add_cookie(&device::cookie(&portal, &who.email)?).map_err(Error::internal)?;
            Ok(response)
        }
        Outcome::Refused => page(&request, &next, Some(SignInFailure::Wrong)),
        Outcome::Wait(seconds) => page(&request, &next, Some(SignInFailure::wait(seconds))),
    }
}

fn page(request: &HttpRequest, next: &str, failure: Option<SignInFailure>) -> Result<HttpResponse> {
    let mut shell = shell(request, None, None)?;
    let next = own_path(Some(next));
    shell.return_to = "/sign-in/second-factor".to_owned();
    answer::page_as(SignInFailure::status(failure), &FactorPage { shell: &shell, next: &next, failure })
}
