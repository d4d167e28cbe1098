//! The subscription as stored. [`super::lifecycle::transitions`] defines its operations.

use crate::db::connection::MultiBackend;
use crate::db::schema::subscriptions;
use crate::domain::{
    BillingCycle, OfferId, PartnerId, SubscriptionDates, SubscriptionId, SubscriptionStatus,
};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::{Queryable, Selectable};
use std::ops::RangeInclusive;

/// A subscription.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = subscriptions, check_for_backend(MultiBackend))]
pub struct Subscription {
    /// The partner that sold it.
    #[diesel(column_name = partner_id)]
    pub seller: PartnerId,
    /// The Subscription ID.
    #[diesel(column_name = subscription_id)]
    pub id: SubscriptionId,
    /// The product name.
    pub name: String,
    /// The nickname that partners gave it.
    pub nickname: Option<String>,
    /// The number of licenses.
    pub quantity: i32,
    /// The status.
    pub status: SubscriptionStatus,
    /// The indirect reseller of record.
    #[diesel(column_name = reseller_id)]
    pub reseller: Option<PartnerId>,
    /// The Offer ID; imported subscriptions may have none.
    pub offer_id: Option<OfferId>,
    /// The parent, if it is an add-on.
    #[diesel(column_name = parent_id)]
    pub parent: Option<SubscriptionId>,
    /// The billing cycle, if known.
    pub billing_cycle: Option<BillingCycle>,
    /// Whether a new term begins when the current one ends.
    pub auto_renew: bool,
    /// The start, UTC.
    pub created_at: NaiveDateTime,
    /// The date on which the term ends, if known.
    pub renews_on: Option<NaiveDate>,
    /// The date of a scheduled cancellation; it is always the renewal date, and replaces the renewal.
    pub cancels_on: Option<NaiveDate>,
    /// When it was suspended, UTC; `None` if another portal did it.
    pub suspended_at: Option<NaiveDateTime>,
    /// The parent with which an add-on was suspended and will be reactivated.
    pub suspended_with: Option<SubscriptionId>,
    /// The deletion date, if it is suspended.
    pub deletes_on: Option<NaiveDate>,
    /// The designated support contact, if it is not the seller.
    #[diesel(column_name = support_id)]
    pub support: Option<PartnerId>,
    /// What changes when the next term begins.
    #[diesel(embed)]
    pub at_renewal: RenewalPlan,
    /// Increases with each change; for optimistic locking.
    pub version: i32,
}

/// What changes when the next term of a subscription begins. That it does not renew is `auto_renew`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = subscriptions, check_for_backend(MultiBackend))]
pub struct RenewalPlan {
    /// The number of licenses, if it changes.
    #[diesel(column_name = renewal_quantity)]
    pub quantity: Option<i32>,
    /// The offer with which it renews, if that is another one. It may no longer exist.
    #[diesel(column_name = renewal_offer_id)]
    pub offer: Option<OfferId>,
    /// The billing cycle of that offer when it was chosen.
    #[diesel(column_name = renewal_cycle)]
    pub cycle: Option<BillingCycle>,
}

impl RenewalPlan {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.quantity.is_none() && self.offer.is_none()
    }
}

impl Subscription {
    /// Returns its dates, from which the next one follows.
    pub fn dates(&self) -> SubscriptionDates {
        SubscriptionDates {
            status: self.status,
            auto_renew: self.auto_renew,
            renews_on: self.renews_on,
            cancels_on: self.cancels_on,
            deletes_on: self.deletes_on,
        }
    }

    /// Returns the support contact: the designated reseller of record, otherwise the seller.
    pub fn support_partner(&self) -> PartnerId {
        self.support.filter(|support| self.reseller == Some(*support)).unwrap_or(self.seller)
    }
}

/// The terms of an offer for its subscriptions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferTerms {
    /// The allowed number of licenses.
    pub quantity: RangeInclusive<i32>,
    /// Whether its subscriptions can be canceled.
    pub cancellable: bool,
}

/// The allowed number of licenses if the offer is unknown.
pub const ANY_QUANTITY: RangeInclusive<i32> = 1..=crate::domain::Quantity::MAX;

/// The maximum length of a nickname, in characters.
pub const MAX_NICKNAME: usize = 100;
