//! A webhook and what is sent to it, as they are stored.

use crate::db::column_types::UuidText;
use crate::db::connection::MultiBackend;
use crate::db::schema::{webhook_deliveries, webhooks};
use crate::domain::{
    DeliveryState, MicrosoftId, PartnerId, WebhookDeliveryId, WebhookEvent, WebhookId, WebhookPause,
};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;

/// Maximum number of webhooks of a partner.
pub const MAX_WEBHOOKS: i64 = 20;

/// How long an event is tried, and how long nothing can be delivered until the webhook is switched off.
pub const MAX_FAILING: TimeDelta = TimeDelta::days(3);

/// How long the former secret stays valid after a rotation.
pub const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// How long deliveries are kept.
pub const KEPT: TimeDelta = TimeDelta::days(30);

/// Maximum number of test events of a webhook in a minute.
pub const MAX_TESTS: i64 = 2;

/// A webhook.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = webhooks, check_for_backend(MultiBackend))]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// The partner whose events it gets.
    pub partner_id: PartnerId,
    /// Its id in the API.
    pub subscriber_id: UuidText,
    /// The address, encrypted; see [`crate::outbound::webhook_seal`].
    pub sealed_url: String,
    /// The address without its query.
    pub shown_url: String,
    /// The signing secret, encrypted.
    pub sealed_secret: String,
    /// The last characters of the secret.
    pub secret_end: String,
    /// When the secret was made, UTC.
    pub secret_made_at: NaiveDateTime,
    /// The secret before, encrypted.
    pub sealed_former: Option<String>,
    /// Until when the secret before is valid, UTC.
    pub former_until: Option<NaiveDateTime>,
    /// The chosen events; see [`parse_events`].
    pub events: String,
    /// Why it is switched off.
    pub pause_reason: Option<WebhookPause>,
    /// When it was switched off, UTC.
    pub paused_at: Option<NaiveDateTime>,
    /// The newest entry of the log whose events were collected.
    pub read_to: i64,
    /// The last day of the partner for which renewals were collected.
    pub renewals_to: NaiveDate,
    /// Since when nothing arrives, UTC.
    pub failing_since: Option<NaiveDateTime>,
    /// How often sending has paused since then.
    pub attempts: i32,
    /// Until when sending pauses, UTC.
    pub next_at: Option<NaiveDateTime>,
    /// Increases with each change by a person.
    pub version: i32,
}

impl Webhook {
    /// Returns the chosen events.
    pub fn chosen_events(&self) -> Vec<WebhookEvent> {
        parse_events(&self.events)
    }

    /// Returns the host of the address, with the port if it has one.
    pub fn host(&self) -> &str {
        host_of(&self.shown_url)
    }
}

/// Returns the host of an address, with the port if it has one.
pub fn host_of(shown: &str) -> &str {
    let rest = shown.split_once("://").map_or(shown, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

/// What is stored about failures of a webhook; by default, that there are none.
#[derive(Debug, Clone, Default, AsChangeset)]
#[diesel(table_name = webhooks, treat_none_as_null = true)]
pub struct WebhookHealth {
    /// Since when nothing arrives, UTC.
    pub failing_since: Option<NaiveDateTime>,
    /// How often sending has paused since then.
    pub attempts: i32,
    /// Until when sending pauses, UTC.
    pub next_at: Option<NaiveDateTime>,
}

/// Which process sends to a webhook; by default, none.
#[derive(Debug, Default, AsChangeset)]
#[diesel(table_name = webhooks, treat_none_as_null = true)]
pub struct WebhookLease {
    /// A random text that proves the lease.
    pub lease: Option<String>,
    /// When it ends, UTC.
    pub leased_until: Option<NaiveDateTime>,
}

/// Something that is sent to a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = webhook_deliveries, check_for_backend(MultiBackend))]
pub struct Delivery {
    /// Its id.
    pub id: WebhookDeliveryId,
    /// The id of the message, the same for each attempt.
    pub message_id: UuidText,
    /// What happened.
    pub event: WebhookEvent,
    /// The path of the object.
    pub object: String,
    /// The customer.
    pub microsoft_id: Option<MicrosoftId>,
    /// The entry of the partner's log.
    pub seq: Option<i64>,
    /// When it happened, UTC.
    pub happened_at: NaiveDateTime,
    /// When it was collected, UTC.
    pub created_at: NaiveDateTime,
    /// How far it is.
    pub state: DeliveryState,
    /// The number of attempts.
    pub tries: i32,
    /// When the first attempt failed, UTC.
    pub failing_since: Option<NaiveDateTime>,
    /// When the next attempt is made after a failure, UTC.
    pub next_at: Option<NaiveDateTime>,
    /// When the last attempt was made, UTC.
    pub tried_at: Option<NaiveDateTime>,
    /// The status of the last answer.
    pub status: Option<i32>,
    /// The words of the server, or why there was no answer.
    pub answer: Option<String>,
    /// How long the last attempt took.
    pub took_ms: Option<i32>,
    /// The signatures of the last attempt.
    pub signature: Option<String>,
}

impl Delivery {
    /// Returns the id of the message as the header has it.
    pub fn message(&self) -> String {
        format!("evt_{}", self.message_id.0.as_simple())
    }
}

/// Parses stored events. What another version wrote and this one does not know is left out.
pub fn parse_events(text: &str) -> Vec<WebhookEvent> {
    text.split(' ').filter_map(|word| word.parse().ok()).collect()
}

/// Returns the text in which events are stored.
pub fn events_text(events: &[WebhookEvent]) -> String {
    events.iter().map(|event| event.as_str()).collect::<Vec<_>>().join(" ")
}

/// A new address: encrypted, and as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedAddress {
    /// The encrypted address.
    pub sealed: String,
    /// The address without its query.
    pub shown: String,
}
