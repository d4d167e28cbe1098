//! Subscriptions: as a line of a list, and whole. What may be done with one is in [`super::rules`].
//! Rules: docs/reference/domain.md#subscriptions.

use crate::db::stored::stored_in;
use crate::db::words::words;
use crate::offers::model::BillingCycle;
use crate::partners::model::PartnerId;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromStaticSqlRow, Queryable};
use diesel::sql_types::{Integer, Text};
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// The state of a subscription; the portal itself makes the first four, imports bring all six.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubscriptionStatus {
    /// In use.
    Active,
    /// Users have lost access; it will be deleted.
    Suspended,
    /// Being set up.
    Pending,
    /// Gone for good.
    Deleted,
    /// Ended by time, in another portal.
    Expired,
    /// Switched off, in another portal.
    Disabled,
}
words!(SubscriptionStatus, "status", {
    Active = "active", Suspended = "suspended", Pending = "pending",
    Deleted = "deleted", Expired = "expired", Disabled = "disabled",
});

/// The vendor's id of a subscription, as the import or the order gave it: a UUID in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubscriptionId(pub String);

impl fmt::Display for SubscriptionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for SubscriptionId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        uuid::Uuid::try_parse(text).map(|id| SubscriptionId(id.as_hyphenated().to_string()))
    }
}

/// A subscription as a line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionRow {
    /// The vendor's id of the subscription, as the import gave it.
    pub subscription_id: String,
    /// Product name.
    pub name: String,
    /// Licences bought.
    pub quantity: i32,
    /// Its state.
    pub status: SubscriptionStatus,
}

impl<DB: Backend> Queryable<(Text, Text, Integer, Text), DB> for SubscriptionRow
where
    (String, String, i32, String): FromStaticSqlRow<(Text, Text, Integer, Text), DB>,
{
    type Row = (String, String, i32, String);

    fn build((subscription_id, name, quantity, status): Self::Row) -> deserialize::Result<Self> {
        let status = stored_in(&status, "subscriptions.status", &subscription_id)?;
        Ok(SubscriptionRow { subscription_id, name, quantity, status })
    }
}

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
    pub fn supporter(&self) -> PartnerId {
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
