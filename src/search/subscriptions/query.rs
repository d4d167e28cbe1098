//! Queries about the subscriptions of all customers and their results. [`super::cache`] accepts them.

use crate::domain::text_enum::text_enum;
use crate::domain::{BillingCycle, ComingEvent, IdPrefix, MicrosoftId, PartnerId, SubscriptionStatus};
use crate::search::subscriptions::hits::Hit;
use crate::search::subscriptions::sources::Source;
use crate::text::SearchTerms;
use chrono::NaiveDate;
use std::ops::{Range, RangeInclusive};
use uuid::Uuid;

/// A column by which the list can be sorted. Rows with equal values are in the order of Microsoft ID and Subscription ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// By the next date; subscriptions without one come last in both directions.
    NextDate,
    /// By the customer's place in the partner's list.
    Customer,
    /// By the product's name.
    Product,
    /// By the number of licenses.
    Quantity,
    /// By the status, in the order of the filter.
    Status,
}

text_enum!(Column, "column", {
    NextDate = "date", Customer = "customer", Product = "product", Quantity = "quantity", Status = "status",
});

/// The reseller of record that subscriptions must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ResellerOfRecord {
    /// Any, or none.
    #[default]
    Any,
    /// None.
    NoReseller,
    /// This one.
    One(PartnerId),
}

/// The conditions that a subscription must meet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SubscriptionFilter {
    /// The words that must each be in the product's name, or in the customer's name or domain.
    pub words: SearchTerms,
    /// The beginning of a Subscription ID or Microsoft ID; it is enough if one of them matches.
    pub id: Option<IdPrefix>,
    /// A customer; it is enough if the subscription is its.
    pub customer: Option<MicrosoftId>,
    /// The status.
    pub status: Option<SubscriptionStatus>,
    /// The billing cycle.
    pub cycle: Option<BillingCycle>,
    /// Whether a new term begins when the current one ends.
    pub auto_renew: Option<bool>,
    /// Whether another quantity, billing cycle or offer must be planned for the renewal.
    pub is_planned: bool,
    /// The days of which one must be the next date.
    pub days: Option<RangeInclusive<NaiveDate>>,
    /// What happens on the next date.
    pub event: Option<ComingEvent>,
    /// The reseller of record.
    pub reseller: ResellerOfRecord,
    /// The product's name or Offer ID.
    pub product: Option<String>,
    /// The publisher of the offer. A subscription without an Offer ID has the publisher of the offer with its name.
    pub publisher: Option<String>,
    /// The only subscriptions, by customer and Subscription ID.
    pub only: Option<Vec<(MicrosoftId, Uuid)>>,
}

/// A position in the list. The subscription need not exist any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionCursor {
    /// What the list is sorted by: the number of the day, quantity or status in four bytes, the product's name, or the
    /// customer's sort key.
    pub value: Vec<u8>,
    /// The customer.
    pub customer: MicrosoftId,
    /// The Subscription ID.
    pub id: Uuid,
    /// The seller's place among the sellers whose subscriptions the partner sees.
    pub source: u16,
}

/// Which page of the list, in the list's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubscriptionAnchor {
    /// The first page.
    Start,
    /// The rows right after this position.
    After(SubscriptionCursor),
    /// The rows right before this position.
    Before(SubscriptionCursor),
}

/// A query for one page.
#[derive(Debug, Clone)]
pub struct SubscriptionQuery {
    /// The conditions.
    pub filter: SubscriptionFilter,
    /// What the list is sorted by.
    pub column: Column,
    /// Whether the largest value comes first.
    pub descending: bool,
    /// Which page.
    pub place: SubscriptionAnchor,
    /// Maximum number of rows.
    pub limit: usize,
}

/// A subscription by its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SubscriptionKey {
    /// The partner that sold it.
    pub seller: PartnerId,
    /// The customer.
    pub customer: MicrosoftId,
    /// The Subscription ID.
    pub id: Uuid,
}

/// The result of a [`SubscriptionQuery`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionPage {
    /// The subscriptions, in the order of the list.
    pub keys: Vec<SubscriptionKey>,
    /// The position before which the previous page ends, if there is one.
    pub previous: Option<SubscriptionCursor>,
    /// The position after which the next page begins, if there is one.
    pub next: Option<SubscriptionCursor>,
    /// The number of matching subscriptions in the whole list.
    pub rows: u64,
    /// The sum of their quantities.
    pub seats: u64,
}

/// All subscriptions that match a filter, in order.
pub struct FoundSubscriptions {
    pub(super) sources: Vec<Source>,
    pub(super) hits: Vec<Hit>,
}

/// A subscription as exports write it, without what belongs to its customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportedSubscription<'a> {
    /// Its key.
    pub key: SubscriptionKey,
    /// The product's name.
    pub name: &'a str,
    /// The number of licenses.
    pub quantity: i32,
    /// The status.
    pub status: SubscriptionStatus,
    /// The reseller of record.
    pub reseller: Option<PartnerId>,
    /// The billing cycle, if known.
    pub cycle: Option<BillingCycle>,
    /// Whether a new term begins when the current one ends.
    pub auto_renew: bool,
    /// The end of the term, if known.
    pub term_ends: Option<NaiveDate>,
}

impl FoundSubscriptions {
    /// Returns the number of subscriptions.
    pub fn len(&self) -> usize {
        self.hits.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// Returns them by customer, which is the order in which the database stores them: it finds the rows of neighbors in the same
    /// pages.
    #[must_use]
    pub fn by_customer(mut self) -> Self {
        self.hits.sort_unstable_by_key(|hit| (hit.source, hit.row));
        self
    }

    /// Returns the subscriptions at these places. The range may go beyond the end.
    pub fn rows(&self, places: Range<usize>) -> impl Iterator<Item = ExportedSubscription<'_>> {
        let end = places.end.min(self.hits.len());
        self.hits[places.start.min(end)..end].iter().map(|hit| hit.exported(&self.sources))
    }
}
