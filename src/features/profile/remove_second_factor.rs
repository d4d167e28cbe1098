//! `GET` and `POST /profile/second-factor/removal`: removes the user's second factor, so that the password alone is
//! enough to sign in.

use crate::auth::scope::OwnProfile;
use crate::auth::{Scope, StepUp, session_store};
use crate::error::{Error, Result};
use crate::features::profile::set_up_second_factor::begin_again;
use crate::mail::notices::Notice;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::{Flash, Message};
use crate::web::request::shell;
use crate::web::response::see_other;
use crate::web::shell::Shell;
use crate::web::{request, response};
use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

#[derive(Template)]
#[template(path = "profile/second_factor_removal.html")]
struct RemovalPage<'a> {
    shell: &'a Shell,
    /// Whether the settings require a second factor for this user.
    demanded: bool,
}

/// Asks for confirmation.
pub async fn show_confirm(
    request: HttpRequest,
    scope: Scope<OwnProfile>,
    _: StepUp,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    page(&request, &scope, &portal, StatusCode::OK)
}

/// Removes the second factor and ends all other sessions of the user.
pub async fn remove(
    request: HttpRequest,
    session: Session,
    scope: Scope<OwnProfile>,
    _: StepUp,
    portal: Data<AppState>,
) -> Result<HttpResponse> {
    if portal.settings.portal_require_mfa.applies_to(scope.actor().roles) {
        return page(&request, &scope, &portal, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let user = scope.actor().user;
    let notices = request::notices(&request, &portal, Some(scope.actor()));
    let removed = portal.log.record(scope.author(), move |tx| {
        notices.send(tx, user, Notice::FactorRemoved)?;
        session_store::revoke_all(tx.c, user)?;
        Ok(((), vec![crate::auth::second_factor::queries::remove(tx, user)?]))
    });
    removed.await?;
    portal.mailer().deliver_soon();
    begin_again(&request, &session, &portal, scope.actor()).await?;
    Ok(see_other(&portal, &urls::profile(), Some(Flash::from(Message::FactorRemoved))))
}

fn page(
    request: &HttpRequest,
    scope: &Scope<OwnProfile>,
    portal: &AppState,
    status: StatusCode,
) -> Result<HttpResponse> {
    if !scope.actor().has_second_factor {
        return Err(Error::NotFound);
    }
    let shell = shell(request, Some(scope.actor()), None)?;
    let demanded = portal.settings.portal_require_mfa.applies_to(scope.actor().roles);
    response::page_as(status, &RemovalPage { shell: &shell, demanded })
}
