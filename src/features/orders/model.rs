//! What an order says, before and after it was placed, and what may be wrong with it.

use crate::domain::{BillingCycle, MicrosoftId, OfferId, OrderId, OrderStatus, PartnerId};
use chrono::NaiveDateTime;

/// An order has so many lines at most.
pub const MAX_LINES: usize = 50;

/// An order as a form asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrder {
    /// From the form.
    pub id: OrderId,
    /// Who sells: a direct partner or an indirect provider.
    pub seller: PartnerId,
    /// To whom.
    pub customer: MicrosoftId,
    /// The indirect reseller of record, if any.
    pub reseller: Option<PartnerId>,
    /// The name of the person who orders.
    pub made_by: String,
    /// What, at least one.
    pub lines: Vec<NewLine>,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLine {
    /// What.
    pub offer: OfferId,
    /// How many.
    pub quantity: i32,
    /// For an add-on: the Subscription ID of its parent.
    pub parent: Option<String>,
}

/// An order as its two sides see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// For whom.
    pub customer: MicrosoftId,
    /// What the reader's own list calls the customer.
    pub customer_name: String,
    /// Whether the customer is in that list now, so that its pages can be opened.
    pub customer_held: bool,
    /// Who sells.
    pub seller: PartnerId,
    /// The seller's name.
    pub seller_name: String,
    /// The indirect reseller of record.
    pub reseller: Option<PartnerId>,
    /// Its name.
    pub reseller_name: Option<String>,
    /// How far it is.
    pub status: OrderStatus,
    /// Whether it began as a reseller's request.
    pub is_request: bool,
    /// The name of the person who made it.
    pub made_by: String,
    /// When, UTC.
    pub made_at: NaiveDateTime,
    /// The name of the person who answered a request.
    pub decided_by: Option<String>,
    /// When, UTC.
    pub decided_at: Option<NaiveDateTime>,
    /// Why a request was declined.
    pub decline_reason: Option<String>,
    /// What the reseller wrote to its provider.
    pub note: Option<String>,
    /// What was ordered.
    pub lines: Vec<OrderLine>,
}

/// A line of an order, as it was on the day of the order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    /// What.
    pub offer: String,
    /// What it was called.
    pub offer_name: String,
    /// How it is billed.
    pub cycle: BillingCycle,
    /// How many.
    pub quantity: i32,
    /// An add-on's parent: its Subscription ID.
    pub parent: Option<String>,
    /// What came of it, once the order was placed.
    pub subscription: Option<String>,
}
