//! The door: what `GET` and `POST /sign-in` show.
//! A first sign-in with a temporary password continues with [`crate::features::password`].

use crate::config::IssuerSettings;
use crate::i18n::Texts;
use crate::web::shell::Shell;
use actix_web::http::StatusCode;
use askama::Template;

/// The page with its form.
#[derive(Template)]
#[template(path = "auth/sign_in.html")]
pub struct SignInPage<'a> {
    /// The frame.
    pub shell: &'a Shell,
    /// The address that was typed, kept after an error.
    pub email: &'a str,
    /// Where the person wanted to go: a path of this portal, or nothing.
    pub next: &'a str,
    /// Why the last attempt failed.
    pub failure: Option<SignInFailure>,
    /// A link can be sent to whoever has forgotten their password.
    pub by_mail: bool,
    /// Issuers to sign in with instead.
    pub issuers: &'a [&'a IssuerSettings],
}

/// Why nobody was signed in. Which of address and password is wrong is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInFailure {
    /// Address or password is wrong, or the person was deactivated.
    Wrong,
    /// Too many attempts: try again after so many minutes.
    Throttled(u64),
}

impl SignInFailure {
    /// Too many attempts: again after so many seconds.
    pub fn rate_limited(seconds: i64) -> Self {
        SignInFailure::Throttled(u64::try_from(seconds).unwrap_or_default().div_ceil(60))
    }

    /// The sentence.
    pub fn text(self, texts: &Texts) -> String {
        match self {
            SignInFailure::Wrong => texts.sign_in_wrong(),
            SignInFailure::Throttled(minutes) => texts.sign_in_throttled(minutes.max(1)),
        }
    }

    /// The status of the page.
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

    /// To an issuer, and on to where the person was going.
    fn issuer_path(&self, issuer: &IssuerSettings) -> String {
        let query = self.destination().and_then(|next| serde_urlencoded::to_string([("next", next)]).ok());
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        format!("/sign-in/oidc/{}{query}", issuer.id)
    }

    /// Where the person will go on to, if it is more than the first page.
    fn destination(&self) -> Option<&str> {
        Some(self.next).filter(|next| !next.is_empty() && *next != "/")
    }
}
