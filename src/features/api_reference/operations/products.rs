//! Products, SKUs and availabilities: the offers under the addresses of the vendor's newer catalog.

use crate::features::api_reference::operation::{ApiGroup, ApiOperation, get};
use crate::features::api_reference::parameters::text;
use crate::features::rest_api::products::resource::{AvailabilityResource, ProductResource, SkuResource};
use serde_json::Value;

const GROUP: ApiGroup = ApiGroup {
    name: "Products",
    about: "The offers under the addresses of the vendor's newer catalog: each is a product with one SKU and one availability. An \
            indirect reseller reads those for a customer.",
};

/// Returns the operations.
pub fn group() -> (ApiGroup, Vec<ApiOperation>) {
    let list = |path, id, summary| {
        get(path, id, summary)
            .reads([country(), target_view()])
            .lists::<ProductResource>("The products, by name.")
    };
    let operations = vec![
        no_catalog(list("/v1/products", "listProducts", "List products")),
        no_catalog(product("/v1/products/{product}", "getProduct", "Get a product")),
        no_catalog(skus("/v1/products/{product}/skus", "listSkus", "List the SKUs of a product")),
        no_catalog(sku("/v1/products/{product}/skus/{sku}", "getSku", "Get a SKU")),
        no_catalog(availabilities(
            "/v1/products/{product}/skus/{sku}/availabilities",
            "listAvailabilities",
            "List the availabilities of a SKU",
        )),
        no_catalog(availability(
            "/v1/products/{product}/skus/{sku}/availabilities/{availability}",
            "getAvailability",
            "Get an availability",
        )),
        list("/v1/customers/{id}/products", "listCustomerProducts", "List the products for a customer"),
        product(
            "/v1/customers/{id}/products/{product}",
            "getCustomerProduct",
            "Get a product for a customer",
        ),
        skus(
            "/v1/customers/{id}/products/{product}/skus",
            "listCustomerSkus",
            "List the SKUs of a product for a customer",
        ),
        sku("/v1/customers/{id}/products/{product}/skus/{sku}", "getCustomerSku", "Get a SKU for a customer"),
        availabilities(
            "/v1/customers/{id}/products/{product}/skus/{sku}/availabilities",
            "listCustomerAvailabilities",
            "List the availabilities of a SKU for a customer",
        ),
        availability(
            "/v1/customers/{id}/products/{product}/skus/{sku}/availabilities/{availability}",
            "getCustomerAvailability",
            "Get an availability for a customer",
        ),
    ];
    (GROUP, operations)
}

fn no_catalog(operation: ApiOperation) -> ApiOperation {
    operation
        .fault(404, "There is no such product, SKU or availability, or the partner is an indirect reseller.")
}

fn product(path: &'static str, id: &'static str, summary: &'static str) -> ApiOperation {
    get(path, id, summary).reads([country()]).answers::<ProductResource>(200, "The product.")
}

fn skus(path: &'static str, id: &'static str, summary: &'static str) -> ApiOperation {
    get(path, id, summary).reads([country()]).lists::<SkuResource>("The only SKU.")
}

fn sku(path: &'static str, id: &'static str, summary: &'static str) -> ApiOperation {
    get(path, id, summary).reads([country()]).answers::<SkuResource>(200, "The SKU.")
}

fn availabilities(path: &'static str, id: &'static str, summary: &'static str) -> ApiOperation {
    get(path, id, summary).reads([country()]).lists::<AvailabilityResource>("The only availability.")
}

fn availability(path: &'static str, id: &'static str, summary: &'static str) -> ApiOperation {
    let about = "Its `catalogItemId` is what a line of a cart names.";
    get(path, id, summary)
        .about(about)
        .reads([country()])
        .answers::<AvailabilityResource>(200, "The availability.")
}

fn country() -> Value {
    text("country", "The country. The portal has one catalog for all, so it is only repeated in the answer.")
}

fn target_view() -> Value {
    let about =
        "Only products of this kind: `OnlineServices`, `Azure` or `Software`. The case does not count.";
    text("targetView", about)
}
