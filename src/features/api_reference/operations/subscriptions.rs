//! Subscriptions of a customer.

use crate::features::api_reference::operation::{ApiGroup, ApiOperation, get, patch, post, put};
use crate::features::api_reference::parameters::{if_match, text};
use crate::features::rest_api::bodies::{SubscriptionChange, SupportContactChange};
use crate::features::rest_api::subscriptions::resource::SubscriptionResource;
use crate::features::rest_api::subscriptions::support_contact::SupportContactResource;
use crate::features::rest_api::subscriptions::transition_resource::TransitionEligibility;
use serde_json::json;

const GROUP: ApiGroup =
    ApiGroup { name: "Subscriptions", about: "What a customer has subscribed to, and changing it." };

/// An operation of the vendor that the portal does not have.
fn absent(operation: ApiOperation) -> ApiOperation {
    operation
        .about("The portal does not have it: it changes the offer when the next term begins.")
        .fault(501, "Always, for a subscription that there is.")
}

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
        get("/v1/customers/{id}/subscriptions/{sid}/supportcontact", "getSupportContact", "Get the support contact")
            .answers::<SupportContactResource>(200, "The partner that supports the users."),
        put("/v1/customers/{id}/subscriptions/{sid}/supportcontact", "setSupportContact", "Set the support contact")
            .about("It is the seller or the reseller of record.")
            .reads([if_match()])
            .takes::<SupportContactChange>(json!({ "supportMpnId": "4847383" }))
            .answers::<SupportContactResource>(200, "The new support contact.")
            .fault(412, "The etag is stale."),
        get(
            "/v1/customers/{id}/subscriptions/{sid}/transitioneligibilities",
            "listTransitionEligibilities",
            "List the offers that a subscription can change to",
        )
        .about("The portal changes the offer when the next term begins: `scheduledNextTermInstructions` of the subscription.")
        .reads([text("eligibilityType", "`scheduled`, or nothing. `immediate` is answered with 501.")])
        .lists::<TransitionEligibility>("The offers with which it can renew, and why not with others.")
        .fault(501, "The portal changes the offer only when the next term begins."),
        absent(get(
            "/v1/customers/{id}/subscriptions/{sid}/transitions",
            "listTransitions",
            "List immediate changes of the offer",
        )),
        absent(post(
            "/v1/customers/{id}/subscriptions/{sid}/transitions",
            "makeTransition",
            "Change the offer immediately",
        )),
        absent(get("/v1/customers/{id}/subscriptions/{sid}/upgrades", "listUpgrades", "List immediate upgrades")),
        absent(post("/v1/customers/{id}/subscriptions/{sid}/upgrades", "makeUpgrade", "Upgrade immediately")),
    ];
    (GROUP, operations)
}
