//! Collects what happened for a webhook: new entries of the partner's log become rows that are sent. The place in the log and the
//! rows are written in one transaction, so no entry is missed and none is collected twice.

use crate::audit::{Action, Tx};
use crate::db::bulk_insert::{WebhookDeliveryInsert, insert_webhook_deliveries};
use crate::db::column_types::UuidText;
use crate::db::connection::MultiBackend;
use crate::db::schema::{activity_entries, orders, partners, relationship_requests as requests, webhooks};
use crate::domain::{
    DeliveryState, MicrosoftId, OrderId, RelationshipRequestId, TextEnum, WebhookEvent, parse_uuid,
};
use crate::error::Result;
use crate::features::relationship_requests::model::RequestKind;
use crate::features::webhooks::event_table::{
    LoggedFact, ObjectEvent, ObjectKinds, events_of, telling_actions,
};
use crate::features::webhooks::model::Webhook;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::HashSet;
use uuid::Uuid;

/// Maximum number of entries in one transaction.
const ENTRIES: i64 = 1_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = activity_entries, check_for_backend(MultiBackend))]
struct EntryRow {
    seq: i64,
    at: NaiveDateTime,
    action: String,
    microsoft_id: Option<String>,
    details: String,
}

/// Collects the next entries for a webhook, and returns whether there are more. `webhook.read_to` is moved on.
///
/// # Errors
/// The database failed.
pub fn collect_entries(tx: &mut Tx<'_>, webhook: &mut Webhook) -> Result<bool> {
    let partner = webhook.partner_id;
    let newest: i64 = partners::table.find(partner).select(partners::log_seq).first(tx.c)?;
    let to = newest.min(webhook.read_to + ENTRIES);
    if to <= webhook.read_to {
        return Ok(false);
    }
    let rows: Vec<EntryRow> = activity_entries::table
        .filter(activity_entries::partner_id.eq(partner))
        .filter(activity_entries::seq.gt(webhook.read_to).and(activity_entries::seq.le(to)))
        .filter(activity_entries::action.eq_any(telling_actions()))
        .order(activity_entries::seq)
        .select(EntryRow::as_select())
        .load(tx.c)?;
    let facts: Vec<(&EntryRow, LoggedFact)> = rows.iter().filter_map(|row| Some((row, fact(row)?))).collect();
    let kinds = kinds_of(tx, facts.iter().map(|(_, fact)| fact))?;
    let chosen: HashSet<WebhookEvent> = webhook.chosen_events().into_iter().collect();
    let mut new = Vec::new();
    for (row, fact) in &facts {
        let told = events_of(fact, &kinds).into_iter().filter(|told| chosen.contains(&told.event));
        new.extend(told.map(|told| delivery(webhook, told, fact.customer, (Some(row.seq), row.at), tx.at)));
    }
    insert_webhook_deliveries(tx.c, &new)?;
    diesel::update(webhooks::table.find(webhook.id)).set(webhooks::read_to.eq(to)).execute(tx.c)?;
    webhook.read_to = to;
    Ok(to < newest)
}

/// Returns the row of an event that is to be sent.
pub(super) fn delivery(
    webhook: &Webhook,
    told: ObjectEvent,
    customer: Option<MicrosoftId>,
    (seq, happened_at): (Option<i64>, NaiveDateTime),
    created_at: NaiveDateTime,
) -> WebhookDeliveryInsert {
    WebhookDeliveryInsert {
        webhook_id: webhook.id,
        message_id: UuidText(Uuid::new_v4()),
        event: told.event,
        object: told.object.into(),
        microsoft_id: customer,
        seq,
        happened_at,
        created_at,
        state: DeliveryState::Waiting,
    }
}

fn fact(row: &EntryRow) -> Option<LoggedFact> {
    Some(LoggedFact {
        action: Action::from_text(&row.action).ok()?,
        customer: row.microsoft_id.as_deref().and_then(|id| id.parse().ok()),
        details: serde_json::from_str(&row.details).unwrap_or_default(),
    })
}

/// Looks up what the entries do not say about requests and orders.
fn kinds_of<'a>(tx: &mut Tx<'_>, facts: impl Iterator<Item = &'a LoggedFact> + Clone) -> Result<ObjectKinds> {
    let named = |word: Option<&str>| word.and_then(parse_uuid);
    let asked: HashSet<Uuid> = facts.clone().filter_map(|fact| named(fact.request())).collect();
    let ordered: HashSet<Uuid> = facts.filter_map(|fact| named(fact.order())).collect();
    let mut kinds = ObjectKinds::default();
    if !asked.is_empty() {
        let ids: Vec<RelationshipRequestId> = asked.into_iter().map(RelationshipRequestId).collect();
        let found = requests::table
            .filter(requests::id.eq_any(ids))
            .filter(requests::kind.eq(RequestKind::CustomerWithProvider));
        let found: Vec<RelationshipRequestId> = found.select(requests::id).load(tx.c)?;
        kinds.provider_requests = found.iter().map(ToString::to_string).collect();
    }
    if !ordered.is_empty() {
        let ids: Vec<OrderId> = ordered.into_iter().map(OrderId).collect();
        let found = orders::table.filter(orders::id.eq_any(ids).and(orders::is_request.eq(true)));
        let found: Vec<OrderId> = found.select(orders::id).load(tx.c)?;
        kinds.requested_orders = found.iter().map(ToString::to_string).collect();
    }
    Ok(kinds)
}
