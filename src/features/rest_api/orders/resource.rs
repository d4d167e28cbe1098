//! An order as the API shows it.

use crate::domain::OrderStatus;
use crate::features::orders::model::{Order, OrderLine};
use crate::features::rest_api::offers::resource::{cycle_word, term};
use crate::features::rest_api::resource::{Attributes, Link, timestamp};
use crate::urls;
use serde::Serialize;
use serde_json::{Value, json};

/// An order. The portal keeps no currency and no prices.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderResource {
    id: String,
    alternate_id: String,
    reference_customer_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    billing_cycle: Option<&'static str>,
    line_items: Vec<LineItem>,
    creation_date: String,
    status: &'static str,
    transaction_type: &'static str,
    links: Value,
    attributes: Attributes,
}

/// A line of an order.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct LineItem {
    line_item_number: usize,
    offer_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    subscription_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_subscription_id: Option<String>,
    friendly_name: String,
    quantity: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    term_duration: Option<&'static str>,
    transaction_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    partner_id_on_record: Option<String>,
    links: Value,
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
            links: match &line.subscription {
                Some(sid) => {
                    json!({ "subscription": Link::to(&urls::api_subscription(order.customer, sid)) })
                }
                None => json!({}),
            },
        };
        let decided = i32::from(order.decided_at.is_some());
        OrderResource {
            alternate_id: id.clone(),
            reference_customer_id: order.customer.to_string(),
            billing_cycle: order.lines.first().map(|line| cycle_word(line.cycle)),
            line_items: order.lines.iter().enumerate().map(line).collect(),
            creation_date: timestamp(order.made_at),
            status: match order.status {
                OrderStatus::Placed => "completed",
                OrderStatus::Requested => "pending",
                OrderStatus::Declined | OrderStatus::Withdrawn => "cancelled",
            },
            transaction_type: "UserPurchase",
            links: Link::own(&urls::api_order(order.customer, order.id)),
            attributes: Attributes::of_version("Order", &id, 1 + decided),
            id,
        }
    }
}
