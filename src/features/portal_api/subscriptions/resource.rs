//! A subscription of the list across customers.

use crate::domain::MicrosoftId;
use crate::features::rest_api::subscriptions::resource::SubscriptionResource;
use serde::Serialize;
use utoipa::ToSchema;

/// A subscription with its customer.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListedSubscription {
    /// The Microsoft ID.
    #[schema(format = Uuid)]
    customer_id: String,
    /// The customer's name in the partner's list.
    customer_name: String,
    /// The subscription as `/v1/customers/{id}/subscriptions/{sid}` shows it.
    #[serde(flatten)]
    subscription: SubscriptionResource,
}

impl ListedSubscription {
    /// Returns the subscription of this customer.
    pub fn new(customer: MicrosoftId, customer_name: String, subscription: SubscriptionResource) -> Self {
        ListedSubscription { customer_id: customer.to_string(), customer_name, subscription }
    }
}
