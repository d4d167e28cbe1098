//! Subscriptions: as a line of a list, and whole. What may be done with one is in [`super::lifecycle::transitions`].
//! Rules: docs/reference/domain.md#subscriptions.

use crate::domain::{BillingCycle, PartnerId, SubscriptionId, SubscriptionStatus};
use chrono::{NaiveDate, NaiveDateTime};
use std::ops::RangeInclusive;

/// A subscription, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Whose it is to change and to log: the partner that sold it.
    pub seller: PartnerId,
    /// The vendor's id.
    pub id: SubscriptionId,
    /// Product name.
    pub name: String,
    /// What the partners call it besides.
    pub nickname: Option<String>,
    /// Licences bought.
    pub quantity: i32,
    /// Its state.
    pub status: SubscriptionStatus,
    /// The indirect reseller of record.
    pub reseller: Option<PartnerId>,
    /// The offer it was ordered by; an imported one may have none.
    pub offer_id: Option<String>,
    /// An add-on's parent.
    pub parent: Option<SubscriptionId>,
    /// How often it is billed, if that is known.
    pub billing_cycle: Option<BillingCycle>,
    /// Whether a new term begins when this one ends.
    pub auto_renew: bool,
    /// Since when it runs, UTC.
    pub created_at: NaiveDateTime,
    /// The day on which the term ends, if that is known.
    pub renews_on: Option<NaiveDate>,
    /// The day of a cancellation that waits: always the day of the renewal it takes the place of.
    pub cancels_on: Option<NaiveDate>,
    /// Since when it is suspended, UTC; none when another portal did it.
    pub suspended_at: Option<NaiveDateTime>,
    /// The parent with which an add-on was suspended, and with which it comes back.
    pub suspended_with: Option<SubscriptionId>,
    /// The day on which a suspended one is deleted.
    pub deletes_on: Option<NaiveDate>,
    /// The designated support contact, if it is not the seller.
    pub support: Option<PartnerId>,
    /// Rises with every change.
    pub version: i32,
}

impl Subscription {
    /// Who helps the customer with it: the reseller of record if it was designated, else the seller.
    pub fn support_partner(&self) -> PartnerId {
        self.support.filter(|support| self.reseller == Some(*support)).unwrap_or(self.seller)
    }
}

/// What an offer says about the subscriptions that were ordered by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferTerms {
    /// The licences that it is sold for.
    pub quantity: RangeInclusive<i32>,
    /// Whether its subscriptions can be cancelled.
    pub cancellable: bool,
}

/// How many licences a subscription without a known offer may have.
pub const ANY_QUANTITY: RangeInclusive<i32> = 1..=crate::domain::Quantity::MOST;
