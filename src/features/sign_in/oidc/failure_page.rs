//! The page for whoever comes back from an issuer and is not let in: what happened, and both ways to try again.

use crate::config::IssuerSettings;
use crate::error::Result;
use crate::web::shell::Shell;
use crate::web::{request, response};
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// What happened, as far as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The issuer does not answer.
    Unreachable,
    /// What came back is not believed, or the issuer itself said no.
    Refused,
    /// The issuer is sure who it is, and that is nobody who may come in here.
    Unknown,
}

/// The page.
#[derive(Template)]
#[template(path = "auth/oidc_failed.html")]
pub struct FailurePage<'a> {
    /// The frame.
    pub shell: &'a Shell,
    /// The issuer, as its button says.
    pub name: &'a str,
    /// To the issuer once more.
    pub again: String,
    /// To the sign-in page.
    pub password: String,
    /// What happened.
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

/// Answers it.
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
    // A switch of language must not bring the same answer of the issuer's once more.
    shell.return_to.clone_from(&password);
    let again = address(&format!("/sign-in/oidc/{}", issuer.id));
    let status = match failure {
        Failure::Unreachable => StatusCode::SERVICE_UNAVAILABLE,
        Failure::Refused | Failure::Unknown => StatusCode::FORBIDDEN,
    };
    response::page_as(status, &FailurePage { shell: &shell, name: &issuer.name, again, password, failure })
}
