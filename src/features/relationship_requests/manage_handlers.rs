//! Further actions on a request: a new link, a reminder, a longer validity, revocation, retrying failed mail, and the
//! decision if an acceptance matches a known customer.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::ManageRequests;
use crate::domain::{RelationshipRequestId, RequestStatus};
use crate::error::{Error, Result};
use crate::features::relationship_requests::change::log_entry;
use crate::features::relationship_requests::form::{DEFAULT_VALID_DAYS, last_day};
use crate::features::relationship_requests::manage_rights::ManageRights;
use crate::features::relationship_requests::model::{DeliveryMethod, RelationshipRequest};
use crate::features::relationship_requests::{change, decision, queries, reminder};
use crate::i18n::time_zone::{partner_zone, today};
use crate::mail::outbox;
use crate::state::AppState;
use crate::urls;
use crate::web::flash::{Flash, Message};
use crate::web::form_fields::FormReader;
use crate::web::request::locale;
use crate::web::response::see_other;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::json;

/// Makes a change and redirects to the request. If the request is no longer in a state that allows it, the message says
/// so.
async fn apply_change(
    scope: &Scope<ManageRequests>,
    portal: &AppState,
    id: RelationshipRequestId,
    said: Message,
    change: impl FnOnce(&mut Tx<'_>, &ManageRights, &RelationshipRequest) -> Result<Activity> + Send + 'static,
) -> Result<HttpResponse> {
    let by = ManageRights::new(scope);
    let done = portal.log.record(scope.author(), move |tx| {
        let request = change::managed(tx, &by, id)?;
        Ok(((), vec![change(tx, &by, &request)?]))
    });
    let said = match done.await {
        Ok(()) => said,
        Err(Error::Stale) => Message::RequestOver,
        Err(error) => return Err(error),
    };
    portal.mailer().deliver_soon();
    Ok(see_other(portal, &urls::relationship_request(id), Flash::from(said)))
}

/// `POST …/link`: replaces the link. The old one becomes invalid, and the message must be sent again.
pub async fn renew(
    scope: Scope<ManageRequests>,
    portal: Data<AppState>,
    path: Path<RelationshipRequestId>,
) -> Result<HttpResponse> {
    let (secrets, today) = (portal.secrets.clone(), today(partner_zone(&scope.actor().partner)));
    let change = move |tx: &mut Tx<'_>, by: &ManageRights, request: &RelationshipRequest| {
        if !(request.status.is_waiting() || request.status == RequestStatus::Expired) {
            return Err(Error::Stale);
        }
        let until = request.valid_until.max(today + TimeDelta::days(DEFAULT_VALID_DAYS));
        change::renew(tx, by, &secrets, request, until)?;
        outbox::cancel_unsent(tx, request.id)?;
        let more = json!({ "link": request.link_seq + 1, "valid_until": until });
        Ok(log_entry(Action::UpdateRequest, request, more))
    };
    apply_change(&scope, &portal, path.into_inner(), Message::RequestRenewed, change).await
}

/// `POST …/reminder`: sends a reminder with the same link.
pub async fn remind(
    scope: Scope<ManageRequests>,
    portal: Data<AppState>,
    path: Path<RelationshipRequestId>,
) -> Result<HttpResponse> {
    if portal.mail.is_none() {
        return Err(Error::bad_input("reminder", "this portal has no mail server; SMTP_URL names one"));
    }
    let actor = scope.actor().clone();
    let change = move |tx: &mut Tx<'_>, _: &ManageRights, request: &RelationshipRequest| {
        if reminder::problem(request, tx.at).is_some() {
            return Err(Error::Stale);
        }
        reminder::remind(tx, &actor, request)
    };
    apply_change(&scope, &portal, path.into_inner(), Message::RequestReminded, change).await
}

/// `POST …/revocation`.
pub async fn revoke(
    scope: Scope<ManageRequests>,
    portal: Data<AppState>,
    path: Path<RelationshipRequestId>,
) -> Result<HttpResponse> {
    let change = |tx: &mut Tx<'_>, by: &ManageRights, request: &RelationshipRequest| {
        if !(request.status.is_waiting() || request.status == RequestStatus::Expired) {
            return Err(Error::Stale);
        }
        change::revoke(tx, by, request)?;
        outbox::cancel_unsent(tx, request.id)?;
        Ok(log_entry(Action::RevokeRequest, request, json!({})))
    };
    apply_change(&scope, &portal, path.into_inner(), Message::RequestRevoked, change).await
}

/// The submitted form: the new last day of validity.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ExtensionForm {
    valid_until: String,
}

/// `POST …/extension`.
pub async fn extend(
    http: HttpRequest,
    scope: Scope<ManageRequests>,
    portal: Data<AppState>,
    path: Path<RelationshipRequestId>,
    form: Form<ExtensionForm>,
) -> Result<HttpResponse> {
    let mut fields = FormReader::new(locale(&http, &portal, Some(scope.actor())));
    let until = last_day(&mut fields, &form.valid_until, today(partner_zone(&scope.actor().partner)));
    let until = fields
        .done(until)
        .map_err(|faults| Error::bad_input("valid_until", faults.get("valid_until").unwrap_or_default()))?;
    let change = move |tx: &mut Tx<'_>, by: &ManageRights, request: &RelationshipRequest| {
        if !(request.status.is_waiting() || request.status == RequestStatus::Expired) {
            return Err(Error::Stale);
        }
        change::extend(tx, by, request, until)?;
        let more = json!({ "before": request.valid_until, "after": until });
        Ok(log_entry(Action::ExtendRequest, request, more))
    };
    apply_change(&scope, &portal, path.into_inner(), Message::RequestExtended, change).await
}

/// `POST …/retry`: sends mail again that could not be delivered.
pub async fn retry(
    scope: Scope<ManageRequests>,
    portal: Data<AppState>,
    path: Path<RelationshipRequestId>,
) -> Result<HttpResponse> {
    let change = |tx: &mut Tx<'_>, _: &ManageRights, request: &RelationshipRequest| match outbox::try_again(
        tx, request.id,
    )? {
        0 => Err(Error::Stale),
        count => Ok(log_entry(
            Action::SendRequest,
            request,
            json!({ "how": DeliveryMethod::Portal.as_str(), "again": count }),
        )),
    };
    apply_change(&scope, &portal, path.into_inner(), Message::MailTriedAgain, change).await
}

/// The submitted form: whether the customer that accepted is the known one.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DecisionForm {
    decision: String,
}

/// `POST …/decision`: each partner that the request is for decides for itself.
pub async fn decide(
    scope: Scope<ManageRequests>,
    portal: Data<AppState>,
    path: Path<RelationshipRequestId>,
    form: Form<DecisionForm>,
) -> Result<HttpResponse> {
    let is_same = match form.decision.as_str() {
        "same" => true,
        "another" => false,
        _ => return Err(Error::bad_input("decision", "same or another")),
    };
    let (id, partner, by, asker) =
        (path.into_inner(), scope.partner(), ManageRights::new(&scope), scope.clone());
    let decided = portal.log.record(scope.author(), move |tx| {
        let (request, ..) = queries::request(&asker, id, tx.c)?;
        if !by.may_decide(&request) {
            return Err(Error::Forbidden(by.missing_permission(request.kind)));
        }
        Ok(((), decision::decide(tx, partner, &request, is_same)?))
    });
    decided.await?;
    Ok(see_other(&portal, &urls::relationship_request(id), Flash::from(Message::RequestDecided)))
}
