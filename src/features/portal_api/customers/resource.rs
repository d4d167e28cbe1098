//! A customer of the list: what `/v1/customers` says of it, and what the row of the page shows besides.

use crate::features::customers::model::CustomerRow;
use crate::features::rest_api::customers::resource::CustomerResource;
use crate::features::rest_api::resource::{day, timestamp};
use crate::features::tags::model::Tag;
use serde::Serialize;
use utoipa::ToSchema;

/// A customer of the list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListedCustomer {
    /// The customer as `/v1/customers` lists it.
    #[serde(flatten)]
    customer: CustomerResource,
    /// Whether the portal assigned the id, because the vendor's is not known.
    is_id_assigned: bool,
    #[schema(format = DateTime)]
    customer_since: String,
    /// The country of the bill-to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    country: Option<String>,
    /// The number of subscriptions, without deleted, expired and disabled ones.
    subscription_count: i32,
    /// The licenses of these subscriptions.
    license_count: i64,
    /// When the next of them renews or ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime, nullable = false)]
    next_renewal_date: Option<String>,
    /// When the next of them ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime, nullable = false)]
    next_end_date: Option<String>,
    /// The names of its tags.
    tags: Vec<String>,
}

impl ListedCustomer {
    /// Returns the customer of this row, which has these tags.
    pub fn new(row: &CustomerRow, tags: &[Tag]) -> Self {
        ListedCustomer {
            customer: CustomerResource::of_list(
                row.microsoft_id,
                &row.list_name,
                &row.domain,
                row.relationship,
            ),
            is_id_assigned: row.id_invented,
            customer_since: timestamp(row.customer_since),
            country: Some(row.country.clone()).filter(|country| !country.is_empty()),
            subscription_count: row.subscription_count,
            license_count: row.licenses,
            next_renewal_date: row.renews_on.map(day),
            next_end_date: row.ends_on.map(day),
            tags: tags.iter().map(|tag| tag.name.clone()).collect(),
        }
    }
}
