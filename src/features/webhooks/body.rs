//! The body of an event, as the vendor writes it.

use crate::features::rest_api::resource::timestamp;
use crate::features::webhooks::model::Delivery;
use crate::urls;
use serde::Serialize;
use uuid::Uuid;

#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
struct EventBody<'a> {
    event_name: &'a str,
    resource_uri: String,
    resource_name: &'a str,
    audit_uri: Option<String>,
    resource_change_utc_date: String,
}

/// Returns the body for a portal with this public URL and the partner with this id in the API. It is the same for each attempt.
pub fn event_body(delivery: &Delivery, public_url: &str, partner: Uuid) -> String {
    let record = |seq: i64| format!("{public_url}{}", urls::api_audit_record(format!("{partner}_{seq}")));
    let body = EventBody {
        event_name: delivery.event.as_str(),
        resource_uri: format!("{public_url}{}", delivery.object),
        resource_name: delivery.event.resource_name(),
        audit_uri: delivery.seq.map(record),
        resource_change_utc_date: timestamp(delivery.happened_at),
    };
    serde_json::to_string(&body).unwrap_or_default()
}
