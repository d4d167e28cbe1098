//! Subscriptions of a customer.

use crate::features::api_reference::operation::{ApiGroup, ApiOperation, get, patch};
use crate::features::api_reference::parameters::{if_match, text};
use crate::features::rest_api::bodies::SubscriptionChange;
use crate::features::rest_api::subscriptions::resource::SubscriptionResource;
use serde_json::json;

const GROUP: ApiGroup =
    ApiGroup { name: "Subscriptions", about: "What a customer has subscribed to, and changing it." };

/// Returns the operations.
pub fn group() -> (ApiGroup, Vec<ApiOperation>) {
    let operations = vec![
        get("/v1/customers/{id}/subscriptions", "listSubscriptions", "List the subscriptions of a customer")
            .reads([
                text("order_id", "Only those that began with this order."),
                text("mpn_id", "Only those with this reseller of record."),
            ])
            .lists::<SubscriptionResource>("The subscriptions, by name."),
        get("/v1/customers/{id}/subscriptions/{sid}", "getSubscription", "Get a subscription")
            .answers::<SubscriptionResource>(200, "The subscription."),
        patch("/v1/customers/{id}/subscriptions/{sid}", "changeSubscription", "Change a subscription")
            .about(
                "The body can be the whole subscription: what differs from the stored one is changed, all in one transaction. \
                 Quantity, nickname, renewal and status can change; another billing cycle is refused, other differences are \
                 ignored. Each change needs the permission that it needs in the portal. Without an etag, the change is made \
                 to whatever is stored.",
            )
            .reads([if_match()])
            .takes::<SubscriptionChange>(json!({ "quantity": 25, "autoRenewEnabled": true }))
            .answers::<SubscriptionResource>(200, "The subscription after the change.")
            .fault(409, "The parent of the add-on is not active.")
            .fault(412, "The etag is stale."),
        get("/v1/customers/{id}/subscriptions/{sid}/addons", "listAddOns", "List the add-ons of a subscription")
            .lists::<SubscriptionResource>("The add-ons, by name."),
    ];
    (GROUP, operations)
}
