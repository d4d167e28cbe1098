//! Offers: what a partner may sell.

use crate::features::api_reference::operation::{ApiGroup, ApiOperation, get};
use crate::features::api_reference::parameters::{query, size, text};
use crate::features::rest_api::offers::resource::OfferResource;
use serde_json::{Value, json};

const GROUP: ApiGroup = ApiGroup {
    name: "Offers",
    about: "What can be ordered. An indirect reseller has no catalog of its own and reads that for a customer.",
};

/// Returns the operations.
pub fn group() -> (ApiGroup, Vec<ApiOperation>) {
    let no_catalog = "There is no such offer, or the partner is an indirect reseller.";
    let operations = vec![
        get("/v1/offers", "listOffers", "List offers")
            .reads(parameters())
            .lists::<OfferResource>("The catalog without add-ons, by name.")
            .fault(404, "The partner is an indirect reseller."),
        get("/v1/offers/{offer}", "getOffer", "Get an offer")
            .reads([country()])
            .answers::<OfferResource>(200, "The offer.")
            .fault(404, no_catalog),
        get("/v1/offers/{offer}/addons", "listOfferAddOns", "List the add-ons of an offer")
            .reads(parameters())
            .lists::<OfferResource>("The add-ons, by name.")
            .fault(404, no_catalog),
        get("/v1/customers/{id}/offers", "listCustomerOffers", "List what can be ordered for a customer")
            .reads(parameters())
            .lists::<OfferResource>("The offers and add-ons of the sellers, by name."),
    ];
    (GROUP, operations)
}

fn country() -> Value {
    text("country", "The country. The portal has one catalog for all, so it is only repeated in the answer.")
}

fn parameters() -> [Value; 4] {
    let offset = json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX });
    [
        country(),
        text("offer_category_id", "Only offers of this category."),
        query("offset", "How many offers are left out at the beginning.", offset),
        size("The number of offers. 0 or nothing: all."),
    ]
}
