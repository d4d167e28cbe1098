//! A webhook as its card on the page shows it.

use crate::auth::Scope;
use crate::auth::scope::ManageWebhooks;
use crate::db::DbConnection;
use crate::domain::DeliveryState;
use crate::error::Result;
use crate::features::webhooks::delivery_queries::{
    ListedDeliveries, count, last_failure, last_results, newest,
};
use crate::features::webhooks::model::{Delivery, Webhook};
use crate::search::CappedCount;
use chrono::NaiveDateTime;

/// The number of deliveries whose results a card shows.
const RESULTS: i64 = 10;

/// The number of deliveries that a card lists.
const LISTED: i64 = 5;

/// What a card shows.
#[derive(Debug)]
pub struct EndpointCard {
    /// The webhook.
    pub webhook: Webhook,
    /// Whether each of the last deliveries arrived, the oldest first.
    pub results: Vec<bool>,
    /// The longest time that one of those took which arrived, in milliseconds.
    pub slowest_ms: Option<i32>,
    /// The number of events that wait.
    pub waiting: CappedCount,
    /// The number of events that are not tried any more.
    pub undelivered: CappedCount,
    /// The number of all events.
    pub total: CappedCount,
    /// The newest deliveries, if the card lists them.
    pub listed: ListedDeliveries,
    /// The last attempt that failed, if something waits.
    pub failed: Option<Delivery>,
    /// When the next attempt is made.
    pub next_at: Option<NaiveDateTime>,
}

impl EndpointCard {
    /// Reads what the card of a webhook shows. `is_only`: it is the only one.
    ///
    /// # Errors
    /// The database failed.
    pub fn load(
        scope: &Scope<ManageWebhooks>,
        webhook: Webhook,
        is_only: bool,
        c: &mut DbConnection,
    ) -> Result<Self> {
        let id = webhook.id;
        let last = last_results(id, RESULTS, c)?;
        let is_listed = is_only || webhook.failing_since.is_some() && webhook.pause_reason.is_none();
        let listed = match is_listed {
            true => {
                let newest = newest(id, LISTED, c)?;
                ListedDeliveries::load(scope, id, newest, c)?
            }
            false => ListedDeliveries::default(),
        };
        let (failed, next_at) = last_failure(id, c)?;
        Ok(EndpointCard {
            results: last.iter().rev().map(|(has_arrived, _)| *has_arrived).collect(),
            slowest_ms: last.iter().filter(|(arrived, _)| *arrived).filter_map(|(_, took)| *took).max(),
            waiting: count(id, Some(DeliveryState::Waiting), c)?,
            undelivered: count(id, Some(DeliveryState::Undelivered), c)?,
            total: count(id, None, c)?,
            next_at: next_at.max(webhook.next_at),
            listed,
            failed,
            webhook,
        })
    }
}
