//! A cart as the API shows it. The portal has no prices, so there is no currency.

use crate::domain::MicrosoftId;
use crate::features::rest_api::carts::check::{CheckedLine, LineError};
use crate::features::rest_api::carts::model::{CartLine, StoredCart, numbered};
use crate::features::rest_api::offers::resource::{cycle_word, term};
use crate::features::rest_api::orders::resource::OrderResource;
use crate::features::rest_api::products::catalog_item::catalog_item_id;
use crate::features::rest_api::resource::{Attributes, Link, OwnLinks, timestamp};
use crate::features::rest_api::words;
use crate::urls;
use serde::Serialize;
use utoipa::ToSchema;

/// A cart.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Cart)]
pub struct CartResource {
    #[schema(format = Uuid)]
    id: String,
    #[schema(format = DateTime)]
    creation_timestamp: String,
    #[schema(format = DateTime)]
    last_modified_timestamp: String,
    /// When it is deleted, if it is not checked out.
    #[schema(format = DateTime)]
    expiration_timestamp: String,
    last_modified_user: String,
    #[schema(value_type = words::CartStatus)]
    status: &'static str,
    line_items: Vec<CartLineResource>,
    links: OwnLinks,
    attributes: Attributes,
}

/// A line of a cart.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CartLineItem)]
pub struct CartLineResource {
    /// Counts from 0.
    id: usize,
    catalog_item_id: String,
    /// The name of the offer, which the subscription will have.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    friendly_name: Option<String>,
    #[schema(minimum = 1)]
    quantity: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    billing_cycle: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    term_duration: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    participants: Option<Vec<Participant>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    provisioning_context: Option<ProvisioningContext>,
    /// The number of its order in the cart.
    order_group: String,
    /// Add-ons of this line.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(no_recursion, nullable = false)]
    addon_items: Option<Vec<CartLineResource>>,
    /// Why it cannot be ordered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    error: Option<CartErrorResource>,
}

/// The reseller of record of a line.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CartParticipant)]
struct Participant {
    /// Always `transaction_reseller`.
    key: &'static str,
    /// The MPN ID of the reseller of record.
    value: String,
}

/// What an add-on belongs to.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ProvisioningContext {
    parent_subscription_id: String,
}

/// Why a line cannot be ordered.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CartLineError)]
struct CartErrorResource {
    /// The vendor's word.
    error_code: &'static str,
    /// Why, in the language of the request.
    error_description: String,
}

/// The orders of a cart that was checked out. All of them are placed or none, so there are no errors of single orders.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CartCheckout)]
pub struct CheckoutResource {
    orders: Vec<OrderResource>,
    /// Always empty.
    order_errors: Vec<OrderErrorResource>,
    attributes: Attributes,
}

/// Why one order of a cart was not placed.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OrderError)]
struct OrderErrorResource {
    order_group_id: String,
    code: u32,
    description: String,
}

impl CartResource {
    /// Returns a cart of this customer, and what is known of its lines.
    pub fn new(customer: MicrosoftId, cart: &StoredCart, checked: &[CheckedLine]) -> Self {
        let is_ordered = !cart.orders.is_empty();
        let mut bases: Vec<CartLineResource> = Vec::new();
        for (number, (placed, known)) in numbered(&cart.lines).iter().zip(checked).enumerate() {
            let mut line = CartLineResource::new(number, placed.line, known);
            if is_ordered {
                line.error = None;
            }
            match (placed.base, bases.last_mut()) {
                (Some(_), Some(base)) => base.addon_items.get_or_insert_default().push(line),
                _ => bases.push(line),
            }
        }
        CartResource {
            id: cart.id.to_string(),
            creation_timestamp: timestamp(cart.created_at),
            last_modified_timestamp: timestamp(cart.changed_at),
            expiration_timestamp: timestamp(cart.expires_at),
            last_modified_user: cart.changed_by.clone(),
            status: if is_ordered { "Ordered" } else { "Active" },
            line_items: bases,
            links: Link::own(&urls::api_cart(customer, cart.id)),
            attributes: Attributes::new("Cart"),
        }
    }
}

impl CartLineResource {
    fn new(number: usize, line: &CartLine, known: &CheckedLine) -> Self {
        let offer = known.offer.as_ref();
        let cycle = offer.map(|offer| offer.billing_cycle);
        let reseller = line.reseller.clone();
        CartLineResource {
            id: number,
            catalog_item_id: offer.map_or_else(|| line.item.clone(), |offer| catalog_item_id(&offer.id)),
            friendly_name: offer.map(|offer| offer.name.clone()),
            quantity: line.quantity,
            billing_cycle: line.cycle.clone().or(cycle.map(cycle_word).map(str::to_owned)),
            term_duration: line.term.clone().or(cycle.and_then(term).map(str::to_owned)),
            participants: reseller.map(|value| vec![Participant { key: "transaction_reseller", value }]),
            provisioning_context: line
                .parent
                .as_ref()
                .map(|parent| ProvisioningContext { parent_subscription_id: parent.to_string() }),
            order_group: known.group.to_string(),
            addon_items: None,
            error: known.error.clone().map(CartErrorResource::from),
        }
    }
}

impl From<LineError> for CartErrorResource {
    fn from(error: LineError) -> Self {
        CartErrorResource { error_code: error.code, error_description: error.description }
    }
}

impl CheckoutResource {
    /// Returns the result with these orders.
    pub fn new(orders: Vec<OrderResource>) -> Self {
        let attributes = Attributes::new("CartCheckoutResult");
        CheckoutResource { orders, order_errors: Vec::new(), attributes }
    }
}
