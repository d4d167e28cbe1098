//! Writes down an order whose subscriptions stand already: the sample channel begins with some.

use crate::activity::Tx;
use crate::customers::model::MicrosoftId;
use crate::db::schema::{order_lines, orders, subscriptions};
use crate::error::Result;
use crate::offers::model::Offer;
use crate::orders::model::{OrderId, OrderStatus};
use crate::partners::model::PartnerId;
use crate::subscriptions::calendar::next_renewal;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// An order that was placed.
#[derive(Debug, Clone)]
pub struct PastOrder<'a> {
    /// Its id.
    pub id: OrderId,
    /// Who sold.
    pub seller: PartnerId,
    /// To whom.
    pub customer: MicrosoftId,
    /// The indirect reseller of record.
    pub reseller: Option<PartnerId>,
    /// The name of the person who ordered.
    pub made_by: &'a str,
    /// When, UTC.
    pub made_at: NaiveDateTime,
    /// What, how many, and the Subscription ID of what came of it.
    pub lines: Vec<(&'a Offer, i32, String)>,
}

/// Inserts it, and gives its subscriptions their offer.
pub fn insert(tx: &mut Tx<'_>, order: &PastOrder<'_>, now: NaiveDateTime) -> Result<()> {
    let row = (
        orders::id.eq(order.id.to_string()),
        orders::partner_id.eq(order.seller.0),
        orders::microsoft_id.eq(order.customer.to_string()),
        orders::reseller_id.eq(order.reseller.map(|reseller| reseller.0)),
        orders::status.eq(OrderStatus::Placed.word()),
        orders::is_request.eq(false),
        orders::made_by.eq(order.made_by),
        orders::made_at.eq(order.made_at),
    );
    diesel::insert_into(orders::table).values(row).execute(tx.c)?;
    for (number, (offer, quantity, subscription)) in order.lines.iter().enumerate() {
        let row = (
            order_lines::order_id.eq(order.id.to_string()),
            order_lines::line.eq(number as i32),
            order_lines::offer_id.eq(offer.id.as_str()),
            order_lines::offer_name.eq(&offer.name),
            order_lines::billing_cycle.eq(offer.billing_cycle.word()),
            order_lines::quantity.eq(quantity),
            order_lines::subscription_id.eq(Some(subscription)),
        );
        diesel::insert_into(order_lines::table).values(row).execute(tx.c)?;
        let began = order.made_at.date();
        let renews_on = next_renewal(Some(offer.billing_cycle), began, began, now.date());
        let sold = subscriptions::table.find((order.seller.0, order.customer.to_string(), subscription));
        let values = (
            subscriptions::order_id.eq(order.id.to_string()),
            subscriptions::offer_id.eq(offer.id.as_str()),
            subscriptions::billing_cycle.eq(offer.billing_cycle.word()),
            subscriptions::renews_on.eq(renews_on),
        );
        diesel::update(sold).set(values).execute(tx.c)?;
    }
    Ok(())
}
