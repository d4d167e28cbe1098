//! The answers about registrations and test events.

use crate::domain::{DeliveryState, TextEnum, WebhookEvent};
use crate::error::{Error, Result};
use crate::features::rest_api::resource::timestamp;
use crate::features::webhooks::model::{Delivery, Webhook};
use crate::features::webhooks::target::address;
use crate::secrets::Secrets;
use actix_web::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The names of events.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookEventNames)]
pub struct EventNames(Vec<&'static str>);

impl EventNames {
    /// Returns all of them.
    pub fn all() -> Self {
        EventNames(WebhookEvent::ALL.iter().map(|(_, word)| *word).collect())
    }
}

/// A registered webhook.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookSubscriber)]
pub struct RegistrationResource {
    /// Its id.
    #[schema(format = Uuid)]
    subscriber_id: String,
    /// The address.
    webhook_url: String,
    /// The names of the events.
    webhook_events: Vec<&'static str>,
    /// The signing secret, only in the answer to a new registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    secret: Option<String>,
}

impl RegistrationResource {
    /// Returns the resource of a webhook.
    ///
    /// # Errors
    /// The address was sealed with another secret file.
    pub fn new(webhook: &Webhook, secrets: &Secrets, secret: Option<String>) -> Result<Self> {
        let url =
            address(secrets, webhook).ok_or_else(|| Error::internal("an address cannot be decrypted"))?;
        Ok(RegistrationResource {
            subscriber_id: webhook.subscriber_id.to_string(),
            webhook_url: url.into(),
            webhook_events: webhook.chosen_events().into_iter().map(|event| event.as_str()).collect(),
            secret,
        })
    }
}

/// That a test event was sent.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookTest)]
pub struct TestResource {
    /// The id with which the result is read.
    #[schema(format = Uuid)]
    pub correlation_id: String,
}

/// The result of a test event.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookTestResult)]
pub struct TestResultResource {
    /// The id of the test.
    #[schema(format = Uuid)]
    correlation_id: String,
    /// The id of the partner, derived from its MPN ID.
    #[schema(format = Uuid)]
    partner_id: String,
    /// `completed`, or `pending` until there is an answer.
    status: &'static str,
    /// The address without its query.
    callback_url: String,
    /// The attempts: one.
    results: Vec<TestAttempt>,
}

/// An attempt to deliver a test event.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookTestAttempt)]
struct TestAttempt {
    /// The name of the status, such as `OK` or `ServiceUnavailable`; empty without an answer.
    response_code: String,
    /// What the server said, or why there was no answer.
    response_message: String,
    /// Whether there was no answer.
    system_error: bool,
    /// When it was made.
    #[schema(format = DateTime)]
    date_time_utc: String,
}

impl TestResultResource {
    /// Returns the result of a test of this webhook, whose partner has this id.
    pub fn new(webhook: &Webhook, test: &Delivery, partner: Uuid) -> Self {
        let attempt = test.tried_at.map(|at| TestAttempt {
            response_code: test.status.map(status_name).unwrap_or_default(),
            response_message: match test.state {
                DeliveryState::Delivered => String::new(),
                _ => test.answer.clone().unwrap_or_default(),
            },
            system_error: test.status.is_none(),
            date_time_utc: timestamp(at),
        });
        TestResultResource {
            correlation_id: test.message_id.to_string(),
            partner_id: partner.to_string(),
            status: if attempt.is_some() { "completed" } else { "pending" },
            callback_url: webhook.shown_url.clone(),
            results: attempt.into_iter().collect(),
        }
    }
}

/// Returns the name of a status as the vendor writes it, otherwise the number.
fn status_name(status: i32) -> String {
    let known = u16::try_from(status).ok().and_then(|status| StatusCode::from_u16(status).ok());
    let reason = known.and_then(|status| status.canonical_reason());
    reason.map_or_else(|| status.to_string(), |reason| reason.replace([' ', '-'], ""))
}

#[cfg(test)]
mod tests {
    use super::status_name;

    #[test]
    fn statuses_have_the_names_of_the_vendor() {
        let names = [200, 404, 503, 799].map(status_name);
        assert_eq!(names, ["OK", "NotFound", "ServiceUnavailable", "799"]);
    }
}
