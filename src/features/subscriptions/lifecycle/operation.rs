//! The operations on a subscription, the related subscriptions they depend on, and the reasons to reject them.
//! [`super::transitions`] applies the rules.

use crate::domain::Offer;
use crate::domain::text_enum::text_enum;
use crate::features::subscriptions::lifecycle::calendar;
use crate::features::subscriptions::lifecycle::renewal_wish::RenewalWish;
use crate::features::subscriptions::model::{ANY_QUANTITY, OfferTerms, Subscription};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// A subscription with its parent or add-ons, and the terms of its offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// The subscription itself.
    pub this: Subscription,
    /// The parent, if it is an add-on.
    pub parent: Option<Subscription>,
    /// The add-ons, if it is a parent.
    pub add_ons: Vec<Subscription>,
    /// The terms of the offer; `None` if the subscription was imported without a known offer.
    pub offer: Option<OfferTerms>,
    /// The offers of the seller on which planned changes of the family depend, as they are now.
    pub offers: Vec<Offer>,
}

/// A requested operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// Sets the nickname, or removes it.
    Nickname(Option<String>),
    /// Sets the number of licenses.
    Quantity(i32),
    /// Switches automatic renewal on or off.
    AutoRenew(bool),
    /// Plans what changes at the renewal, or that it does not renew.
    AtRenewal(RenewalWish),
    /// Undoes what is planned: it renews as it is.
    RenewUnchanged,
    /// Suspends it: users lose access, and it is deleted after the retention period.
    Suspend,
    /// Reactivates it: users get access again.
    Reactivate,
    /// Cancels it: immediately with a full refund, or later on its renewal date.
    Cancel,
    /// Withdraws a scheduled cancellation.
    Keep,
    /// Sets the support contact.
    Support(Supporter),
}

/// The possible support contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Supporter {
    /// The seller.
    Seller,
    /// The indirect reseller of record, if there is one.
    Reseller,
}

text_enum!(Supporter, "support contact", { Seller = "seller", Reseller = "reseller" });

/// Why an operation is rejected. `text` returns the message of each. Bulk acts store it as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum OperationError {
    /// It is deleted, which is final.
    Deleted,
    /// Its deletion date has come.
    DeletionDue,
    /// It is suspended and must be reactivated first.
    Suspended,
    /// It is still being set up.
    Pending,
    /// It is expired or disabled; only the vendor's portal can change that, and an import updates the status here.
    KeptByVendor,
    /// It is an add-on whose parent, with this name, is not active.
    ParentNotActive(String),
    /// The quantity is outside the offer's limits.
    Quantity(RangeInclusive<i32>),
    /// The offer is unknown or does not allow cancellation.
    NotCancellable,
    /// The refund period is over, and there is no renewal date to cancel on.
    NoRenewal,
    /// A cancellation is scheduled for this date and must be withdrawn first.
    CancellationWaits(NaiveDate),
    /// Nothing can be planned for the renewal, because auto-renewal is off.
    DoesNotRenew,
    /// Nothing can be planned for the renewal, because its date is not known or it has none.
    NoRenewalDate,
    /// The seller has no offer with this Offer ID or name with which a subscription can renew.
    UnknownOffer(String),
    /// The seller does not sell the product with this name with the wanted billing cycle.
    NoSuchCycle(String),
    /// It is an add-on, which always belongs to the offer of its parent.
    AddOnOffer,
    /// Its add-ons renew too, and belong to the present offer.
    AddOnsOfOffer,
    /// The reseller of record wants another offer or billing cycle, which only the seller sells.
    OfferOfSeller,
    /// There is no reseller of record who could be the support contact.
    NoReseller,
    /// The reseller of record no longer has a partnership with the seller.
    PartnershipEnded,
    /// The seller no longer has a relationship with the customer.
    SellerParted,
}

impl OperationError {
    /// Returns the field of the form for changes at the renewal that must be corrected; `None` if the error is not about
    /// one field.
    pub fn renewal_field(&self) -> Option<&'static str> {
        match self {
            OperationError::Quantity(_) => Some("quantity"),
            OperationError::UnknownOffer(_)
            | OperationError::AddOnOffer
            | OperationError::AddOnsOfOffer
            | OperationError::OfferOfSeller => Some("offer"),
            OperationError::NoSuchCycle(_) => Some("cycle"),
            OperationError::DoesNotRenew => Some("renew"),
            _ => None,
        }
    }
}

impl Family {
    /// Returns the allowed number of licenses.
    pub fn quantity(&self) -> RangeInclusive<i32> {
        self.offer.as_ref().map_or(ANY_QUANTITY, |offer| offer.quantity.clone())
    }

    /// Returns until when a cancellation would be fully refunded; `None` if it never is.
    pub fn refunded_until(&self) -> Option<NaiveDateTime> {
        self.offer.as_ref().filter(|offer| offer.cancellable)?;
        calendar::refunded_until(self.this.billing_cycle, self.this.created_at)
    }
}
