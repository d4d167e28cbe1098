//! What can be asked of a subscription, what it hangs together with, and every reason to refuse.
//! The answers are in [`super::transitions`].

use crate::domain::text_enum::text_enum;
use crate::features::subscriptions::lifecycle::calendar;
use crate::features::subscriptions::model::{ANY_QUANTITY, OfferTerms, Subscription};
use chrono::{NaiveDate, NaiveDateTime};
use std::ops::RangeInclusive;

/// A subscription and what it hangs together with: its parent or its add-ons, and the offer it was ordered by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// The subscription itself.
    pub this: Subscription,
    /// An add-on's parent.
    pub parent: Option<Subscription>,
    /// A parent's add-ons.
    pub add_ons: Vec<Subscription>,
    /// None for one that was imported without a known offer.
    pub offer: Option<OfferTerms>,
}

/// What a person asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Another name beside the product's, or none.
    Nickname(Option<String>),
    /// So many licences.
    Quantity(i32),
    /// Whether a new term begins by itself.
    AutoRenew(bool),
    /// Users lose access; deleted in a while.
    Suspend,
    /// Users get access again.
    Reactivate,
    /// Ends it: at once with a full refund, later at its renewal.
    Cancel,
    /// Takes a cancellation back that still waits.
    Keep,
    /// Who helps the customer.
    Support(Supporter),
}

/// Who can be the designated support contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Supporter {
    /// Who sold it.
    Seller,
    /// The indirect reseller of record, if there is one.
    Reseller,
}

text_enum!(Supporter, "support contact", { Seller = "seller", Reseller = "reseller" });

/// Why not. Each is a sentence in [`crate::i18n::status_labels`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OperationError {
    /// Deleted is final.
    Deleted,
    /// Its day of deletion has come.
    DeletionDue,
    /// Nothing changes while it is suspended; reactivate it first.
    Suspended,
    /// It is still being set up.
    Pending,
    /// Expired or disabled: the vendor's portal decides, an import brings the news.
    KeptByVendor,
    /// An add-on is active only while its parent, of this name, is.
    ParentNotActive(String),
    /// The offer is sold for so many licences.
    Quantity(RangeInclusive<i32>),
    /// The offer is unknown or does not allow it.
    NotCancellable,
    /// The full refund is over and there is no renewal to wait for.
    NoRenewal,
    /// A cancellation waits for this day; take it back first.
    CancellationWaits(NaiveDate),
    /// There is no reseller of record who could be the support contact.
    NoReseller,
    /// The reseller of record whose partnership with the seller ended.
    PartnershipEnded,
    /// The seller has no relationship with the customer any more.
    SellerParted,
}

impl Family {
    /// How many licences it may have.
    pub fn quantity(&self) -> RangeInclusive<i32> {
        self.offer.as_ref().map_or(ANY_QUANTITY, |offer| offer.quantity.clone())
    }

    /// Until when a cancellation would be refunded in full, if it can be cancelled at all.
    pub fn refunded_until(&self) -> Option<NaiveDateTime> {
        self.offer.as_ref().filter(|offer| offer.cancellable)?;
        calendar::refunded_until(self.this.billing_cycle, self.this.created_at)
    }
}
