//! Orders before and after they are placed.

use crate::db::connection::MultiBackend;
use crate::db::schema::order_lines;
use crate::domain::{BillingCycle, MicrosoftId, OfferId, OrderId, OrderStatus, PartnerId, SubscriptionId};
use chrono::NaiveDateTime;
use diesel::prelude::{Queryable, Selectable};

/// The maximum number of lines of an order.
pub const MAX_LINES: usize = 50;

/// An order to place or to request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrder {
    /// The id of the cart.
    pub id: OrderId,
    /// The seller: a direct partner or an indirect provider.
    pub seller: PartnerId,
    /// The customer.
    pub customer: MicrosoftId,
    /// The indirect reseller of record, if there is one.
    pub reseller: Option<PartnerId>,
    /// The name of the user who orders.
    pub made_by: String,
    /// The lines; at least one.
    pub lines: Vec<NewLine>,
}

/// A line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = order_lines, check_for_backend(MultiBackend))]
pub struct NewLine {
    /// The offer.
    #[diesel(column_name = offer_id)]
    pub offer: OfferId,
    /// The quantity.
    pub quantity: i32,
    /// For an add-on: the Subscription ID of its parent.
    #[diesel(column_name = parent_id)]
    pub parent: Option<SubscriptionId>,
}

/// An order as the seller and the reseller see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The id.
    pub id: OrderId,
    /// The customer.
    pub customer: MicrosoftId,
    /// The customer's name in the partner's own list.
    pub customer_name: String,
    /// Whether the customer is in that list now, so that its pages can be opened.
    pub customer_held: bool,
    /// The seller.
    pub seller: PartnerId,
    /// The seller's name.
    pub seller_name: String,
    /// The seller's MPN ID.
    pub seller_mpn_id: String,
    /// The indirect reseller of record.
    pub reseller: Option<PartnerId>,
    /// The reseller's name.
    pub reseller_name: Option<String>,
    /// The reseller's MPN ID.
    pub reseller_mpn_id: Option<String>,
    /// The status.
    pub status: OrderStatus,
    /// Whether it began as a reseller's request.
    pub is_request: bool,
    /// The name of the user who placed or requested it.
    pub made_by: String,
    /// When it was placed or requested, UTC.
    pub made_at: NaiveDateTime,
    /// The name of the user who answered a request.
    pub decided_by: Option<String>,
    /// When a request was answered, UTC.
    pub decided_at: Option<NaiveDateTime>,
    /// Why the request was declined.
    pub decline_reason: Option<String>,
    /// The reseller's note to its provider.
    pub note: Option<String>,
    /// The lines.
    pub lines: Vec<OrderLine>,
}

/// A line of an order, with the data of the offer at the time of the order.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = order_lines, check_for_backend(MultiBackend))]
pub struct OrderLine {
    /// The Offer ID.
    #[diesel(column_name = offer_id)]
    pub offer: OfferId,
    /// The offer's name.
    pub offer_name: String,
    /// The billing cycle.
    #[diesel(column_name = billing_cycle)]
    pub cycle: BillingCycle,
    /// The quantity.
    pub quantity: i32,
    /// For an add-on: the Subscription ID of its parent.
    #[diesel(column_name = parent_id)]
    pub parent: Option<SubscriptionId>,
    /// The Subscription ID, once the order is placed.
    #[diesel(column_name = subscription_id)]
    pub subscription: Option<SubscriptionId>,
}
