//! The registration of a webhook.

use crate::features::api_reference::operation::{ApiGroup, ApiOperation, get, post, put};
use crate::features::webhooks::registration::bodies::WebhookRegistration;
use crate::features::webhooks::registration::resource::{
    EventNames, RegistrationResource, TestResource, TestResultResource,
};
use serde_json::{Value, json};

const GROUP: ApiGroup = ApiGroup {
    name: "Webhooks",
    about: "Another system is told what happens. The portal posts each event as JSON with `EventName`, `ResourceUri`, \
        `ResourceName`, `AuditUri` (`null` for what has no entry in the activity log) and `ResourceChangeUtcDate`. It is signed by \
        Standard Webhooks (<https://www.standardwebhooks.com>): `webhook-id`, `webhook-timestamp` and `webhook-signature`, with the \
        secret that a new registration returns. An event arrives at least once and keeps its `webhook-id`; the events of one object \
        arrive in order. Any answer but 2xx is tried again for three days. A partner can have several webhooks on the page \
        `/account-settings/webhooks`; these operations see the oldest one. They need a token with the area of webhooks.",
};

fn registration() -> Value {
    json!({
        "WebhookUrl": "https://erp.example.com/hooks/portal",
        "WebhookEvents": ["subscription-updated", "order-created"],
    })
}

/// Returns the operations.
pub fn group() -> (ApiGroup, Vec<ApiOperation>) {
    let path = "/webhooks/v1/registration";
    let operations = vec![
        get("/webhooks/v1/registration/events", "listWebhookEvents", "List the events")
            .answers::<EventNames>(200, "The names of all events."),
        get(path, "getWebhookRegistration", "Get the registration")
            .answers::<RegistrationResource>(200, "The registration.")
            .fault(404, "The partner has no webhook."),
        post(path, "registerWebhook", "Register a webhook")
            .about("The answer has the signing secret, which no other answer has.")
            .takes::<WebhookRegistration>(registration())
            .answers::<RegistrationResource>(200, "The registration, with its secret.")
            .fault(409, "The partner has a webhook already."),
        put(path, "changeWebhookRegistration", "Replace the registration")
            .takes::<WebhookRegistration>(registration())
            .answers::<RegistrationResource>(200, "The registration.")
            .fault(404, "The partner has no webhook."),
        post("/webhooks/v1/registration/validationEvents", "sendWebhookTest", "Send a test event")
            .about("At most two a minute.")
            .answers::<TestResource>(200, "The test was sent.")
            .fault(404, "The partner has no webhook."),
        get(
            "/webhooks/v1/registration/validationEvents/{event}",
            "getWebhookTest",
            "Get the result of a test event",
        )
        .answers::<TestResultResource>(200, "The result."),
    ];
    (GROUP, operations)
}
