//! An offer as the API shows it, and the vendor's words for billing.

use crate::domain::{BillingCycle, BillingType, Offer};
use crate::features::rest_api::resource::{Attributes, Link, OwnLinks};
use crate::features::rest_api::words;
use crate::urls;
use serde::Serialize;
use utoipa::ToSchema;

/// An offer.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Offer)]
pub struct OfferResource {
    id: String,
    name: String,
    /// Always empty.
    description: String,
    #[schema(minimum = 1)]
    minimum_quantity: i32,
    maximum_quantity: i32,
    /// Always 1.
    rank: u32,
    /// The address of the offer after `/v1`.
    uri: String,
    locale: &'static str,
    /// The country that was asked for.
    country: String,
    category: OfferCategory,
    /// The offer that an add-on belongs to.
    prerequisite_offers: Vec<String>,
    is_add_on: bool,
    has_add_ons: bool,
    is_available_for_purchase: bool,
    #[schema(value_type = words::BillingType)]
    billing: &'static str,
    #[schema(value_type = Vec<words::BillingCycle>)]
    supported_billing_cycles: Vec<&'static str>,
    is_auto_renewable: bool,
    is_microsoft_product: bool,
    is_trial: bool,
    product: OfferProduct,
    #[schema(value_type = words::UnitType)]
    unit_type: &'static str,
    #[schema(value_type = Vec<words::SubscriptionAction>)]
    actions: Vec<&'static str>,
    links: OwnLinks,
    attributes: Attributes,
}

/// The category of an offer. Its id is its name.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct OfferCategory {
    id: String,
    name: String,
    /// Always 1.
    rank: u32,
    locale: &'static str,
    country: String,
    attributes: Attributes,
}

/// What an offer sells.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct OfferProduct {
    id: String,
    name: String,
    #[schema(value_type = words::UnitType)]
    unit: &'static str,
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
            category: OfferCategory {
                id: offer.category.clone(),
                name: offer.category.clone(),
                rank: 1,
                locale: culture,
                country: country.to_owned(),
                attributes: Attributes::new("OfferCategory"),
            },
            prerequisite_offers: offer.parent.iter().map(ToString::to_string).collect(),
            is_add_on: offer.parent.is_some(),
            has_add_ons,
            is_available_for_purchase: true,
            billing: offer.billing_type.as_str(),
            supported_billing_cycles: vec![cycle_word(offer.billing_cycle)],
            is_auto_renewable: matches!(offer.billing_cycle, BillingCycle::Monthly | BillingCycle::Annual),
            is_microsoft_product: is_microsofts(offer),
            is_trial: false,
            product: OfferProduct { id: offer.id.to_string(), name: offer.name.clone(), unit },
            unit_type: unit,
            actions: if offer.cancellable { vec!["Cancel", "Edit"] } else { vec!["Edit"] },
            links: OwnLinks { own },
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
