//! Changes of requests by users of the partner. A request of another partner gives [`Error::NotFound`], a colleague's
//! request that a sales agent may not change [`Error::Forbidden`], and a request that changed in the meantime
//! [`Error::Stale`].

use crate::audit::{Action, Activity, Tx};
use crate::auth::invitation_link;
use crate::db::schema::{relationship_requests as requests, request_links};
use crate::domain::{MicrosoftId, PartnerId, RelationshipRequestId, RequestStatus};
use crate::error::{Error, Result};
use crate::features::relationship_requests::manage_rights::ManageRights;
use crate::features::relationship_requests::message::mark_day;
use crate::features::relationship_requests::model::{DeliveryMethod, RelationshipRequest, RequestKind};
use crate::secrets::Secrets;
use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Value, json};

/// A request to draft.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = requests)]
#[allow(missing_docs)] // the columns of the table
pub struct NewRequest {
    pub id: RelationshipRequestId,
    #[diesel(column_name = provider_id)]
    pub provider: Option<PartnerId>,
    pub kind: RequestKind,
    pub language: &'static str,
    pub delegated_admin: bool,
    pub recipient: String,
    pub subject: String,
    pub body: String,
    pub valid_until: NaiveDate,
    pub created_email: String,
    pub again_for: Option<MicrosoftId>,
}

/// Drafts a request with its first link.
///
/// # Errors
/// [`Error::is_repeated`] if a request with this id exists.
pub fn create(tx: &mut Tx<'_>, by: &ManageRights, secrets: &Secrets, new: &NewRequest) -> Result<Activity> {
    let (id, now) = (new.id, tx.at);
    let row = (
        new,
        requests::partner_id.eq(by.partner),
        requests::status.eq(RequestStatus::Draft),
        requests::link_seq.eq(1),
        requests::created_by.eq(by.user),
        requests::created_name.eq(&by.name),
        requests::created_at.eq(now),
        requests::changed_by.eq(&by.name),
        requests::changed_at.eq(now),
    );
    diesel::insert_into(requests::table).values(row).execute(tx.c)?;
    add_link(tx, secrets, id, 1)?;
    let details = json!({
        "request": id.to_string(), "kind": new.kind.as_str(), "recipient": new.recipient, "language": new.language,
        "delegated_admin": new.delegated_admin, "valid_until": new.valid_until,
    });
    Ok(Activity::new(Action::CreateRequest, "relationship_request", details))
}

fn add_link(tx: &mut Tx<'_>, secrets: &Secrets, id: RelationshipRequestId, seq: i32) -> Result<()> {
    let row = (
        request_links::token_hash.eq(invitation_link::hash(&invitation_link::token(secrets, id, seq))),
        request_links::request_id.eq(id),
        request_links::seq.eq(seq),
        request_links::created_at.eq(tx.at),
    );
    diesel::insert_into(request_links::table).values(row).execute(tx.c)?;
    Ok(())
}

/// Returns the request, if the user may change it.
///
/// # Errors
/// [`Error::NotFound`] if it is unknown or belongs to another partner, [`Error::Forbidden`] if only colleagues may
/// change it.
pub fn managed(tx: &mut Tx<'_>, by: &ManageRights, id: RelationshipRequestId) -> Result<RelationshipRequest> {
    let own = requests::table.filter(requests::id.eq(id).and(requests::partner_id.eq(by.partner)));
    let request: RelationshipRequest =
        own.select(RelationshipRequest::as_select()).first(tx.c).optional()?.ok_or(Error::NotFound)?;
    if by.may(&request) { Ok(request) } else { Err(Error::Forbidden(by.missing_permission(request.kind))) }
}

/// The message of a draft.
#[derive(Debug, Clone, AsChangeset)]
#[diesel(table_name = requests)]
#[allow(missing_docs)] // the columns of the table
pub struct Draft {
    pub recipient: String,
    pub subject: String,
    pub body: String,
}

macro_rules! change {
    ($tx:expr, $by:expr, $request:expr, $values:expr) => {{
        let as_seen =
            requests::table.filter(requests::id.eq($request.id).and(requests::version.eq($request.version)));
        let stamp = (
            requests::changed_by.eq(&$by.name),
            requests::changed_at.eq($tx.at),
            requests::version.eq($request.version + 1),
        );
        match diesel::update(as_seen).set(($values, stamp)).execute($tx.c)? {
            1 => Ok(()),
            _ => Err(Error::Stale),
        }
    }};
}

/// Saves the message of a request.
pub fn save(tx: &mut Tx<'_>, by: &ManageRights, request: &RelationshipRequest, draft: &Draft) -> Result<()> {
    change!(tx, by, request, draft)
}

/// Marks a request as sent.
pub fn sent(
    tx: &mut Tx<'_>,
    by: &ManageRights,
    request: &RelationshipRequest,
    how: DeliveryMethod,
) -> Result<()> {
    let values =
        (requests::status.eq(RequestStatus::Sent), requests::sent_at.eq(tx.at), requests::sent_how.eq(how));
    change!(tx, by, request, values)
}

/// Stores the time of a reminder.
pub fn record_reminder(tx: &mut Tx<'_>, by: &ManageRights, request: &RelationshipRequest) -> Result<()> {
    change!(tx, by, request, requests::reminded_at.eq(tx.at))
}

/// Replaces the link, which makes the old one invalid. The request becomes a draft again.
pub fn renew(
    tx: &mut Tx<'_>,
    by: &ManageRights,
    secrets: &Secrets,
    request: &RelationshipRequest,
    valid_until: NaiveDate,
) -> Result<()> {
    let seq = request.link_seq + 1;
    let values = (
        requests::status.eq(RequestStatus::Draft),
        requests::link_seq.eq(seq),
        requests::valid_until.eq(valid_until),
        requests::body.eq(mark_day(request)),
        requests::opened_at.eq(None::<chrono::NaiveDateTime>),
        requests::sent_at.eq(None::<chrono::NaiveDateTime>),
        requests::sent_how.eq(None::<String>),
        requests::reminded_at.eq(None::<chrono::NaiveDateTime>),
    );
    change!(tx, by, request, values)?;
    add_link(tx, secrets, request.id, seq)
}

/// Changes the last day of validity. An expired request becomes pending again, with the same link.
pub fn extend(
    tx: &mut Tx<'_>,
    by: &ManageRights,
    request: &RelationshipRequest,
    until: NaiveDate,
) -> Result<()> {
    let status = match (request.status, request.sent_at) {
        (RequestStatus::Expired, Some(_)) => RequestStatus::Sent,
        (RequestStatus::Expired, None) => RequestStatus::Draft,
        (other, _) => other,
    };
    let values =
        (requests::valid_until.eq(until), requests::status.eq(status), requests::body.eq(mark_day(request)));
    change!(tx, by, request, values)
}

/// Revokes a request.
pub fn revoke(tx: &mut Tx<'_>, by: &ManageRights, request: &RelationshipRequest) -> Result<()> {
    change!(tx, by, request, requests::status.eq(RequestStatus::Revoked))
}

/// Returns a log entry about a request.
pub fn log_entry(action: Action, request: &RelationshipRequest, more: Value) -> Activity {
    let recipient = Some(&request.recipient).filter(|recipient| !recipient.is_empty());
    let mut details = json!({ "request": request.id.to_string(), "recipient": recipient });
    if let (Value::Object(details), Value::Object(more)) = (&mut details, more) {
        details.extend(more);
    }
    Activity::new(action, "relationship_request", details)
}
