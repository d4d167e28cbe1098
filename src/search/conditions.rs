//! The filters of the list besides the search text. [`super::scan`] applies them to the rows of a block.

use crate::domain::{CountryCode, MicrosoftId, PartnerId, Relationship, TagId};
use crate::search::attributes::{
    Attributes, HAS_FORMER_RESELLER, HAS_SUSPENDED, day_number, letters_of, second_number,
};
use crate::search::block::Block;
use chrono::{NaiveDate, NaiveDateTime};
use std::ops::{Range, RangeInclusive};

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
    /// The days on which a subscription ends.
    ends: Option<RangeInclusive<u16>>,
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
            ends: match conditions.subscriptions {
                Some(SubscriptionCondition::Ending { from, to }) => Some(days(&(from..=to))),
                _ => None,
            },
        })
    }

    /// Returns the seconds between which they became customers, if there is no other condition.
    pub fn only_since(&self) -> Option<&RangeInclusive<u32>> {
        let others = Conditions { since: None, ..self.conditions.clone() };
        self.since.as_ref().filter(|_| others.is_empty())
    }

    /// Appends the rows of the block that meet all conditions, in order. The numbers of resellers and tags are read once for
    /// the block, not for each row.
    pub fn select(&self, block: &Block, rows: Range<usize>, found: &mut Vec<usize>) {
        let wanted = self.conditions;
        let has_reseller = wanted.resellers.as_ref().map(|condition| match condition {
            ResellerCondition::NoReseller => mark_rows(block.len(), block.all_resellers(), |_| true),
            ResellerCondition::AnyOf(any) | ResellerCondition::FormerOrAnyOf(any) => {
                mark_rows(block.len(), block.all_resellers(), |has| any.contains(&PartnerId(has)))
            }
        });
        let has_tag = wanted
            .tags
            .as_ref()
            .map(|any| mark_rows(block.len(), block.all_tags(), |has| any.contains(&TagId(has))));
        found.extend(rows.filter(|&row| {
            let has = block.attributes(row);
            self.fit(has)
                && has_reseller.as_ref().is_none_or(|marks| match wanted.resellers {
                    Some(ResellerCondition::NoReseller) => !marks[row],
                    Some(ResellerCondition::FormerOrAnyOf(_)) => marks[row] || has.has(HAS_FORMER_RESELLER),
                    _ => marks[row],
                })
                && has_tag.as_ref().is_none_or(|marks| marks[row])
                && wanted.ids.as_ref().is_none_or(|ids| ids.contains(&block.id(row)))
        }));
    }

    /// Whether the row of the block meets all conditions.
    pub fn are_met(&self, block: &Block, row: usize) -> bool {
        let (wanted, has) = (self.conditions, block.attributes(row));
        let is_any = |any: &[PartnerId]| block.resellers(row).any(|has| any.contains(&PartnerId(has)));
        self.fit(has)
            && wanted.resellers.as_ref().is_none_or(|condition| match condition {
                ResellerCondition::NoReseller => block.resellers(row).next().is_none(),
                ResellerCondition::AnyOf(any) => is_any(any),
                ResellerCondition::FormerOrAnyOf(any) => has.has(HAS_FORMER_RESELLER) || is_any(any),
            })
            && wanted.ids.as_ref().is_none_or(|ids| ids.contains(&block.id(row)))
            && wanted.tags.as_ref().is_none_or(|any| block.tags(row).any(|has| any.contains(&TagId(has))))
    }

    /// Whether the attributes of a row meet the conditions on them.
    fn fit(&self, has: &Attributes) -> bool {
        self.conditions.relationship.is_none_or(|relationship| has.relationship == relationship)
            && self.country.is_none_or(|country| has.country == country)
            && self.since.as_ref().is_none_or(|since| since.contains(&has.since))
            && self.renews.as_ref().is_none_or(|days| days.contains(&has.renews_on))
            && self.ends.as_ref().is_none_or(|days| days.contains(&has.ends_on))
            && self.conditions.subscriptions.is_none_or(|condition| match condition {
                SubscriptionCondition::NoSubscription => has.subscriptions == 0,
                SubscriptionCondition::AtLeastOne => has.subscriptions > 0,
                SubscriptionCondition::Suspended => has.has(HAS_SUSPENDED),
                SubscriptionCondition::Ending { .. } => true, // `ends` has its days
            })
    }
}

/// Returns for each row whether it has a number that is wanted.
fn mark_rows(rows: usize, numbers: &[(u32, i32)], is_wanted: impl Fn(i32) -> bool) -> Vec<bool> {
    let mut marks = vec![false; rows];
    for (row, number) in numbers {
        marks[*row as usize] |= is_wanted(*number);
    }
    marks
}
