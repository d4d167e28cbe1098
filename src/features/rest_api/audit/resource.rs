//! An entry of the activity log as an audit record. The portal's words for actions are the vendor's, where it has one.

use crate::audit::entry::Entry;
use crate::domain::UserId;
use crate::features::rest_api::audit::queries::is_failure;
use crate::features::rest_api::resource::{Attributes, timestamp};
use crate::features::rest_api::words;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// An audit record.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditRecord {
    /// The id of the partner and the number of the entry.
    #[schema(pattern = "^[0-9a-f-]{36}_[0-9]+$")]
    id: String,
    /// The partner whose log it is.
    #[schema(format = Uuid)]
    partner_id: String,
    /// The Microsoft ID of the customer, if the entry concerns one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    customer_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    customer_name: Option<String>,
    /// The email address of the user, otherwise the name.
    user_principal_name: String,
    /// The name of the API token that the user acted with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    application_id: Option<String>,
    /// The kind of object.
    #[schema(value_type = words::ResourceType)]
    resource_type: String,
    /// The values before the change, as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    resource_old_value: Option<String>,
    /// The values after the change, as JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    resource_new_value: Option<String>,
    /// The action, as in the activity log.
    operation_type: String,
    #[schema(format = DateTime)]
    operation_date: String,
    #[schema(value_type = words::OperationStatus)]
    operation_status: &'static str,
    /// The request: `MS-CorrelationId` of a program.
    original_correlation_id: String,
    /// The details of the entry.
    customized_data: Vec<KeyValue>,
    attributes: Attributes,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct KeyValue {
    key: String,
    value: String,
}

impl AuditRecord {
    /// Returns the record of an entry in the log of the partner with this id.
    pub fn new(entry: Entry, partner: Uuid, emails: &HashMap<UserId, String>) -> Self {
        let details: Map<String, Value> = serde_json::from_str(&entry.details).unwrap_or_default();
        let email = entry.actor_id.and_then(|id| emails.get(&id)).filter(|email| !email.is_empty());
        AuditRecord {
            operation_status: if is_failure(&entry) { "failed" } else { "succeeded" },
            id: format!("{partner}_{}", entry.seq),
            partner_id: partner.to_string(),
            customer_id: entry.microsoft_id,
            customer_name: entry.customer_name,
            user_principal_name: email.cloned().unwrap_or(entry.actor_name),
            application_id: details.get("token").map(text),
            resource_type: entry.resource,
            resource_old_value: details.get("before").map(Value::to_string),
            resource_new_value: details.get("after").map(Value::to_string),
            customized_data: customized(&details),
            operation_type: entry.action,
            operation_date: timestamp(entry.at),
            original_correlation_id: entry.request_id,
            attributes: Attributes::new("AuditRecord"),
        }
    }
}

/// Returns the values after a change, and all other details.
fn customized(details: &Map<String, Value>) -> Vec<KeyValue> {
    let after = details.get("after").and_then(Value::as_object).into_iter().flatten();
    let others = details.iter().filter(|(key, _)| !matches!(key.as_str(), "before" | "after" | "token"));
    let both = others.chain(after);
    both.map(|(key, value)| KeyValue { key: vendor_key(key), value: text(value) }).collect()
}

/// Returns a key as the vendor writes it: `subscription_id` becomes `SubscriptionId`.
fn vendor_key(key: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    key.split('_').map(word).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
