//! The page after a failed single sign-on: the reason, and links to try again or to sign in with a password.

use crate::config::IssuerSettings;
use crate::error::Result;
use crate::urls;
use crate::web::shell::Shell;
use crate::web::{request, response};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// The reason, in as much detail as the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The issuer cannot be reached.
    Unreachable,
    /// The issuer reported an error, or its response is invalid.
    Refused,
    /// The issuer authenticated the user, but no account here may sign in with that identity.
    Unknown,
}

/// The failure page.
#[derive(Template)]
#[template(path = "auth/oidc_failed.html")]
pub struct FailurePage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The issuer's name, as on its button.
    pub name: &'a str,
    /// The URL that starts the single sign-on again.
    pub again: String,
    /// The URL of the sign-in page.
    pub password: String,
    /// The reason.
    pub failure: Failure,
}

impl FailurePage<'_> {
    fn title(&self) -> String {
        match self.failure {
            Failure::Unreachable => self.shell.texts.issuer_unreachable_title(),
            Failure::Refused | Failure::Unknown => self.shell.texts.issuer_refused_title(),
        }
    }

    fn text(&self) -> String {
        let texts = self.shell.texts;
        match self.failure {
            Failure::Unreachable => texts.issuer_unreachable(self.name),
            Failure::Refused => texts.issuer_refused(self.name),
            Failure::Unknown => texts.issuer_unknown(self.name),
        }
    }
}

/// Renders the page; status 503 if the issuer cannot be reached, otherwise 403.
pub fn page(
    request: &HttpRequest,
    issuer: &IssuerSettings,
    next: &str,
    failure: Failure,
) -> Result<HttpResponse> {
    let mut shell = request::shell(request, None, None)?;
    let address = |path: &str| match serde_urlencoded::to_string([("next", next)]) {
        Ok(query) if next != "/" => format!("{path}?{query}"),
        _ => path.to_owned(),
    };
    let password = address("/sign-in");
    // A change of language must not request the callback URL again.
    shell.return_to.clone_from(&password);
    let again = address(&urls::sign_in_oidc(&issuer.id));
    let status = match failure {
        Failure::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
        Failure::Refused | Failure::Unknown => StatusCode::FORBIDDEN,
    };
    response::page_as(status, &FailurePage { shell: &shell, name: &issuer.name, again, password, failure })
}
