//! Answering a partnership request, which only a signed-in Global admin of an indirect reseller can do.

use crate::auth::Scope;
use crate::auth::scope::AuthorizeProvider;
use crate::error::{Error, Result};
use crate::features::invitations::answer;
use crate::features::invitations::page::{InvitationReader, PartnershipPage};
use crate::features::invitations::visit::InvitationVisit;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::{Flash, Message};
use crate::web::form_fields::FieldErrors;
use crate::web::response;
use crate::web::response::see_other;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};

/// Returns the visitor's scope, if they may answer and their partner is in the provider's cloud.
pub(super) fn admin(visit: &InvitationVisit) -> Option<&Scope<AuthorizeProvider>> {
    let scope = visit.authorizer.as_ref().ok()?;
    (scope.actor().partner.cloud == visit.invitation.asking_partner().cloud).then_some(scope)
}

/// Renders the page. If the visitor must first change the password or set up a second factor, returns the error that
/// redirects there.
pub(super) fn page(visit: InvitationVisit, status: StatusCode, faults: &FieldErrors) -> Result<HttpResponse> {
    if let Err(first @ (Error::ChangePasswordFirst | Error::SetUpSecondFactorFirst)) = visit.authorizer {
        return Err(first);
    }
    let reader = match (&visit.visitor.0, admin(&visit)) {
        (None, _) => InvitationReader::Nobody,
        (Some(_), Some(scope)) => InvitationReader::Admin(&scope.actor().partner.name),
        (Some(_), None) => InvitationReader::Other,
    };
    let (shell, invitation, token) = (&visit.shell, &visit.invitation, visit.token.as_str());
    response::page_as(status, &PartnershipPage { shell, invitation, token, faults, reader })
}

/// Accepts the partnership, which authorizes the provider.
pub(super) async fn accept(
    http: &HttpRequest,
    portal: &AppState,
    visit: InvitationVisit,
    confirmed: bool,
) -> Result<HttpResponse> {
    let Some(scope) = admin(&visit).cloned() else {
        return page(visit, StatusCode::FORBIDDEN, &FieldErrors::default());
    };
    if !confirmed {
        let mut faults = FieldErrors::default();
        faults.add("confirm", visit.shell.texts.fault_confirm());
        return page(visit, StatusCode::UNPROCESSABLE_ENTITY, &faults);
    }
    let invitation = visit.invitation.clone();
    let authorised = portal.log.record(scope.author(), move |tx| {
        let actor = scope.actor();
        let person = (actor.name.as_str(), actor.email.as_str());
        let activities = answer::authorise(tx, &invitation, &actor.partner, person)?;
        Ok((activities.is_some(), activities.unwrap_or_default()))
    });
    if !authorised.await? {
        return visit.too_late(http, portal).await;
    }
    Ok(see_other(portal, &urls::indirect_providers(), Flash::from(Message::ProviderAuthorised)))
}
