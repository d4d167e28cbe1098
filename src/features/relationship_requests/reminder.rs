//! Reminds the recipient of a request that waits for an answer, with the same link.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Actor;
use crate::domain::RequestStatus;
use crate::error::Result;
use crate::features::organization::queries::business_profile;
use crate::features::relationship_requests::change;
use crate::features::relationship_requests::change::log_entry;
use crate::features::relationship_requests::manage_rights::ManageRights;
use crate::features::relationship_requests::message::{MessageContext, reminder};
use crate::features::relationship_requests::model::{DeliveryMethod, RelationshipRequest};
use crate::mail::outbox;
use crate::mail::outbox::{MailKind, NewMail};
use chrono::{NaiveDateTime, TimeDelta};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// How long a recipient is not reminded again.
const PAUSE: TimeDelta = TimeDelta::hours(1);

/// Why the recipient of a request is not reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReminderProblem {
    /// The request was not sent yet.
    NotSent,
    /// It was answered or revoked, or it has expired.
    Over,
    /// It has no email address.
    NoRecipient,
    /// A reminder was sent within the last hour.
    JustReminded,
}

/// Returns why no reminder can be sent now; `None` if one can.
pub fn problem(request: &RelationshipRequest, now: NaiveDateTime) -> Option<ReminderProblem> {
    match request.status {
        RequestStatus::Draft => Some(ReminderProblem::NotSent),
        RequestStatus::Sent if request.recipient.is_empty() => Some(ReminderProblem::NoRecipient),
        RequestStatus::Sent if request.reminded_at.is_some_and(|at| now - at < PAUSE) => {
            Some(ReminderProblem::JustReminded)
        }
        RequestStatus::Sent => None,
        _ => Some(ReminderProblem::Over),
    }
}

/// Sends a reminder. The caller has checked [`problem`].
///
/// # Errors
/// [`crate::error::Error::Stale`] if the request has changed since it was read.
pub fn remind(tx: &mut Tx<'_>, actor: &Actor, request: &RelationshipRequest) -> Result<Activity> {
    let privacy_notice = business_profile(tx.c, actor.partner.id)?.privacy_notice;
    let context = MessageContext {
        kind: request.kind,
        partner: &actor.partner.name,
        provider: "",
        person: &actor.name,
        email: &actor.email,
        until: request.valid_until,
        privacy_notice: &privacy_notice,
    };
    let (subject, body) = reminder(request.language, &context);
    let mail = NewMail {
        kind: MailKind::Reminder,
        partner: actor.partner.id,
        request: Some(request.id),
        link_seq: Some(request.link_seq),
        recipient: &request.recipient,
        reply_to: &actor.email,
        language: request.language,
        subject: &subject,
        body,
        unsubscribe: None,
    };
    change::record_reminder(tx, &ManageRights::of(actor), request)?;
    outbox::enqueue(tx, &mail)?;
    let more =
        json!({ "how": DeliveryMethod::Portal.as_str(), "recipient": request.recipient, "reminder": true });
    Ok(log_entry(Action::SendRequest, request, more))
}
