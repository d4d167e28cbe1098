//! Carts of a customer, which become orders.

use crate::features::api_reference::operation::{ApiGroup, ApiOperation, get, post, put};
use crate::features::rest_api::bodies::NewCart;
use crate::features::rest_api::carts::resource::{CartResource, CheckoutResource};
use serde_json::{Value, json};

const GROUP: ApiGroup = ApiGroup {
    name: "Carts",
    about: "Lines to order, which the portal checks. Checking out a cart places its orders, all or none.",
};

/// Returns the operations.
pub fn group() -> (ApiGroup, Vec<ApiOperation>) {
    let operations = vec![
        post("/v1/customers/{id}/carts", "createCart", "Make a cart")
            .about(
                "What cannot be ordered is an error of its line, not of the request. A request that is sent again within 24 \
                 hours with the same `MS-RequestId` gets the same cart.",
            )
            .takes::<NewCart>(example())
            .answers::<CartResource>(201, "The cart."),
        get("/v1/customers/{id}/carts/{cart}", "getCart", "Get a cart")
            .answers::<CartResource>(200, "The cart, checked by the rules of now."),
        put("/v1/customers/{id}/carts/{cart}", "replaceCart", "Replace the lines of a cart")
            .takes::<NewCart>(example())
            .answers::<CartResource>(200, "The cart with the new lines.")
            .fault(409, "The cart was checked out."),
        post("/v1/customers/{id}/carts/{cart}/checkout", "checkOutCart", "Check out a cart")
            .about(
                "Places the orders of the cart, or for an indirect reseller asks its provider for them. A body is ignored. A \
                 request that is sent again within 24 hours with the same `MS-RequestId` gets the same orders.",
            )
            .answers::<CheckoutResource>(201, "The orders.")
            .fault(400, "A line cannot be ordered; `data` names each and says why.")
            .fault(409, "The cart was checked out, or the parent of an add-on is not active."),
    ];
    (GROUP, operations)
}

fn example() -> Value {
    json!({ "lineItems": [{ "catalogItemId": "BP-STD:0001:BP-STD", "quantity": 10, "billingCycle": "annual" }] })
}
