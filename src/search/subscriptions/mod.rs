//! The subscriptions of all customers of a partner: filters, exact totals, and pages in any order. Begin with
//! [`SubscriptionIndexes`]. Code that changes `subscriptions` must call [`subscriptions_changed`] in the same
//! transaction, also when a relationship to a customer ends or is restored.
//!
//! The index of a seller has one array for each column, cut into chunks of about a thousand rows in the order of
//! Microsoft ID and Subscription ID ([`columns`]). A query marks the matching rows chunk by chunk ([`conditions`]) and
//! then selects the page from the marks ([`selection`]). A partner also sees subscriptions that others sold with it as
//! the reseller of record; they are read from the indexes of these sellers, so no change has to be written twice.

pub mod cache;
pub mod changes;
mod chunk;
pub(super) mod columns;
mod conditions;
mod customer_order;
mod hits;
mod matches;
mod nearest;
mod products;
pub mod query;
mod refresh;
mod selection;
mod sources;
mod stored;
mod totals;

pub use cache::SubscriptionIndexes;
pub use changes::subscriptions_changed;
pub use query::{
    Column, ExportedSubscription, FoundSubscriptions, ResellerOfRecord, SubscriptionAnchor,
    SubscriptionCursor, SubscriptionFilter, SubscriptionKey, SubscriptionPage, SubscriptionQuery,
};
pub use totals::{DayTotals, RowTotals, SubscriptionTotals};
