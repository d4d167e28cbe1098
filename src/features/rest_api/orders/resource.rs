//! An order as the API shows it.

use crate::domain::OrderStatus;
use crate::features::orders::model::{Order, OrderLine};
use crate::features::rest_api::offers::resource::{cycle_word, term};
use crate::features::rest_api::resource::{Attributes, Link, OwnLinks, timestamp};
use crate::features::rest_api::words;
use crate::urls;
use serde::Serialize;
use utoipa::ToSchema;

/// An order. The portal keeps no currency and no prices.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Order)]
pub struct OrderResource {
    #[schema(format = Uuid)]
    id: String,
    /// The id again.
    #[schema(format = Uuid)]
    alternate_id: String,
    /// The Microsoft ID of the customer.
    #[schema(format = Uuid)]
    reference_customer_id: String,
    /// That of the first line.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = words::BillingCycle)]
    billing_cycle: Option<&'static str>,
    line_items: Vec<LineItem>,
    #[schema(format = DateTime)]
    creation_date: String,
    /// An order that waits for an indirect provider is `pending`.
    #[schema(value_type = words::OrderStatus)]
    status: &'static str,
    /// Always `UserPurchase`.
    transaction_type: &'static str,
    links: OwnLinks,
    attributes: Attributes,
}

/// A line of an order.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OrderLineItem)]
struct LineItem {
    /// Counts from 0.
    line_item_number: usize,
    offer_id: String,
    /// The subscription that the line began, once the order is completed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    subscription_id: Option<String>,
    /// The subscription of an add-on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    parent_subscription_id: Option<String>,
    /// The name of the offer.
    friendly_name: String,
    #[schema(minimum = 1)]
    quantity: i32,
    /// The length of a term.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = words::TermDuration)]
    term_duration: Option<&'static str>,
    /// Always `New`.
    transaction_type: &'static str,
    /// The MPN ID of the reseller of record.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    partner_id_on_record: Option<String>,
    links: LineItemLinks,
}

/// The links of a line of an order.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct LineItemLinks {
    /// The subscription that the line began, once the order is completed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    subscription: Option<Link>,
}

/// Returns the vendor's word for the state of an order.
pub fn status_word(status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Placed => "completed",
        OrderStatus::Requested => "pending",
        OrderStatus::Declined | OrderStatus::Withdrawn => "cancelled",
    }
}

impl From<&Order> for OrderResource {
    fn from(order: &Order) -> Self {
        let id = order.id.to_string();
        let line = |(number, line): (usize, &OrderLine)| LineItem {
            line_item_number: number,
            offer_id: line.offer.to_string(),
            subscription_id: line.subscription.as_ref().map(ToString::to_string),
            parent_subscription_id: line.parent.as_ref().map(ToString::to_string),
            friendly_name: line.offer_name.clone(),
            quantity: line.quantity,
            term_duration: term(line.cycle),
            transaction_type: "New",
            partner_id_on_record: order.reseller_mpn_id.clone(),
            links: LineItemLinks {
                subscription: line
                    .subscription
                    .as_ref()
                    .map(|sid| Link::to(&urls::api_subscription(order.customer, sid))),
            },
        };
        let decided = i32::from(order.decided_at.is_some());
        OrderResource {
            alternate_id: id.clone(),
            reference_customer_id: order.customer.to_string(),
            billing_cycle: order.lines.first().map(|line| cycle_word(line.cycle)),
            line_items: order.lines.iter().enumerate().map(line).collect(),
            creation_date: timestamp(order.made_at),
            status: status_word(order.status),
            transaction_type: "UserPurchase",
            links: Link::own(&urls::api_order(order.customer, order.id)),
            attributes: Attributes::of_version("Order", &id, 1 + decided),
            id,
        }
    }
}
