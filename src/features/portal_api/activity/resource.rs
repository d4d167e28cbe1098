//! An entry of the log with its place in the chain, and the state of the chain.

use crate::audit::entry::Entry;
use crate::audit::seals::Field;
use crate::features::portal_api::activity::queries::{ChainHead, ChainedEntry};
use crate::features::rest_api::resource::{Attributes, Collection, timestamp};
use crate::features::rest_api::words;
use crate::text::hex;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// An entry of the log.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActivityEntry {
    /// The Entry ID: 1, 2, 3 … in the log of the partner.
    id: i64,
    #[schema(format = DateTime)]
    date: String,
    /// `change` or `access`.
    kind: String,
    /// The action, as in the activity log.
    action: String,
    /// The kind of object.
    #[schema(value_type = words::ResourceType)]
    resource_type: String,
    /// The Microsoft ID.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    customer_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    customer_name: Option<String>,
    /// `user`, `operator`, `system` or `customer`.
    actor_kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    user_id: Option<i32>,
    user_name: String,
    /// The email address of a user of the partner.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    user_email: Option<String>,
    /// What was done; `null` if it was erased.
    #[schema(required, value_type = Option<std::collections::BTreeMap<String, serde_json::Value>>)]
    details: Option<Value>,
    /// The request: `MS-CorrelationId` of a program.
    request_id: String,
    /// The personal values that were erased.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    erased_values: Vec<&'static str>,
    /// The value of the previous entry of the log in hexadecimal; `null` for the first one.
    #[schema(required)]
    previous_chain_value: Option<String>,
    /// The value of this entry.
    chain_value: String,
    attributes: Attributes,
}

impl ActivityEntry {
    /// Returns the entry as the API shows it.
    pub fn new(chained: ChainedEntry, email: Option<&String>) -> Self {
        let ChainedEntry { entry, value, previous } = chained;
        ActivityEntry {
            id: entry.seq,
            date: timestamp(entry.at),
            user_id: entry.actor_id.map(|id| id.0),
            user_email: email.filter(|email| !email.is_empty()).cloned(),
            erased_values: erased(&entry),
            details: serde_json::from_str(&entry.details).ok(),
            kind: entry.kind,
            action: entry.action,
            resource_type: entry.resource,
            customer_id: entry.microsoft_id,
            customer_name: entry.customer_name,
            actor_kind: entry.actor_kind,
            user_name: entry.actor_name,
            request_id: entry.request_id,
            previous_chain_value: previous.map(|value| hex(&value)),
            chain_value: hex(&value),
            attributes: Attributes::new("ActivityEntry"),
        }
    }
}

/// Returns the names of the erased values. The network address is shown for sign-ins only.
fn erased(entry: &Entry) -> Vec<&'static str> {
    let named = |field| match field {
        Field::CustomerName => Some("customerName"),
        Field::ActorName => Some("userName"),
        Field::Details => Some("details"),
        Field::Address => None,
    };
    let erased = Field::ALL.into_iter().filter(|field| entry.is_erased(*field));
    erased.filter_map(named).collect()
}

/// A page of the log.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActivityPage {
    /// The entries and the links.
    #[serde(flatten)]
    pub entries: Collection<ActivityEntry>,
    /// What is known of the whole log.
    pub proof: ChainProof,
}

/// What the portal has verified of a log.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChainProof {
    /// The newest Entry ID of the log; 0 for an empty one.
    last_entry_id: i64,
    /// Its value in hexadecimal.
    #[schema(required)]
    last_chain_value: Option<String>,
    /// The last verified entry.
    verified_up_to: i64,
    #[schema(format = DateTime)]
    verified_date: String,
    /// The number of verified entries with erased values.
    erased_entries: i64,
    /// The first entry that was changed, is missing, or should not exist.
    #[schema(required)]
    broken_at: Option<i64>,
}

impl From<ChainHead> for ChainProof {
    fn from(head: ChainHead) -> Self {
        ChainProof {
            last_entry_id: head.last,
            last_chain_value: head.value.map(|value| hex(&value)),
            verified_up_to: head.checked.up_to,
            verified_date: timestamp(head.checked_at),
            erased_entries: head.checked.erased,
            broken_at: head.checked.broken,
        }
    }
}
