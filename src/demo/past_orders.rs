//! Inserts orders for subscriptions that already exist in the sample data.

use crate::audit::Tx;
use crate::db::schema::{order_lines, orders, subscriptions};
use crate::domain::{MicrosoftId, Offer, OrderId, OrderStatus, PartnerId};
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A past order.
#[derive(Debug, Clone)]
pub struct PastOrder<'a> {
    /// The order id.
    pub id: OrderId,
    /// The partner that sold.
    pub seller: PartnerId,
    /// The customer's Microsoft ID.
    pub customer: MicrosoftId,
    /// The indirect reseller of record.
    pub reseller: Option<PartnerId>,
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
    pub subscription: String,
    /// The subscription id of an add-on's parent.
    pub parent: Option<String>,
}

/// Inserts the order and sets it in its subscriptions.
pub fn insert(tx: &mut Tx<'_>, order: &PastOrder<'_>) -> Result<()> {
    let row = (
        orders::id.eq(order.id),
        orders::partner_id.eq(order.seller),
        orders::microsoft_id.eq(order.customer),
        orders::reseller_id.eq(order.reseller),
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
