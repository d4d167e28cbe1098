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
    bounds: AttributeBounds,
}

impl<'a> PreparedConditions<'a> {
    /// Returns `None` if there are no conditions.
    pub fn new(conditions: &'a Conditions) -> Option<Self> {
        let bounds = AttributeBounds::new(conditions);
        (!conditions.is_empty()).then_some(PreparedConditions { conditions, bounds })
    }

    /// Returns the seconds between which they became customers, if there is no other condition.
    pub fn only_since(&self) -> Option<RangeInclusive<u32>> {
        let others = Conditions { since: None, ..self.conditions.clone() };
        let (first, last) = self.bounds.since;
        (self.conditions.since.is_some() && others.is_empty()).then_some(first..=last)
    }

    /// Appends the rows of the block that meet all conditions, in order. It has no branch for each row, because the processor
    /// could not predict it.
    pub fn select(&self, block: &Block, rows: Range<usize>, found: &mut Vec<usize>) {
        let mut next = found.len();
        found.resize(next + rows.len(), 0);
        let attributes = block.all_attributes()[rows.clone()].iter();
        match self.marks(block) {
            None => {
                for (row, has) in rows.zip(attributes) {
                    found[next] = row;
                    next += usize::from(self.bounds.are_met(has));
                }
            }
            Some(marks) => {
                for ((row, has), mark) in rows.clone().zip(attributes).zip(&marks[rows]) {
                    found[next] = row;
                    next += usize::from(self.bounds.are_met(has) & mark);
                }
            }
        }
        found.truncate(next);
    }

    /// Returns for each row of the block whether it meets the conditions on resellers, tags and ids; `None` without any. Their
    /// numbers are read once for the block, not for each row.
    fn marks(&self, block: &Block) -> Option<Vec<bool>> {
        let wanted = self.conditions;
        let resellers = wanted.resellers.as_ref().map(|condition| match condition {
            ResellerCondition::NoReseller => {
                let mut marks = mark_rows(block.len(), block.all_resellers(), |_| true);
                marks.iter_mut().for_each(|mark| *mark = !*mark);
                marks
            }
            ResellerCondition::AnyOf(any) => {
                mark_rows(block.len(), block.all_resellers(), |has| any.contains(&PartnerId(has)))
            }
            ResellerCondition::FormerOrAnyOf(any) => {
                let mut marks =
                    mark_rows(block.len(), block.all_resellers(), |has| any.contains(&PartnerId(has)));
                for (mark, has) in marks.iter_mut().zip(block.all_attributes()) {
                    *mark |= has.has(HAS_FORMER_RESELLER);
                }
                marks
            }
        });
        let tags = wanted
            .tags
            .as_ref()
            .map(|any| mark_rows(block.len(), block.all_tags(), |has| any.contains(&TagId(has))));
        let ids = wanted
            .ids
            .as_ref()
            .map(|ids| (0..block.len()).map(|row| ids.contains(&block.id(row))).collect::<Vec<bool>>());
        [resellers, tags, ids].into_iter().flatten().reduce(|mut all, other| {
            all.iter_mut().zip(other).for_each(|(one, other)| *one &= other);
            all
        })
    }

    /// Whether the row of the block meets all conditions.
    pub fn are_met(&self, block: &Block, row: usize) -> bool {
        let (wanted, has) = (self.conditions, block.attributes(row));
        let is_any = |any: &[PartnerId]| block.resellers(row).any(|has| any.contains(&PartnerId(has)));
        self.bounds.are_met(has)
            && wanted.resellers.as_ref().is_none_or(|condition| match condition {
                ResellerCondition::NoReseller => block.resellers(row).next().is_none(),
                ResellerCondition::AnyOf(any) => is_any(any),
                ResellerCondition::FormerOrAnyOf(any) => has.has(HAS_FORMER_RESELLER) || is_any(any),
            })
            && wanted.ids.as_ref().is_none_or(|ids| ids.contains(&block.id(row)))
            && wanted.tags.as_ref().is_none_or(|any| block.tags(row).any(|has| any.contains(&TagId(has))))
    }
}

/// The conditions on the attributes of a customer as bits and bounds, so that comparing them needs no branches. A condition that
/// is missing has bounds that everything meets.
struct AttributeBounds {
    relationship: Option<Relationship>,
    /// The flags that must be set.
    flags: u8,
    /// Which bits of the country count, and their values.
    country: (u16, u16),
    since: (u32, u32),
    renews: (u16, u16),
    ends: (u16, u16),
    subscriptions: (u32, u32),
}

impl AttributeBounds {
    fn new(conditions: &Conditions) -> Self {
        let days = |first: NaiveDate, last: NaiveDate| (day_number(first), day_number(last));
        let times = |times: &RangeInclusive<NaiveDateTime>| {
            (second_number(*times.start()), second_number(*times.end()))
        };
        let mut bounds = AttributeBounds {
            relationship: conditions.relationship,
            flags: 0,
            country: conditions.country.map_or((0, 0), |one| (u16::MAX, u16::from_ne_bytes(letters_of(one)))),
            since: conditions.since.as_ref().map_or((0, u32::MAX), times),
            renews: conditions.renews.as_ref().map_or((0, u16::MAX), |all| days(*all.start(), *all.end())),
            ends: (0, u16::MAX),
            subscriptions: (0, u32::MAX),
        };
        match conditions.subscriptions {
            None => {}
            Some(SubscriptionCondition::NoSubscription) => bounds.subscriptions = (0, 0),
            Some(SubscriptionCondition::AtLeastOne) => bounds.subscriptions = (1, u32::MAX),
            Some(SubscriptionCondition::Suspended) => bounds.flags = HAS_SUSPENDED,
            Some(SubscriptionCondition::Ending { from, to }) => bounds.ends = days(from, to),
        }
        bounds
    }

    fn are_met(&self, has: &Attributes) -> bool {
        let (bits, country) = self.country;
        self.relationship.is_none_or(|relationship| has.relationship == relationship)
            & (has.flags & self.flags == self.flags)
            & (u16::from_ne_bytes(has.country) & bits == country)
            & is_between(has.since, self.since)
            & is_between(has.renews_on, self.renews)
            & is_between(has.ends_on, self.ends)
            & is_between(has.subscriptions, self.subscriptions)
    }
}

fn is_between<T: PartialOrd>(value: T, (first, last): (T, T)) -> bool {
    (value >= first) & (value <= last)
}

/// Returns for each row whether it has a number that is wanted.
fn mark_rows(rows: usize, numbers: &[(u32, i32)], is_wanted: impl Fn(i32) -> bool) -> Vec<bool> {
    let mut marks = vec![false; rows];
    for (row, number) in numbers {
        marks[*row as usize] |= is_wanted(*number);
    }
    marks
}
