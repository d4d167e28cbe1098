//! The filters of the list besides the search text. [`super::scan`] applies them to the rows of a block.

use crate::domain::{CountryCode, MicrosoftId, PartnerId, Relationship, TagId};
use crate::search::attributes::{HAS_FORMER_RESELLER, HAS_SUSPENDED, day_number, letters_of, second_number};
use crate::search::block::Block;
use chrono::{NaiveDate, NaiveDateTime};
use std::ops::RangeInclusive;

/// The conditions that a customer must meet, all of them. The default has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conditions {
    /// Only these customers.
    pub ids: Option<Vec<MicrosoftId>>,
    /// The kind of relationship.
    pub relationship: Option<Relationship>,
    /// The indirect resellers with which the customer is associated.
    pub resellers: Option<ResellerCondition>,
    /// Tags, of which the customer has at least one.
    pub tags: Option<Vec<TagId>>,
    /// The times between which it became a customer, UTC, both included.
    pub since: Option<RangeInclusive<NaiveDateTime>>,
    /// Its country.
    pub country: Option<CountryCode>,
    /// Its subscriptions.
    pub subscriptions: Option<SubscriptionCondition>,
    /// The days between which the next of its subscriptions renews or ends, both included.
    pub renews: Option<RangeInclusive<NaiveDate>>,
}

/// A condition on the resellers of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResellerCondition {
    /// The customer is associated with none.
    NoReseller,
    /// The customer is associated with one of these.
    AnyOf(Vec<PartnerId>),
    /// The customer had another reseller before, or is associated with one of these, whose partnerships ended.
    FormerOrAnyOf(Vec<PartnerId>),
}

/// A condition on the subscriptions of a customer. Deleted, expired and disabled ones do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriptionCondition {
    /// It has none.
    NoSubscription,
    /// It has at least one.
    AtLeastOne,
    /// At least one is suspended.
    Suspended,
    /// At least one ends on one of these days, and does not renew.
    Ending {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
    },
}

impl Conditions {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Conditions::default()
    }
}

/// The conditions, prepared to be compared with many rows.
pub(super) struct PreparedConditions<'a> {
    conditions: &'a Conditions,
    country: Option<[u8; 2]>,
    since: Option<RangeInclusive<u32>>,
    renews: Option<RangeInclusive<u16>>,
}

impl<'a> PreparedConditions<'a> {
    /// Returns `None` if there are no conditions.
    pub fn new(conditions: &'a Conditions) -> Option<Self> {
        let days = |days: &RangeInclusive<NaiveDate>| day_number(*days.start())..=day_number(*days.end());
        let times = |times: &RangeInclusive<NaiveDateTime>| {
            second_number(*times.start())..=second_number(*times.end())
        };
        (!conditions.is_empty()).then(|| PreparedConditions {
            conditions,
            country: conditions.country.map(letters_of),
            since: conditions.since.as_ref().map(times),
            renews: conditions.renews.as_ref().map(days),
        })
    }

    /// Whether the row of the block meets all conditions.
    pub fn are_met(&self, block: &Block, row: usize) -> bool {
        let (wanted, has) = (self.conditions, block.attributes(row));
        let is_any = |any: &[PartnerId]| block.resellers(row).any(|has| any.contains(&PartnerId(has)));
        wanted.relationship.is_none_or(|relationship| has.relationship == relationship)
            && self.country.is_none_or(|country| has.country == country)
            && self.since.as_ref().is_none_or(|since| since.contains(&has.since))
            && self.renews.as_ref().is_none_or(|days| days.contains(&has.renews_on))
            && wanted.subscriptions.is_none_or(|condition| match condition {
                SubscriptionCondition::NoSubscription => has.subscriptions == 0,
                SubscriptionCondition::AtLeastOne => has.subscriptions > 0,
                SubscriptionCondition::Suspended => has.has(HAS_SUSPENDED),
                SubscriptionCondition::Ending { from, to } => {
                    (day_number(from)..=day_number(to)).contains(&has.ends_on)
                }
            })
            && wanted.resellers.as_ref().is_none_or(|condition| match condition {
                ResellerCondition::NoReseller => block.resellers(row).next().is_none(),
                ResellerCondition::AnyOf(any) => is_any(any),
                ResellerCondition::FormerOrAnyOf(any) => has.has(HAS_FORMER_RESELLER) || is_any(any),
            })
            && wanted.ids.as_ref().is_none_or(|ids| ids.contains(&block.id(row)))
            && wanted.tags.as_ref().is_none_or(|any| block.tags(row).any(|has| any.contains(&TagId(has))))
    }
}
