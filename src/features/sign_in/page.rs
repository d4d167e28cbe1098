//! The sign-in page. A first sign-in with a temporary password continues with [`crate::features::password`].

use crate::config::IssuerSettings;
use crate::i18n::Texts;
use crate::urls;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use askama::Template;

/// The page with its form.
#[derive(Template)]
#[template(path = "auth/sign_in.html")]
pub struct SignInPage<'a> {
    /// The page layout: language, texts, menus.
    pub shell: &'a Shell,
    /// The submitted email address, shown again after an error.
    pub email: &'a str,
    /// The path to open after the sign-in; may be empty.
    pub next: &'a str,
    /// Why the last attempt failed.
    pub failure: Option<SignInFailure>,
    /// Whether a link to reset a forgotten password can be sent, because mail is configured.
    pub by_mail: bool,
    /// The issuers for single sign-on.
    pub issuers: &'a [&'a IssuerSettings],
}

/// Why the sign-in failed. It does not say whether the address or the password is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInFailure {
    /// The address or the password is wrong, or the user is deactivated.
    Wrong,
    /// Too many attempts; the user must wait this many minutes.
    Throttled(u64),
}

impl SignInFailure {
    /// Returns the failure for too many attempts, with the wait rounded up to minutes.
    pub fn rate_limited(seconds: i64) -> Self {
        SignInFailure::Throttled(u64::try_from(seconds).unwrap_or_default().div_ceil(60))
    }

    /// Returns the message.
    pub fn text(self, texts: &Texts) -> String {
        match self {
            SignInFailure::Wrong => texts.sign_in_wrong(),
            SignInFailure::Throttled(minutes) => texts.sign_in_throttled(minutes.max(1)),
        }
    }

    /// Returns the HTTP status of the page.
    pub const fn status(failure: Option<Self>) -> StatusCode {
        match failure {
            None => StatusCode::OK,
            Some(SignInFailure::Wrong) => StatusCode::UNPROCESSABLE_ENTITY,
            Some(SignInFailure::Throttled(_)) => StatusCode::TOO_MANY_REQUESTS,
        }
    }
}

impl SignInPage<'_> {
    fn failure_text(&self) -> Option<String> {
        self.failure.map(|failure| failure.text(self.shell.texts))
    }

    /// Returns the URL that starts single sign-on, with the path to open afterwards.
    fn issuer_path(&self, issuer: &IssuerSettings) -> String {
        let query = self.destination().and_then(|next| serde_urlencoded::to_string([("next", next)]).ok());
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{query}", urls::sign_in_oidc(&issuer.id))
    }

    /// Returns the path to open after the sign-in, unless it is empty or the start page.
    fn destination(&self) -> Option<&str> {
        Some(self.next).filter(|next| !next.is_empty() && *next != "/")
    }
}
