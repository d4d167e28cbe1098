//! Inserts orders for subscriptions that already exist in the sample data.

use crate::audit::{Action, Activity, Tx};
use crate::db::schema::{order_lines, orders, subscriptions};
use crate::domain::{MicrosoftId, Offer, OrderId, OrderStatus, PartnerId, SubscriptionId};
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::json;

/// A past order.
#[derive(Debug, Clone)]
pub struct PastOrder<'a> {
    /// The order id.
    pub id: OrderId,
    /// The partner that sold.
    pub seller: PartnerId,
    /// The customer's Microsoft ID.
    pub customer: MicrosoftId,
    /// Its name in the seller's list.
    pub customer_name: String,
    /// The indirect reseller of record, with its MPN ID.
    pub reseller: Option<(PartnerId, &'a str)>,
    /// The name of the person who placed the order.
    pub made_by: &'a str,
    /// The time, UTC.
    pub made_at: NaiveDateTime,
    /// The lines of the order.
    pub lines: Vec<PastLine<'a>>,
}

/// A line of a past order.
#[derive(Debug, Clone)]
pub struct PastLine<'a> {
    /// The offer.
    pub offer: &'a Offer,
    /// The quantity.
    pub quantity: i32,
    /// The id of the subscription that the line created.
    pub subscription: SubscriptionId,
    /// The subscription id of an add-on's parent.
    pub parent: Option<SubscriptionId>,
}

impl PastOrder<'_> {
    /// Returns the log entry, as when the order is placed in the portal.
    pub fn activity(&self) -> Activity {
        let line = |line: &PastLine<'_>| {
            json!({
                "offer_id": line.offer.id.as_str(), "subscription_id": line.subscription.0,
                "subscription_name": line.offer.name, "quantity": line.quantity,
                "billing_cycle": line.offer.billing_cycle.as_str(), "parent": line.parent.as_ref().map(|id| &id.0),
            })
        };
        let details = json!({
            "order_id": self.id.to_string(), "partner_on_record": self.reseller.map(|(_, mpn_id)| mpn_id),
            "lines": self.lines.iter().map(line).collect::<Vec<_>>(),
        });
        let activity =
            Activity::for_customer(Action::CreateOrder, self.customer, &self.customer_name, details);
        Activity { resource: "order", also_of: self.reseller.iter().map(|(id, _)| *id).collect(), ..activity }
    }
}

/// Inserts the order and sets it in its subscriptions.
pub fn insert(tx: &mut Tx<'_>, order: &PastOrder<'_>) -> Result<()> {
    let row = (
        orders::id.eq(order.id),
        orders::partner_id.eq(order.seller),
        orders::microsoft_id.eq(order.customer),
        orders::reseller_id.eq(order.reseller.map(|(id, _)| id)),
        orders::status.eq(OrderStatus::Placed),
        orders::is_request.eq(false),
        orders::made_by.eq(order.made_by),
        orders::made_at.eq(order.made_at),
    );
    diesel::insert_into(orders::table).values(row).execute(tx.c)?;
    for (number, line) in order.lines.iter().enumerate() {
        let row = (
            order_lines::order_id.eq(order.id),
            order_lines::line.eq(number as i32),
            order_lines::offer_id.eq(&line.offer.id),
            order_lines::offer_name.eq(&line.offer.name),
            order_lines::billing_cycle.eq(line.offer.billing_cycle),
            order_lines::quantity.eq(line.quantity),
            order_lines::parent_id.eq(&line.parent),
            order_lines::subscription_id.eq(Some(&line.subscription)),
        );
        diesel::insert_into(order_lines::table).values(row).execute(tx.c)?;
        let sold = subscriptions::table.find((order.seller, order.customer, &line.subscription));
        diesel::update(sold).set(subscriptions::order_id.eq(order.id)).execute(tx.c)?;
    }
    Ok(())
}
