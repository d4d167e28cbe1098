//! What an order says, before and after it was placed, and what may be wrong with it.

use crate::customers::model::MicrosoftId;
use crate::db::words::words;
use crate::offers::model::{BillingCycle, OfferId};
use crate::partners::model::{Cloud, PartnerId};
use chrono::NaiveDateTime;
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// An order has so many lines at most.
pub const MOST_LINES: usize = 50;

/// The id of an order. It comes with the form, so that a form sent twice is one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OrderId(pub Uuid);

impl fmt::Display for OrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl FromStr for OrderId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::try_parse(text).map(OrderId)
    }
}

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrderStatus {
    /// A reseller asks; the provider has not answered.
    Requested,
    /// Its subscriptions were made.
    Placed,
    /// The provider said no, and why.
    Declined,
    /// The reseller took it back.
    Withdrawn,
}
words!(OrderStatus, "status", {
    Requested = "requested", Placed = "placed", Declined = "declined", Withdrawn = "withdrawn",
});

/// A partner that may sell to a customer; found by [`super::sellers::queries`] and nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seller {
    id: PartnerId,
    /// The vendor's number.
    pub mpn_id: String,
    /// Its name.
    pub name: String,
    /// Its cloud.
    pub cloud: Cloud,
}

impl Seller {
    pub(super) fn new(id: PartnerId, mpn_id: String, name: String, cloud: Cloud) -> Self {
        Seller { id, mpn_id, name, cloud }
    }

    /// Row id.
    pub fn id(&self) -> PartnerId {
        self.id
    }
}

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

/// Why an order cannot be placed. [`super::words`] says each in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The cloud takes no new orders.
    ClosedCloud,
    /// An indirect reseller sells nothing itself.
    NoSeller,
    /// The customer agreement is not attested (docs/reference/domain.md#customer-agreement).
    NoAgreement,
    /// The reseller of record is no indirect reseller of this provider, or no longer.
    NoReseller,
    /// There is no line.
    Empty,
    /// There are more than [`MOST_LINES`].
    TooMany,
    /// The seller does not offer this, or no longer.
    UnknownOffer(OfferId),
    /// The quantity is outside the offer's limits.
    Quantity {
        /// The name of the offer.
        offer: String,
        /// The fewest.
        least: i32,
        /// The most.
        most: i32,
    },
    /// The add-on, by name, has no active subscription to its parent offer there.
    NoActiveParent(String),
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
