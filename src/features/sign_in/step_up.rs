//! `GET` and `POST /step-up`: the user confirms password and second factor before a dangerous action.

use crate::auth::Scope;
use crate::auth::scope::SetUpSecondFactor;
use crate::error::Result;
use crate::features::sign_in::authenticate;
use crate::features::sign_in::authenticate::SignInOutcome;
use crate::features::sign_in::page::SignInFailure;
use crate::state::AppState;
use crate::web::form_extract::safe_return_path;
use crate::web::request::shell;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use crate::web::{form_extract, response};
use actix_session::Session;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "auth/step_up.html")]
struct StepUpPage<'a> {
    shell: &'a Shell,
    next: &'a str,
    has_factor: bool,
    failure: Option<SignInFailure>,
}

impl StepUpPage<'_> {
    fn failure_text(&self) -> Option<String> {
        let texts = self.shell.texts;
        self.failure.map(|failure| match failure {
            SignInFailure::Wrong if self.has_factor => texts.step_up_wrong_both(),
            SignInFailure::Wrong => texts.step_up_wrong(),
            SignInFailure::Throttled(minutes) => texts.sign_in_throttled(minutes.max(1)),
        })
    }
}

/// The submitted form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepUpForm {
    password: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

/// Shows the form.
pub async fn show(
    request: HttpRequest,
    scope: Scope<SetUpSecondFactor>,
    next: Query<form_extract::Next>,
) -> Result<HttpResponse> {
    page(&request, &scope, &next.next, None)
}

/// Verifies the password and the second factor, and redirects back to the dangerous action.
pub async fn check(
    request: HttpRequest,
    session: Session,
    scope: Scope<SetUpSecondFactor>,
    portal: Data<AppState>,
    form: Form<StepUpForm>,
) -> Result<HttpResponse> {
    let StepUpForm { password, code, next } = form.into_inner();
    match authenticate::verify_step_up(&portal, &request, &session, scope.actor(), password, code).await? {
        SignInOutcome::SignedIn | SignInOutcome::FactorNext => {
            Ok(see_other(&portal, &safe_return_path(Some(&next)), None))
        }
        SignInOutcome::Refused => page(&request, &scope, &next, Some(SignInFailure::Wrong)),
        SignInOutcome::Wait(seconds) => {
            page(&request, &scope, &next, Some(SignInFailure::rate_limited(seconds)))
        }
    }
}

fn page(
    request: &HttpRequest,
    scope: &Scope<SetUpSecondFactor>,
    next: &str,
    failure: Option<SignInFailure>,
) -> Result<HttpResponse> {
    let shell = shell(request, Some(scope.actor()), None)?;
    let (next, has_factor) = (safe_return_path(Some(next)), scope.actor().has_second_factor);
    let page = StepUpPage { shell: &shell, next: &next, has_factor, failure };
    response::page_as(SignInFailure::status(failure), &page)
}
