//! Which webhooks have something to do, and what is sent next. A claim leases the webhook, so two processes never send to one at
//! the same time; [`super::results`] stores what came of it under the same lease. The events of one object are sent in the order
//! of their rows: an event whose attempt failed keeps those behind it.

use crate::audit::Tx;
use crate::db::DbConnection;
use crate::db::partners::all;
use crate::db::schema::{partners, webhook_deliveries as deliveries, webhooks};
use crate::domain::{DeliveryState, Partner, PartnerId, WebhookId};
use crate::error::Result;
use crate::features::webhooks::model::{Delivery, Webhook, WebhookLease};
use crate::features::webhooks::renewals::day_of;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use std::collections::HashMap;
use uuid::Uuid;

/// Duration of a lease. It is renewed while events are sent.
pub(super) const LEASE_DURATION: TimeDelta = TimeDelta::minutes(2);

/// Maximum number of events that are read at a time.
const EVENTS: i64 = 2_000;

/// The number of objects with an event that failed above which no others are sent: then the server does not work.
const MAX_HELD: i64 = 10_000;

type DueRow = (WebhookId, PartnerId, i64, NaiveDate, Option<NaiveDateTime>, i64);

/// Returns the webhooks that have something to collect or to send, with their partners.
///
/// # Errors
/// The database failed.
pub fn due(c: &mut DbConnection, now: NaiveDateTime) -> Result<Vec<(Partner, WebhookId)>> {
    let free = webhooks::leased_until.is_null().or(webhooks::leased_until.lt(now));
    let active: Vec<DueRow> = webhooks::table
        .inner_join(partners::table.on(partners::id.eq(webhooks::partner_id)))
        .filter(webhooks::pause_reason.is_null().and(free))
        .order(webhooks::id)
        .select((
            webhooks::id,
            webhooks::partner_id,
            webhooks::read_to,
            webhooks::renewals_to,
            webhooks::next_at,
            partners::log_seq,
        ))
        .load(c)?;
    if active.is_empty() {
        return Ok(Vec::new());
    }
    let partners: HashMap<PartnerId, Partner> =
        all(c)?.into_iter().map(|partner| (partner.id, partner)).collect();
    let mut found = Vec::new();
    for (id, partner, read_to, renewals_to, next_at, log_seq) in active {
        let Some(partner) = partners.get(&partner) else { continue };
        let has_news = read_to < log_seq || renewals_to < day_of(partner, now);
        let may_send = next_at.is_none_or(|next| next <= now);
        if has_news || may_send && !next_deliveries(c, id, now, 1)?.is_empty() {
            found.push((partner.clone(), id));
        }
    }
    Ok(found)
}

/// A webhook that this process has leased.
#[derive(Debug)]
pub struct ClaimedWebhook {
    /// The webhook.
    pub webhook: Webhook,
    /// Proves the lease.
    pub(super) lease: String,
}

/// Leases a webhook; `None` if it is switched off, or another process was faster.
pub fn claim(tx: &mut Tx<'_>, id: WebhookId, now: NaiveDateTime) -> Result<Option<ClaimedWebhook>> {
    let lease = Uuid::new_v4().to_string();
    let is_free = webhooks::leased_until.is_null().or(webhooks::leased_until.lt(now));
    let free = webhooks::table.filter(webhooks::id.eq(id).and(webhooks::pause_reason.is_null()));
    let leased = WebhookLease { lease: Some(lease.clone()), leased_until: Some(now + LEASE_DURATION) };
    if diesel::update(free.filter(is_free)).set(leased).execute(tx.c)? == 0 {
        return Ok(None);
    }
    let webhook: Webhook = webhooks::table.find(id).select(Webhook::as_select()).first(tx.c)?;
    Ok(Some(ClaimedWebhook { webhook, lease }))
}

/// Reads a leased webhook again, and renews the lease; `None` if the lease is over, or a person switched it off.
pub fn renew(tx: &mut Tx<'_>, claimed: &ClaimedWebhook, now: NaiveDateTime) -> Result<Option<Webhook>> {
    let held = held(claimed.webhook.id, &claimed.lease).filter(webhooks::pause_reason.is_null());
    let until = webhooks::leased_until.eq(Some(now + LEASE_DURATION));
    if diesel::update(held).set(until).execute(tx.c)? == 0 {
        return Ok(None);
    }
    Ok(Some(webhooks::table.find(claimed.webhook.id).select(Webhook::as_select()).first(tx.c)?))
}

/// A webhook while this lease holds.
#[diesel::dsl::auto_type]
pub(super) fn held<'a>(id: WebhookId, lease: &'a str) -> _ {
    webhooks::table.filter(webhooks::id.eq(id).and(webhooks::lease.eq(lease)))
}

/// Returns the events that can be sent now, in their order. Objects with an event that failed are left out until its next attempt.
///
/// # Errors
/// The database failed.
pub(super) fn next_deliveries(
    c: &mut DbConnection,
    webhook: WebhookId,
    now: NaiveDateTime,
    limit: i64,
) -> Result<Vec<Delivery>> {
    let waiting = || {
        deliveries::table
            .filter(deliveries::webhook_id.eq(webhook))
            .filter(deliveries::state.eq(DeliveryState::Waiting))
    };
    let failed = waiting().filter(deliveries::next_at.gt(now)).limit(MAX_HELD + 1);
    let held: Vec<String> = failed.select(deliveries::object).load(c)?;
    if held.len() as i64 > MAX_HELD {
        return Ok(Vec::new());
    }
    let free = waiting().filter(deliveries::object.ne_all(held));
    let next = free.order(deliveries::id).limit(limit).select(Delivery::as_select());
    Ok(next.load(c)?)
}

/// Returns the events that can be sent now, as many as are read at a time.
///
/// # Errors
/// The database failed.
pub fn next_events(
    c: &mut DbConnection,
    claimed: &ClaimedWebhook,
    now: NaiveDateTime,
) -> Result<Vec<Delivery>> {
    next_deliveries(c, claimed.webhook.id, now, EVENTS)
}
