//! A partnership is answered by a person: a Global admin of an indirect reseller, signed in.

use super::handlers::Visit;
use super::queries;
use super::show::{PartnershipPage, Reader};
use crate::app::Portal;
use crate::auth::Actor;
use crate::auth::permissions::Permission;
use crate::auth::scope;
use crate::error::Result;
use crate::web::answer;
use crate::web::fields::Faults;
use crate::web::page::{Flash, Message};
use crate::web::reader::see_other;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};

/// The visitor, if they may answer: of an indirect reseller in the provider's cloud.
fn admin(visit: &Visit) -> Option<&Actor> {
    let actor = visit.visitor.0.as_deref()?;
    let may =
        Permission::AuthorizeProvider.allows(actor.roles, &actor.partner) && !actor.must_change_password;
    (may && actor.partner.cloud == visit.invitation.asker().cloud).then_some(actor)
}

/// Whether the visitor may answer.
pub(super) fn may_answer(visit: &Visit) -> bool {
    admin(visit).is_some()
}

/// The page.
pub(super) fn page(visit: &Visit, status: StatusCode, faults: &Faults) -> Result<HttpResponse> {
    let reader = match (&visit.visitor.0, admin(visit)) {
        (None, _) => Reader::Nobody,
        (Some(_), Some(actor)) => Reader::Admin(&actor.partner.name),
        (Some(_), None) => Reader::Other,
    };
    let (shell, invitation, token) = (&visit.shell, &visit.invitation, visit.token.as_str());
    answer::page_as(status, &PartnershipPage { shell, invitation, token, faults, reader })
}

/// Authorises the provider.
pub(super) async fn accept(
    http: &HttpRequest,
    portal: &Portal,
    visit: Visit,
    confirmed: bool,
) -> Result<HttpResponse> {
    let Some(actor) = admin(&visit).cloned() else {
        return page(&visit, StatusCode::FORBIDDEN, &Faults::default());
    };
    if !confirmed {
        let mut faults = Faults::default();
        faults.add("confirm", visit.shell.texts.fault_confirm());
        return page(&visit, StatusCode::UNPROCESSABLE_ENTITY, &faults);
    }
    let (author, invitation) = (scope::author(http, portal, &actor), visit.invitation.clone());
    let authorised = portal.log.record(author, move |tx| {
        let person = (actor.name.as_str(), actor.email.as_str());
        let activities = queries::authorise(tx, &invitation, &actor.partner, person)?;
        Ok((activities.is_some(), activities.unwrap_or_default()))
    });
    if !authorised.await? {
        return visit.too_late(http, portal).await;
    }
    Ok(see_other(portal, "/indirect-providers", Flash::from(Message::ProviderAuthorised)))
}
