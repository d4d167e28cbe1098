//! Writes notices: one row for each partner that an event concerns, in the transaction of the event. Most events are entries
//! of the log, which [`crate::audit::log`] turns into rows by [`event_of`]; what has no entry calls [`insert`].
//! [`crate::auth::notices`] decides who sees a row when it is read.

use crate::audit::{Action, Activity, ActorKind, Author};
use crate::db::schema::notices;
use crate::db::{DbConnection, portable};
use crate::domain::{MicrosoftId, NoticeEvent, PartnerId, UserId};
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::Value;

/// Whether an entry of the log makes a notice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum NoticeRule {
    /// By its action and details.
    #[default]
    ByAction,
    /// No: it is one of many entries of an import or a bulk change.
    Never,
    /// Yes, for this user only, about the object with this id.
    Owner(UserId, String),
}

/// A notice to be inserted.
#[derive(Debug, Clone)]
pub struct NewNotice {
    /// The partner whose users are notified.
    pub partner: PartnerId,
    /// When it happened, UTC.
    pub at: NaiveDateTime,
    /// What happened.
    pub event: NoticeEvent,
    /// The only user who is notified; `None` for all who may see the object.
    pub user: Option<UserId>,
    /// The id of the object.
    pub object: Option<String>,
    /// The customer.
    pub customer: Option<MicrosoftId>,
    /// What the sentence needs: JSON.
    pub details: Value,
}

/// Inserts a notice of an event that has no log entry. Locks the partner's log, so that its notices are visible in the order
/// of their ids.
///
/// # Errors
/// The database failed.
pub fn insert(c: &mut DbConnection, new: &NewNotice) -> Result<()> {
    portable::lock_log(c, new.partner)?;
    let row = (
        notices::partner_id.eq(new.partner),
        notices::at.eq(new.at),
        notices::event.eq(new.event),
        notices::user_id.eq(new.user),
        notices::object.eq(new.object.as_deref()),
        notices::microsoft_id.eq(new.customer),
        notices::details.eq(new.details.to_string()),
    );
    diesel::insert_into(notices::table).values(row).execute(c)?;
    Ok(())
}

/// The notice of a log entry.
#[derive(diesel::Insertable)]
#[diesel(table_name = notices, treat_none_as_default_value = false)]
pub(super) struct EntryNotice<'a> {
    partner_id: PartnerId,
    at: NaiveDateTime,
    event: NoticeEvent,
    seq: i64,
    actor_id: Option<UserId>,
    user_id: Option<UserId>,
    object: Option<&'a str>,
    microsoft_id: Option<MicrosoftId>,
}

/// Returns the notice of a log entry, if it makes one.
pub(super) fn of_entry<'a>(
    (partner, seq, at): (PartnerId, i64, NaiveDateTime),
    author: &Author,
    activity: &'a Activity,
    details: &'a Value,
) -> Option<EntryNotice<'a>> {
    let (user_id, object) = match &activity.notice {
        NoticeRule::Never => return None,
        NoticeRule::Owner(user, object) => (Some(*user), Some(object.as_str())),
        NoticeRule::ByAction => (None, object_of(details)),
    };
    Some(EntryNotice {
        partner_id: partner,
        at,
        event: event_of(activity.action, details, author, partner)?,
        seq,
        // The owner of a finished act is notified, although the act was done in their name.
        actor_id: author.user.filter(|_| user_id.is_none()),
        user_id,
        object,
        microsoft_id: activity.customer.as_ref().map(|(id, _)| *id),
    })
}

/// Returns the event of an entry in the log of this partner; `None` if it makes no notice.
fn event_of(action: Action, details: &Value, author: &Author, partner: PartnerId) -> Option<NoticeEvent> {
    use Action as A;
    use NoticeEvent as E;
    Some(match action {
        A::AcceptRequest | A::DeclineRequest => E::RequestAnswered,
        A::OpenRequest => E::RequestOpened,
        A::ExpireRequest => E::RequestExpires,
        A::CreatePartnerRelationship | A::RemovePartnerRelationship => E::Partnership,
        // The reseller's own colleagues have nothing to decide.
        A::RequestOrder if author.partner != Some(partner) => E::OrderRequested,
        A::RequestOrder | A::CreateOrder | A::DeclineOrder | A::WithdrawOrder => E::OrderAnswered,
        A::CreateReferral | A::UpdateReferral => E::Referral,
        A::UpdateSubscription => return event_of_subscription(details, author),
        A::EndBulkAct => E::BulkActEnded,
        A::PauseChatChannel if author.kind == ActorKind::System => E::ChannelPaused,
        A::PauseWebhook if author.kind == ActorKind::System => E::WebhookPaused,
        A::PauseConnection if author.kind == ActorKind::System => E::ConnectionStopped,
        A::FailConnection | A::WarnConnection => E::ConnectionStopped,
        _ => return None,
    })
}

/// Returns the event of changed subscriptions: the details of one, or of several in `lines`.
fn event_of_subscription(details: &Value, author: &Author) -> Option<NoticeEvent> {
    let several = details.get("lines").and_then(Value::as_array);
    let lines = several.map_or_else(|| std::slice::from_ref(details), Vec::as_slice);
    let side = |line: &Value, side: &str, key: &str| line.get(side).and_then(|side| side.get(key)).cloned();
    let is_suspended =
        |line: &Value| side(line, "after", "status").is_some_and(|status| status == "suspended");
    let carries_out = |line: &Value| {
        line.get("renewed_unchanged").is_some()
            || ["renewal_quantity", "renewal_offer", "renewal_cycle"]
                .iter()
                .any(|key| side(line, "before", key).is_some())
    };
    if lines.iter().any(is_suspended) {
        return Some(NoticeEvent::SubscriptionSuspended);
    }
    // People plan changes too; only the portal carries them out.
    (author.kind == ActorKind::System && lines.iter().any(carries_out)).then_some(NoticeEvent::RenewalChange)
}

/// Returns the id of the object that the details name.
fn object_of(details: &Value) -> Option<&str> {
    ["order_id", "request", "referral", "subscription_id"]
        .iter()
        .find_map(|key| details.get(key).and_then(Value::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn event(action: Action, details: Value, author: Author) -> Option<NoticeEvent> {
        event_of(action, &details, &author, PartnerId(1))
    }

    #[test]
    fn only_the_provider_has_to_decide_an_order_request() {
        let by = |partner| event(Action::RequestOrder, json!({}), Author::system(PartnerId(partner)));
        assert_eq!((by(2), by(1)), (Some(NoticeEvent::OrderRequested), Some(NoticeEvent::OrderAnswered)));
    }

    #[test]
    fn suspensions_and_renewals_are_told_and_other_changes_are_not() {
        let line = |key: &str, after: Value| json!({ "before": { key: 1 }, "after": { key: after } });
        let (portal, person) = (Author::system(PartnerId(1)), Author::operator(PartnerId(1)));
        let of = |details: Value, author: &Author| event(Action::UpdateSubscription, details, author.clone());
        let suspended = json!({ "lines": [line("quantity", json!(2)), line("status", json!("suspended"))] });
        assert_eq!(of(suspended, &person), Some(NoticeEvent::SubscriptionSuspended));
        let planned = line("renewal_quantity", json!(null));
        assert_eq!(of(planned.clone(), &portal), Some(NoticeEvent::RenewalChange));
        assert_eq!(of(planned, &person), None);
        assert_eq!(of(line("quantity", json!(5)), &portal), None);
        assert_eq!(of(json!({ "renewed_unchanged": "gone" }), &portal), Some(NoticeEvent::RenewalChange));
    }
}
