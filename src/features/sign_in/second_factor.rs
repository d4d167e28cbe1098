//! `GET` and `POST /sign-in/second-factor`: the second step of a sign-in, after the password.

use crate::auth::{device_cookie, session};
use crate::error::{Error, Result};
use crate::features::sign_in::authenticate;
use crate::features::sign_in::authenticate::SignInOutcome;
use crate::features::sign_in::page::SignInFailure;
use crate::state::AppState;
use crate::urls;
use crate::web::form_extract::safe_return_path;
use crate::web::request::shell;
use crate::web::response;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use actix_session::Session;
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

/// The value of `with` in the URL if the user enters a recovery code instead of a code of the app.
const RECOVERY: &str = "recovery-code";

/// The page with the field for the code.
#[derive(Template)]
#[template(path = "auth/second_factor.html")]
struct FactorPage<'a> {
    shell: &'a Shell,
    next: &'a str,
    /// Whether the field accepts a recovery code, so that phones show a full keyboard instead of digits only.
    recovery: bool,
    failure: Option<SignInFailure>,
}

impl FactorPage<'_> {
    /// Returns the URL of the page for the other kind of code.
    fn other_method_path(&self) -> String {
        let with = if self.recovery { "" } else { RECOVERY };
        urls::sign_in_second_factor().with_parameters([("next", self.next), ("with", with)])
    }

    fn failure_text(&self) -> Option<String> {
        let texts = self.shell.texts;
        self.failure.map(|failure| match failure {
            SignInFailure::Wrong => texts.factor_wrong(),
            SignInFailure::Throttled(minutes) => texts.sign_in_throttled(minutes.max(1)),
        })
    }
}

/// The query parameters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FactorQuery {
    next: String,
    with: String,
}

/// The submitted form.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactorForm {
    code: String,
    #[serde(default)]
    next: String,
}

/// Shows the form; without a verified password, redirects to the sign-in page.
pub async fn show(
    request: HttpRequest,
    session: Session,
    portal: Data<AppState>,
    way: Query<FactorQuery>,
) -> Result<HttpResponse> {
    if session::actor(&session)?.is_some() {
        return Ok(see_other(&portal, &safe_return_path(Some(&way.next)), None));
    }
    session::actor_awaiting_second_factor(&session)?.ok_or(Error::SignInFirst)?;
    page(&request, &way.next, way.with == RECOVERY, None)
}

/// Verifies the code and completes the sign-in.
pub async fn check(
    request: HttpRequest,
    session: Session,
    portal: Data<AppState>,
    form: Form<FactorForm>,
) -> Result<HttpResponse> {
    let who = session::actor_awaiting_second_factor(&session)?.ok_or(Error::SignInFirst)?;
    let FactorForm { code, next } = form.into_inner();
    let recovery = code.chars().any(char::is_alphabetic);
    match authenticate::verify_second_factor(&portal, &request, &session, &who, code).await? {
        SignInOutcome::SignedIn | SignInOutcome::FactorNext => {
            let mut response = see_other(&portal, &safe_return_path(Some(&next)), None);
            response
                .add_cookie(&device_cookie::cookie(&portal.settings, &portal.secrets, &who.email)?)
                .map_err(Error::internal)?;
            Ok(response)
        }
        SignInOutcome::Refused => page(&request, &next, recovery, Some(SignInFailure::Wrong)),
        SignInOutcome::Wait(seconds) => {
            page(&request, &next, recovery, Some(SignInFailure::rate_limited(seconds)))
        }
    }
}

fn page(
    request: &HttpRequest,
    next: &str,
    recovery: bool,
    failure: Option<SignInFailure>,
) -> Result<HttpResponse> {
    let mut shell = shell(request, None, None)?;
    let next = safe_return_path(Some(next));
    shell.return_to = urls::sign_in_second_factor().into();
    let page = FactorPage { shell: &shell, next: &next, recovery, failure };
    response::page_as(SignInFailure::status(failure), &page)
}
