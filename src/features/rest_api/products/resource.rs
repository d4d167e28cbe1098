//! A product, its SKU and its availability as the API shows them. The portal has no prices, so there is no currency.

use crate::domain::{BillingCycle, BillingType, Offer};
use crate::features::rest_api::offers::resource::{cycle_word, is_microsofts, term};
use crate::features::rest_api::products::catalog_item::{SKU, catalog_item_id};
use crate::features::rest_api::products::product_catalog::ProductAddress;
use crate::features::rest_api::resource::{Attributes, Link, OwnLinks};
use crate::features::rest_api::words;
use serde::Serialize;
use utoipa::ToSchema;

/// What an add-on needs before it can be ordered, and the name in the provisioning context under which a cart has it.
const PARENT: (&str, &str) = ("ParentSubscription", "ParentSubscriptionId");

/// A product.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Product)]
pub struct ProductResource {
    id: String,
    title: String,
    /// Always empty.
    description: String,
    product_type: ItemType,
    is_microsoft_product: bool,
    publisher_name: String,
    links: ProductLinks,
    attributes: Attributes,
}

/// The type of a product.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ProductType)]
pub struct ItemType {
    #[schema(value_type = words::ProductTypeId)]
    id: &'static str,
    /// The id again.
    display_name: &'static str,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct ProductLinks {
    skus: Link,
    #[serde(rename = "self")]
    own: Link,
}

/// The SKU of a product.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Sku)]
pub struct SkuResource {
    /// Always `0001`.
    id: &'static str,
    product_id: String,
    title: String,
    /// Always empty.
    description: String,
    #[schema(minimum = 1)]
    minimum_quantity: i32,
    maximum_quantity: i32,
    is_trial: bool,
    #[schema(value_type = Vec<words::BillingCycle>)]
    supported_billing_cycles: Vec<&'static str>,
    /// `ParentSubscription` for an add-on.
    purchase_prerequisites: Vec<&'static str>,
    /// Always empty.
    inventory_variables: Vec<&'static str>,
    /// `ParentSubscriptionId` for an add-on.
    provisioning_variables: Vec<&'static str>,
    dynamic_attributes: DynamicAttributes,
    links: SkuLinks,
    attributes: Attributes,
}

/// What the vendor says of a SKU besides.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SkuAttributes)]
struct DynamicAttributes {
    is_addon: bool,
    /// The products to a subscription of which an add-on can be ordered, as `PRODUCT:SKU`.
    prerequisite_skus: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
struct SkuLinks {
    availabilities: Link,
    #[serde(rename = "self")]
    own: Link,
}

/// The availability of a SKU, which can be ordered.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Availability)]
pub struct AvailabilityResource {
    id: String,
    product_id: String,
    sku_id: &'static str,
    /// Product, SKU and availability, joined by colons: what a line of a cart names.
    catalog_item_id: String,
    /// The country that was asked for.
    country: String,
    is_purchasable: bool,
    is_renewable: bool,
    terms: Vec<Term>,
    links: OwnLinks,
    attributes: Attributes,
}

/// A term for which it can be ordered. The billing cycle of an offer is its term too; without a renewal there is no duration.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AvailabilityTerm)]
struct Term {
    /// The length of a term; missing without a renewal.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = words::TermDuration)]
    duration: Option<&'static str>,
    #[schema(value_type = words::BillingCycle)]
    billing_cycle: &'static str,
}

impl ProductResource {
    /// Returns an offer as a product.
    pub fn new(offer: &Offer, address: &ProductAddress<'_>) -> Self {
        let kind = product_type(offer);
        ProductResource {
            id: offer.id.to_string(),
            title: offer.name.clone(),
            description: String::new(),
            product_type: ItemType { id: kind, display_name: kind },
            is_microsoft_product: is_microsofts(offer),
            publisher_name: offer.publisher.clone(),
            links: ProductLinks {
                skus: Link::to(&address.skus(&offer.id)),
                own: Link::to(&address.product(&offer.id)),
            },
            attributes: Attributes::new("Product"),
        }
    }
}

impl SkuResource {
    /// Returns the SKU of an offer.
    pub fn new(offer: &Offer, address: &ProductAddress<'_>) -> Self {
        let (needed, variable) = PARENT;
        let if_add_on = |word: &'static str| offer.parent.iter().map(|_| word).collect();
        SkuResource {
            id: SKU,
            product_id: offer.id.to_string(),
            title: offer.name.clone(),
            description: String::new(),
            minimum_quantity: offer.minimum,
            maximum_quantity: offer.maximum,
            is_trial: false,
            supported_billing_cycles: vec![cycle_word(offer.billing_cycle)],
            purchase_prerequisites: if_add_on(needed),
            inventory_variables: Vec::new(),
            provisioning_variables: if_add_on(variable),
            dynamic_attributes: DynamicAttributes {
                is_addon: offer.parent.is_some(),
                prerequisite_skus: offer.parent.iter().map(|parent| format!("{parent}:{SKU}")).collect(),
            },
            links: SkuLinks {
                availabilities: Link::to(&address.availabilities(&offer.id)),
                own: Link::to(&address.sku(&offer.id)),
            },
            attributes: Attributes::new("Sku"),
        }
    }
}

impl AvailabilityResource {
    /// Returns the availability of an offer.
    pub fn new(offer: &Offer, address: &ProductAddress<'_>) -> Self {
        let cycle = offer.billing_cycle;
        AvailabilityResource {
            id: offer.id.to_string(),
            product_id: offer.id.to_string(),
            sku_id: SKU,
            catalog_item_id: catalog_item_id(&offer.id),
            country: address.country.to_owned(),
            is_purchasable: true,
            is_renewable: matches!(cycle, BillingCycle::Monthly | BillingCycle::Annual),
            terms: vec![Term { duration: term(cycle), billing_cycle: cycle_word(cycle) }],
            links: Link::own(&address.availability(&offer.id)),
            attributes: Attributes::new("Availability"),
        }
    }
}

/// Returns the vendor's word for the kind of a product, which is also the target view that lists it.
pub fn product_type(offer: &Offer) -> &'static str {
    match (offer.billing_type, offer.billing_cycle) {
        (BillingType::Usage, _) => "Azure",
        (BillingType::License, BillingCycle::OneTime) => "Software",
        (BillingType::License, _) => "OnlineServices",
    }
}
