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
    /// How its name or domain begins, or what is in it.
    pub name: Option<NameCondition>,
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

/// A condition on the name in the list or on the primary domain alone, as programs ask for it: search terms are found anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameCondition {
    /// Whether it is about the domain.
    pub is_domain: bool,
    /// Whether the text may be anywhere in it; otherwise it begins with the text.
    pub is_anywhere: bool,
    /// The text, folded.
    pub text: String,
}

impl NameCondition {
    fn is_met(&self, [name, domain]: [&[u8]; 2]) -> bool {
        let (own, text) = (if self.is_domain { domain } else { name }, self.text.as_bytes());
        if self.is_anywhere { memchr::memmem::find(own, text).is_some() } else { own.starts_with(text) }
    }
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

/// The conditions as numbers, to be compared with the columns of blocks.
pub(super) struct PreparedConditions<'a> {
    conditions: &'a Conditions,
    country: Option<[u8; 2]>,
    since: Option<(u32, u32)>,
    renews: Option<(u16, u16)>,
}

impl<'a> PreparedConditions<'a> {
    /// Returns `None` if there are no conditions.
    pub fn new(conditions: &'a Conditions) -> Option<Self> {
        if conditions.is_empty() {
            return None;
        }
        let times = |times: &RangeInclusive<NaiveDateTime>| {
            (second_number(*times.start()), second_number(*times.end()))
        };
        let days = |days: &RangeInclusive<NaiveDate>| (day_number(*days.start()), day_number(*days.end()));
        Some(PreparedConditions {
            conditions,
            country: conditions.country.map(letters_of),
            since: conditions.since.as_ref().map(times),
            renews: conditions.renews.as_ref().map(days),
        })
    }

    /// Returns the seconds between which they became customers, if there is no other condition.
    pub fn only_since(&self) -> Option<RangeInclusive<u32>> {
        let others = Conditions { since: None, ..self.conditions.clone() };
        self.since.filter(|_| others.is_empty()).map(|(first, last)| first..=last)
    }

    /// Returns a mark for each row of the block: 1 if it meets all conditions, otherwise 0. Each condition goes through one
    /// array without branches, which the processor could not predict.
    pub fn marks(&self, block: &Block) -> Vec<u8> {
        let (wanted, has) = (self.conditions, block.attributes());
        let mut marks = vec![1; block.len()];
        if let Some(wanted) = &wanted.name {
            for (row, mark) in marks.iter_mut().enumerate() {
                *mark = u8::from(wanted.is_met(block.folded_names(row)));
            }
        }
        if let Some(wanted) = wanted.relationship {
            keep(&mut marks, &has.relationship, |relationship| relationship == wanted);
        }
        if let Some(wanted) = self.country {
            keep(&mut marks, &has.country, |country| country == wanted);
        }
        if let Some(times) = self.since {
            keep(&mut marks, &has.since, |since| is_between(since, times));
        }
        if let Some(days) = self.renews {
            keep(&mut marks, &has.renews_on, |day| is_between(day, days));
        }
        match wanted.subscriptions {
            None => {}
            Some(SubscriptionCondition::NoSubscription) => {
                keep(&mut marks, &has.subscriptions, |count| count == 0);
            }
            Some(SubscriptionCondition::AtLeastOne) => {
                keep(&mut marks, &has.subscriptions, |count| count > 0);
            }
            Some(SubscriptionCondition::Suspended) => {
                keep(&mut marks, &has.flags, |flags| flags & HAS_SUSPENDED != 0);
            }
            Some(SubscriptionCondition::Ending { from, to }) => {
                let days = (day_number(from), day_number(to));
                keep(&mut marks, &has.ends_on, |day| is_between(day, days));
            }
        }
        match &wanted.resellers {
            None => {}
            Some(ResellerCondition::NoReseller) => keep(&mut marks, &has.reseller, |reseller| reseller == 0),
            Some(ResellerCondition::AnyOf(any)) => {
                keep(&mut marks, &marks_of_resellers(block, any), |mark| mark == 1);
            }
            Some(ResellerCondition::FormerOrAnyOf(any)) => {
                let mut kept = marks_of_resellers(block, any);
                for (mark, flags) in kept.iter_mut().zip(&has.flags) {
                    *mark |= u8::from(flags & HAS_FORMER_RESELLER != 0);
                }
                keep(&mut marks, &kept, |mark| mark == 1);
            }
        }
        if let Some(any) = &wanted.tags {
            let mut kept = vec![0; block.len()];
            add_marks(&mut kept, block.tags(), |number| any.contains(&TagId(number)));
            keep(&mut marks, &kept, |mark| mark == 1);
        }
        if let Some(ids) = &wanted.ids {
            keep(&mut marks, block.ids(), |id| ids.contains(&id));
        }
        marks
    }
}

/// Clears the marks of the rows whose value does not meet a condition.
fn keep<T: Copy>(marks: &mut [u8], column: &[T], is_met: impl Fn(T) -> bool) {
    for (mark, value) in marks.iter_mut().zip(column) {
        *mark &= u8::from(is_met(*value));
    }
}

/// Returns 1 for each row with one of these resellers, otherwise 0.
fn marks_of_resellers(block: &Block, any: &[PartnerId]) -> Vec<u8> {
    let first = block.attributes().reseller.iter();
    let mut marks: Vec<u8> = match any {
        [one] => first.map(|reseller| u8::from(*reseller == one.0)).collect(),
        _ => first.map(|reseller| u8::from(any.contains(&PartnerId(*reseller)))).collect(),
    };
    add_marks(&mut marks, block.more_resellers(), |number| any.contains(&PartnerId(number)));
    marks
}

/// Marks the rows with a number that is wanted.
fn add_marks(marks: &mut [u8], numbers: &[(u32, i32)], is_wanted: impl Fn(i32) -> bool) {
    for (row, number) in numbers {
        marks[*row as usize] |= u8::from(is_wanted(*number));
    }
}

fn is_between<T: PartialOrd>(value: T, (first, last): (T, T)) -> bool {
    (value >= first) & (value <= last)
}
