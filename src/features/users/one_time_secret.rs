//! The page that shows a secret once: a temporary password, or the link with which a new user sets a password.

use crate::auth::Actor;
use crate::domain::UserId;
use crate::error::Result;
use crate::features::users::colleague;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

/// The secret.
#[derive(Debug, Clone)]
pub enum OneTimeSecret {
    /// A temporary password.
    Password(String),
    /// A link.
    Link(String),
}

#[derive(Template)]
#[template(path = "users/once.html")]
struct OneTimeSecretPage<'a> {
    shell: &'a Shell,
    name: &'a str,
    email: &'a str,
    id: UserId,
    secret: &'a OneTimeSecret,
}

/// Renders the page as the response to the form that created the secret. The portal stores only a hash of the secret,
/// so it cannot show it again.
pub fn page(
    request: &HttpRequest,
    actor: &Actor,
    name: &str,
    email: &str,
    id: UserId,
    secret: &OneTimeSecret,
) -> Result<HttpResponse> {
    let mut shell = shell(request, Some(actor), None)?;
    shell.return_to = colleague::address(id);
    response::page(&OneTimeSecretPage { shell: &shell, name, email, id, secret })
}
