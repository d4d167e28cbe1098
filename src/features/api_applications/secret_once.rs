//! The page that shows the secret of an application, once.

use crate::auth::Actor;
use crate::auth::api_applications::store::NewCredentials;
use crate::error::Result;
use crate::state::AppState;
use crate::urls;
use crate::urls::PortalUrl;
use crate::web::request::shell;
use crate::web::response;
use crate::web::shell::Shell;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "api_applications/once.html")]
struct SecretPage<'a> {
    shell: &'a Shell,
    credentials: &'a NewCredentials,
    token_address: String,
    api_address: String,
    expires: String,
    back: PortalUrl,
}

/// Returns the page. The tenant in the address of the token endpoint can be any text; the partner's MPN ID is one.
///
/// # Errors
/// The page cannot be rendered.
pub fn page(
    request: &HttpRequest,
    actor: &Actor,
    portal: &AppState,
    credentials: &NewCredentials,
) -> Result<HttpResponse> {
    let mut shell = shell(request, Some(actor), None)?;
    shell.return_to = urls::applications().to_string();
    let here = portal.settings.public_url();
    let token_endpoint = urls::application_token(actor.partner.mpn_id.as_str());
    response::page(&SecretPage {
        credentials,
        token_address: format!("{here}{token_endpoint}"),
        api_address: format!("{here}{}", urls::api_customers()),
        expires: shell.day(credentials.expires_at),
        back: urls::application(credentials.id),
        shell: &shell,
    })
}
