//! One attempt to deliver an event.

use crate::domain::WebhookDeliveryId;
use crate::features::webhooks::body::event_body;
use crate::features::webhooks::model::Delivery;
use crate::features::webhooks::signing::signatures;
use crate::features::webhooks::target::Target;
use crate::outbound::client::{Outbound, SendFault};
use chrono::{NaiveDateTime, TimeDelta};
use std::time::Instant;

/// What an attempt came to.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// The delivery.
    pub id: WebhookDeliveryId,
    /// The number of attempts, with this one.
    pub tries: i32,
    /// When the first attempt failed, UTC.
    pub failing_since: Option<NaiveDateTime>,
    /// When it was made, UTC.
    pub at: NaiveDateTime,
    /// How long it took, in milliseconds.
    pub took_ms: i32,
    /// Whether the event arrived.
    pub has_arrived: bool,
    /// The status of the answer.
    pub status: Option<i32>,
    /// The words of the server, or why there was no answer.
    pub answer: Option<String>,
    /// How long the server asks to wait.
    pub wait: Option<TimeDelta>,
    /// The signatures that were sent.
    pub signature: Option<String>,
}

impl Attempt {
    fn new(delivery: &Delivery, at: NaiveDateTime) -> Self {
        Attempt {
            id: delivery.id,
            tries: delivery.tries.saturating_add(1),
            failing_since: delivery.failing_since,
            at,
            took_ms: 0,
            has_arrived: false,
            status: None,
            answer: None,
            wait: None,
            signature: None,
        }
    }

    /// Returns the attempt at an address that cannot be decrypted.
    pub fn unreadable(delivery: &Delivery, at: NaiveDateTime) -> Self {
        Attempt { answer: Some(SendFault::Unreadable.as_str().to_owned()), ..Attempt::new(delivery, at) }
    }
}

/// Sends an event. Blocking.
pub fn attempt(outbound: &Outbound, target: &Target, delivery: &Delivery, now: NaiveDateTime) -> Attempt {
    let body = event_body(delivery, &target.public_url, target.partner);
    let (id, timestamp) = (delivery.message(), now.and_utc().timestamp());
    let signature = signatures(&target.secrets, &id, timestamp, &body);
    let time = timestamp.to_string();
    let headers = [("webhook-id", &*id), ("webhook-timestamp", &*time), ("webhook-signature", &*signature)];
    let began = Instant::now();
    let answer = outbound.post_body(&target.url, body, &headers);
    let took_ms = i32::try_from(began.elapsed().as_millis()).unwrap_or(i32::MAX);
    let attempt = Attempt { took_ms, signature: Some(signature.clone()), ..Attempt::new(delivery, now) };
    match answer {
        Ok(answer) => Attempt {
            has_arrived: answer.is_success(),
            status: Some(i32::from(answer.status)),
            answer: Some(answer.words).filter(|words| !words.is_empty()),
            wait: answer.retry_after.and_then(|wait| TimeDelta::from_std(wait).ok()),
            ..attempt
        },
        Err(error) => Attempt { answer: Some(error.to_string()), ..attempt },
    }
}
