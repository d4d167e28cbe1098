//! Orders of a customer.

use crate::features::api_reference::operation::{ApiGroup, ApiOperation, get, post};
use crate::features::rest_api::bodies::NewOrder;
use crate::features::rest_api::orders::resource::OrderResource;
use serde_json::json;

const GROUP: ApiGroup = ApiGroup {
    name: "Orders",
    about: "Orders of a customer. Those of an indirect reseller are requests to its indirect provider.",
};

/// Returns the operations.
pub fn group() -> (ApiGroup, Vec<ApiOperation>) {
    let operations = vec![
        get("/v1/customers/{id}/orders", "listOrders", "List the orders of a customer")
            .lists::<OrderResource>("The orders, the newest first."),
        post("/v1/customers/{id}/orders", "placeOrder", "Place an order")
            .about(
                "For an indirect reseller, it is a request to the provider, with the status `pending`. A request that is sent \
                 again within 24 hours with the same `MS-RequestId` gets the same order and places no second one; with \
                 another body it is refused.",
            )
            .takes::<NewOrder>(json!({ "lineItems": [{ "offerId": "BP-STD", "quantity": 10 }] }))
            .answers::<OrderResource>(201, "The order.")
            .fault(409, "The parent of an add-on is not active."),
        get("/v1/customers/{id}/orders/{order}", "getOrder", "Get an order")
            .answers::<OrderResource>(200, "The order."),
    ];
    (GROUP, operations)
}
