//! `GET` and `POST /profile/second-factor/recovery-codes`: replaces the recovery codes and shows the new ones once.

use crate::auth::scope::{Grants, OwnProfile};
use crate::auth::second_factor::queries::renew_codes;
use crate::auth::second_factor::recovery_codes;
use crate::auth::{Scope, StepUp};
use crate::domain::UserId;
use crate::error::{Error, Result};
use crate::mail::notices::Notice;
use crate::state::AppState;
use crate::urls;
use crate::web::form_extract::safe_return_path;
use crate::web::request::shell;
use crate::web::shell::Shell;
use crate::web::{request, response};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "profile/codes.html")]
struct CodesPage<'a> {
    shell: &'a Shell,
    codes: &'a [String],
    next: &'a str,
}

impl CodesPage<'_> {
    /// Returns the codes, one per line, to copy them.
    fn all(&self) -> String {
        self.codes.join("\n")
    }
}

#[derive(Template)]
#[template(path = "profile/codes_ask.html")]
struct AskPage<'a> {
    shell: &'a Shell,
}

/// Asks for confirmation, because the old codes become invalid.
pub async fn show_confirm(request: HttpRequest, scope: Scope<OwnProfile>, _: StepUp) -> Result<HttpResponse> {
    if !scope.actor().has_second_factor {
        return Err(Error::NotFound);
    }
    response::page(&AskPage { shell: &shell(&request, Some(scope.actor()), None)? })
}

/// Replaces the codes.
pub async fn renew(
    request: HttpRequest,
    scope: Scope<OwnProfile>,
    _: StepUp,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    if !scope.actor().has_second_factor {
        return Err(Error::NotFound);
    }
    let user = scope.actor().user;
    let (codes, hashes) = generate(&portal, user)?;
    let notices = request::notices(&request, &portal, Some(scope.actor()));
    let renewed = portal.log.record(scope.author(), move |tx| {
        notices.send(tx, user, Notice::CodesRenewed)?;
        Ok(((), vec![renew_codes(tx, user, &hashes)?]))
    });
    renewed.await?;
    portal.mailer().deliver_soon();
    page(&request, &scope, &codes, "")
}

/// Returns new codes and their hashes. Only the hashes are stored.
pub fn generate(portal: &AppState, user: UserId) -> Result<(Vec<String>, Vec<String>)> {
    let codes = recovery_codes::generate()?;
    let hashes = codes.iter().filter_map(|code| recovery_codes::hash(&portal.secrets, user, code)).collect();
    Ok((codes, hashes))
}

/// Shows the codes, which cannot be shown again. `next` is the path to open afterwards; if empty, the profile.
pub fn page<P: Grants>(
    request: &HttpRequest,
    scope: &Scope<P>,
    codes: &[String],
    next: &str,
) -> Result<HttpResponse> {
    let mut shell = shell(request, Some(scope.actor()), None)?;
    shell.return_to = urls::profile_second_factor().to_string();
    let next = if next.is_empty() { urls::profile().to_string() } else { safe_return_path(Some(next)) };
    response::page(&CodesPage { shell: &shell, codes, next: &next })
}
