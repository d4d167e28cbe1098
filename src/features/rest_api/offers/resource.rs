//! An offer as the API shows it, and the vendor's words for billing.

use crate::domain::{BillingCycle, BillingType, Offer};
use crate::features::rest_api::resource::{Attributes, Link};
use crate::urls;
use serde::Serialize;
use serde_json::{Value, json};

/// An offer.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OfferResource {
    id: String,
    name: String,
    description: String,
    minimum_quantity: i32,
    maximum_quantity: i32,
    rank: u32,
    uri: String,
    locale: &'static str,
    country: String,
    category: Value,
    prerequisite_offers: Vec<String>,
    is_add_on: bool,
    has_add_ons: bool,
    is_available_for_purchase: bool,
    billing: &'static str,
    supported_billing_cycles: Vec<&'static str>,
    is_auto_renewable: bool,
    is_microsoft_product: bool,
    is_trial: bool,
    product: Value,
    unit_type: &'static str,
    actions: Vec<&'static str>,
    links: Value,
    attributes: Attributes,
}

impl OfferResource {
    /// Returns an offer for a customer in this country. Its name is in the language of the catalog.
    pub fn new(offer: &Offer, has_add_ons: bool, country: &str, culture: &'static str) -> Self {
        let address = urls::api_offer(offer.id.as_str());
        let own = Link::to(&address.with_parameters([("country", country)]));
        let unit = unit(offer.billing_type);
        OfferResource {
            id: offer.id.to_string(),
            name: offer.name.clone(),
            description: String::new(),
            minimum_quantity: offer.minimum,
            maximum_quantity: offer.maximum,
            rank: 1,
            uri: Link::to(&address).uri,
            locale: culture,
            country: country.to_owned(),
            category: json!({
                "id": offer.category, "name": offer.category, "rank": 1, "locale": culture, "country": country,
                "attributes": { "objectType": "OfferCategory" },
            }),
            prerequisite_offers: offer.parent.iter().map(ToString::to_string).collect(),
            is_add_on: offer.parent.is_some(),
            has_add_ons,
            is_available_for_purchase: true,
            billing: offer.billing_type.as_str(),
            supported_billing_cycles: vec![cycle_word(offer.billing_cycle)],
            is_auto_renewable: matches!(offer.billing_cycle, BillingCycle::Monthly | BillingCycle::Annual),
            is_microsoft_product: is_microsofts(offer),
            is_trial: false,
            product: json!({ "id": offer.id.as_str(), "name": offer.name, "unit": unit }),
            unit_type: unit,
            actions: if offer.cancellable { vec!["Cancel", "Edit"] } else { vec!["Edit"] },
            links: json!({ "self": own }),
            attributes: Attributes::new("Offer"),
        }
    }
}

/// Returns the vendor's word for a billing cycle.
pub fn cycle_word(cycle: BillingCycle) -> &'static str {
    match cycle {
        BillingCycle::OneTime => "one_time",
        other => other.as_str(),
    }
}

/// Returns the length of a term as the vendor writes it; `None` without a renewal.
pub fn term(cycle: BillingCycle) -> Option<&'static str> {
    match cycle {
        BillingCycle::Monthly => Some("P1M"),
        BillingCycle::Annual => Some("P1Y"),
        BillingCycle::OneTime | BillingCycle::None => None,
    }
}

/// Returns the vendor's word for what a quantity counts.
pub fn unit(kind: BillingType) -> &'static str {
    match kind {
        BillingType::License => "Licenses",
        BillingType::Usage => "Usage-based",
    }
}

/// Whether the vendor itself publishes the product.
pub fn is_microsofts(offer: &Offer) -> bool {
    offer.publisher.is_empty() || offer.publisher.to_ascii_lowercase().starts_with("microsoft")
}
