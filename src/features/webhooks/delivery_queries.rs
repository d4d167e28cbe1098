//! Reads what was sent to the webhooks of a partner.

use crate::auth::Scope;
use crate::auth::scope::ManageWebhooks;
use crate::db::DbConnection;
use crate::db::column_types::UuidText;
use crate::db::keyset::{FETCH_LIMIT, PageEdges, ROWS};
use crate::db::schema::{customers, subscriptions, webhook_deliveries as deliveries, webhooks};
use crate::domain::{DeliveryState, MicrosoftId, SubscriptionId, WebhookDeliveryId, WebhookEvent, WebhookId};
use crate::error::{Error, Result};
use crate::features::webhooks::model::{Delivery, Webhook};
use crate::features::webhooks::queries::find_webhook;
use crate::search::{COUNT_LIMIT, CappedCount};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

type Rows = deliveries::BoxedQuery<'static, <DbConnection as Connection>::Backend>;

fn rows(webhook: WebhookId, state: Option<DeliveryState>) -> Rows {
    let rows = deliveries::table.filter(deliveries::webhook_id.eq(webhook)).into_boxed();
    match state {
        Some(state) => rows.filter(deliveries::state.eq(state)),
        None => rows,
    }
}

/// The anchor of a page: the newest deliveries, or those beside one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryAnchor {
    /// The newest.
    Start,
    /// Those before this one in time, which are after it in the list.
    After(WebhookDeliveryId),
    /// Those after this one in time.
    Before(WebhookDeliveryId),
}

/// Deliveries of a webhook.
#[derive(Debug)]
pub struct DeliveryPage {
    /// The webhook.
    pub webhook: Webhook,
    /// The deliveries of this page.
    pub listed: ListedDeliveries,
    /// Whether there are pages around this one.
    pub edges: PageEdges,
    /// The number of all.
    pub total: CappedCount,
}

/// Returns a page of the deliveries of a webhook.
///
/// # Errors
/// [`Error::NotFound`] if the partner has no such webhook.
pub fn delivery_page(
    scope: &Scope<ManageWebhooks>,
    id: WebhookId,
    (state, anchor): (Option<DeliveryState>, DeliveryAnchor),
    c: &mut DbConnection,
) -> Result<DeliveryPage> {
    let webhook = find_webhook(scope, id, c)?;
    let wanted = rows(id, state);
    let wanted = match anchor {
        DeliveryAnchor::Start => wanted.order(deliveries::id.desc()),
        DeliveryAnchor::After(place) => wanted.filter(deliveries::id.lt(place)).order(deliveries::id.desc()),
        DeliveryAnchor::Before(place) => wanted.filter(deliveries::id.gt(place)).order(deliveries::id.asc()),
    };
    let mut found: Vec<Delivery> = wanted.limit(FETCH_LIMIT).select(Delivery::as_select()).load(c)?;
    let goes_on = found.len() > ROWS;
    found.truncate(ROWS);
    let edges = match anchor {
        DeliveryAnchor::Start => PageEdges { previous: false, next: goes_on },
        DeliveryAnchor::After(_) => PageEdges { previous: true, next: goes_on },
        DeliveryAnchor::Before(_) => {
            found.reverse();
            PageEdges { previous: goes_on, next: true }
        }
    };
    let listed = ListedDeliveries::load(scope, id, found, c)?;
    Ok(DeliveryPage { total: count(id, state, c)?, webhook, listed, edges })
}

/// Counts deliveries, up to the limit of counting.
pub(super) fn count(
    webhook: WebhookId,
    state: Option<DeliveryState>,
    c: &mut DbConnection,
) -> Result<CappedCount> {
    let ids: Vec<WebhookDeliveryId> =
        rows(webhook, state).select(deliveries::id).limit(COUNT_LIMIT).load(c)?;
    Ok(CappedCount::capped(ids.len() as u64))
}

/// Returns the newest deliveries of a webhook.
pub(super) fn newest(webhook: WebhookId, limit: i64, c: &mut DbConnection) -> Result<Vec<Delivery>> {
    let newest = rows(webhook, None).order(deliveries::id.desc()).limit(limit);
    Ok(newest.select(Delivery::as_select()).load(c)?)
}

/// Returns whether each of the last deliveries that were tried arrived, and how long it took; the newest first.
pub(super) fn last_results(
    webhook: WebhookId,
    limit: i64,
    c: &mut DbConnection,
) -> Result<Vec<(bool, Option<i32>)>> {
    let tried = rows(webhook, None).filter(deliveries::tries.gt(0)).order(deliveries::id.desc());
    let last: Vec<(DeliveryState, Option<i32>)> =
        tried.limit(limit).select((deliveries::state, deliveries::took_ms)).load(c)?;
    Ok(last.into_iter().map(|(state, took)| (state == DeliveryState::Delivered, took)).collect())
}

/// Returns the newest attempt that failed, and the time of the next attempt of any event.
pub(super) fn last_failure(
    webhook: WebhookId,
    c: &mut DbConnection,
) -> Result<(Option<Delivery>, Option<NaiveDateTime>)> {
    let waiting = || rows(webhook, Some(DeliveryState::Waiting)).filter(deliveries::next_at.is_not_null());
    let last = waiting().order(deliveries::tried_at.desc()).select(Delivery::as_select()).first(c);
    let next = waiting().select(diesel::dsl::min(deliveries::next_at)).first(c)?;
    Ok((last.optional()?, next))
}

/// Returns those of the objects that have an event that failed and waits for its next attempt.
fn held_objects(webhook: WebhookId, found: &[Delivery], c: &mut DbConnection) -> Result<HashSet<String>> {
    let objects: Vec<&str> = found.iter().map(|one| one.object.as_str()).collect();
    let waiting = deliveries::table
        .filter(deliveries::webhook_id.eq(webhook).and(deliveries::state.eq(DeliveryState::Waiting)))
        .filter(deliveries::next_at.is_not_null().and(deliveries::object.eq_any(objects)));
    Ok(waiting.select(deliveries::object).load::<String>(c)?.into_iter().collect())
}

/// Deliveries, with what the page says about their objects.
#[derive(Debug, Default)]
pub struct ListedDeliveries {
    /// The deliveries, the newest first.
    pub deliveries: Vec<Delivery>,
    /// The names of their objects.
    pub names: ObjectNames,
    /// The objects with an event that failed and waits for its next attempt.
    pub held: HashSet<String>,
}

impl ListedDeliveries {
    /// Looks up what the page says about these deliveries of a webhook.
    pub(super) fn load(
        scope: &Scope<ManageWebhooks>,
        webhook: WebhookId,
        deliveries: Vec<Delivery>,
        c: &mut DbConnection,
    ) -> Result<Self> {
        let names = ObjectNames::load(scope, &deliveries, c)?;
        Ok(ListedDeliveries { held: held_objects(webhook, &deliveries, c)?, names, deliveries })
    }
}

/// Returns a delivery with its webhook.
///
/// # Errors
/// [`Error::NotFound`] if the partner's webhook has none with this id.
pub fn find_delivery(
    scope: &Scope<ManageWebhooks>,
    (webhook, id): (WebhookId, WebhookDeliveryId),
    c: &mut DbConnection,
) -> Result<(Webhook, Delivery)> {
    let webhook = find_webhook(scope, webhook, c)?;
    let own = deliveries::table.find(id).filter(deliveries::webhook_id.eq(webhook.id));
    let found = own.select(Delivery::as_select()).first(c).optional()?;
    Ok((webhook, found.ok_or(Error::NotFound)?))
}

/// Returns the test event with this message, and its webhook.
///
/// # Errors
/// [`Error::NotFound`] if no webhook of the partner has one.
pub fn find_test(
    scope: &Scope<ManageWebhooks>,
    message: UuidText,
    c: &mut DbConnection,
) -> Result<(Webhook, Delivery)> {
    let found = webhooks::table
        .inner_join(deliveries::table.on(deliveries::webhook_id.eq(webhooks::id)))
        .filter(webhooks::partner_id.eq(scope.partner()).and(deliveries::message_id.eq(message)))
        .filter(deliveries::event.eq(WebhookEvent::TestCreated))
        .select((Webhook::as_select(), Delivery::as_select()));
    found.first(c).optional()?.ok_or(Error::NotFound)
}

/// The names of the customers and subscriptions that events are about, in the partner's own lists.
#[derive(Debug, Clone, Default)]
pub struct ObjectNames {
    customers: HashMap<MicrosoftId, String>,
    subscriptions: HashMap<(MicrosoftId, SubscriptionId), String>,
}

impl ObjectNames {
    /// Looks up the names for these deliveries.
    pub(super) fn load(
        scope: &Scope<ManageWebhooks>,
        found: &[Delivery],
        c: &mut DbConnection,
    ) -> Result<Self> {
        let ids: Vec<MicrosoftId> = found.iter().filter_map(|one| one.microsoft_id).collect();
        if ids.is_empty() {
            return Ok(ObjectNames::default());
        }
        let own = customers::table.filter(customers::partner_id.eq(scope.partner()));
        let names = own.filter(customers::microsoft_id.eq_any(&ids));
        let names: Vec<(MicrosoftId, String)> =
            names.select((customers::microsoft_id, customers::list_name)).load(c)?;
        let wanted: Vec<SubscriptionId> = found.iter().filter_map(subscription_of).collect();
        let seller = subscriptions::partner_id.eq(scope.partner());
        let reseller = subscriptions::reseller_id.eq(scope.partner()).assume_not_null();
        let held = subscriptions::table
            .filter(seller.or(reseller))
            .filter(subscriptions::microsoft_id.eq_any(&ids))
            .filter(subscriptions::subscription_id.eq_any(&wanted))
            .select((subscriptions::microsoft_id, subscriptions::subscription_id, subscriptions::name));
        let held: Vec<(MicrosoftId, SubscriptionId, String)> = held.load(c)?;
        Ok(ObjectNames {
            customers: names.into_iter().collect(),
            subscriptions: held.into_iter().map(|(id, sid, name)| ((id, sid), name)).collect(),
        })
    }

    /// Returns what a delivery is about: the subscription and the customer, as far as the partner has them.
    pub fn of(&self, delivery: &Delivery) -> Vec<String> {
        let Some(customer) = delivery.microsoft_id else { return Vec::new() };
        let subscription =
            subscription_of(delivery).and_then(|id| self.subscriptions.get(&(customer, id)).cloned());
        let customer = self.customers.get(&customer).cloned().filter(|name| !name.is_empty());
        subscription.into_iter().chain(customer).collect()
    }
}

/// Returns the subscription that an event is about.
fn subscription_of(delivery: &Delivery) -> Option<SubscriptionId> {
    let of_subscription =
        matches!(delivery.event, WebhookEvent::SubscriptionUpdated | WebhookEvent::RenewalDue);
    of_subscription.then(|| delivery.object.rsplit('/').next()?.parse().ok()).flatten()
}
