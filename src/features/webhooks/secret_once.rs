//! The page that shows the signing secret of a webhook, once.

use crate::auth::Actor;
use crate::error::Result;
use crate::features::webhooks::model::host_of;
use crate::features::webhooks::signing::SigningSecret;
use crate::urls;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "webhooks/once.html")]
struct SecretPage<'a> {
    shell: &'a Shell,
    address: &'a str,
    host: &'a str,
    secret: String,
}

/// Returns the page for a webhook with this address.
///
/// # Errors
/// The page cannot be rendered.
pub fn page(
    request: &HttpRequest,
    actor: &Actor,
    address: &str,
    secret: &SigningSecret,
) -> Result<HttpResponse> {
    let mut shell = shell(request, Some(actor), None)?;
    shell.return_to = urls::webhooks().to_string();
    response::page(&SecretPage { address, host: host_of(address), secret: secret.text(), shell: &shell })
}
