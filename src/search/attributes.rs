//! What the list is filtered and sorted by besides name and domain: a few numbers for each customer, beside its text in
//! the block. [`super::conditions`] compares them.

use crate::domain::{CountryCode, Relationship};
use crate::search::Sort;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// Declares the attributes of one customer, and those of a block as one array for each.
macro_rules! attributes {
    ($($(#[$doc:meta])* $name:ident: $type:ty),+ $(,)?) => {
        /// The attributes of one customer. Days and seconds count from 2000-01-01; 0 means no day.
        pub(super) struct Attributes {
            $($(#[$doc])* pub $name: $type),+
        }

        /// The attributes of the customers of a block: one array for each, so that a condition reads only what it compares.
        #[derive(Default)]
        pub(super) struct AttributeColumns {
            $($(#[$doc])* pub $name: Vec<$type>),+
        }

        impl AttributeColumns {
            /// Adds a customer.
            pub fn push(&mut self, one: Attributes) {
                $(self.$name.push(one.$name);)+
            }

            /// Adds the customers of another block.
            pub fn append(&mut self, other: &Self) {
                $(self.$name.extend_from_slice(&other.$name);)+
            }

            /// Gives back unused memory.
            pub fn shrink_to_fit(&mut self) {
                $(self.$name.shrink_to_fit();)+
            }
        }
    };
}

attributes! {
    relationship: Relationship,
    /// [`HAS_SUSPENDED`] and [`HAS_FORMER_RESELLER`].
    flags: u8,
    /// The two letters of the country, or zeros.
    country: [u8; 2],
    renews_on: u16,
    ends_on: u16,
    since: u32,
    subscriptions: u32,
    licenses: u32,
    /// The first of its indirect resellers; 0 without one. Nearly all customers have at most one.
    reseller: i32,
    /// The first bytes of the domain, so that most domains are compared without reading them; see [`domain_start`].
    domain_start: u32,
}

/// At least one subscription is suspended.
pub(super) const HAS_SUSPENDED: u8 = 1;

/// Another reseller had the customer before.
pub(super) const HAS_FORMER_RESELLER: u8 = 2;

/// The day before the first one that can be stored.
const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();

/// Returns a day as a number, at least 1; a day that cannot be stored counts as the nearest that can.
pub(super) fn day_number(day: NaiveDate) -> u16 {
    (day - EPOCH).num_days().clamp(1, u16::MAX.into()) as u16
}

/// Returns a time as a number of seconds; a time that cannot be stored counts as the nearest that can.
pub(super) fn second_number(at: NaiveDateTime) -> u32 {
    (at - EPOCH.and_time(NaiveTime::MIN)).num_seconds().clamp(0, u32::MAX.into()) as u32
}

/// Returns a number of licenses; more than can be stored count as the most that can.
pub(super) fn license_number(licenses: i64) -> u32 {
    licenses.clamp(0, u32::MAX.into()) as u32
}

/// Returns the first four bytes of a domain as a number that has the order of the bytes.
pub(super) fn domain_start(domain: &[u8]) -> u32 {
    let mut start = [0; 4];
    start.iter_mut().zip(domain).for_each(|(to, byte)| *to = *byte);
    u32::from_be_bytes(start)
}

/// Returns the letters of a country, zeros without one.
pub(super) fn country_letters(country: &str) -> [u8; 2] {
    country.as_bytes().try_into().unwrap_or_default()
}

impl AttributeColumns {
    /// Returns the number by which the list is sorted, of the customer in this row; 0 for the orders by name and by domain.
    pub fn sort_number(&self, row: usize, sort: Sort) -> u32 {
        let values = SortValues {
            since: self.since[row],
            subscriptions: self.subscriptions[row],
            licenses: self.licenses[row],
            renews_on: self.renews_on[row],
        };
        values.number(sort)
    }
}

/// The numbers by which a list can be sorted.
struct SortValues {
    since: u32,
    subscriptions: u32,
    licenses: u32,
    renews_on: u16,
}

impl SortValues {
    fn number(&self, sort: Sort) -> u32 {
        match sort {
            Sort::Since | Sort::SinceDescending => self.since,
            Sort::Subscriptions | Sort::SubscriptionsDescending => self.subscriptions,
            Sort::Licenses | Sort::LicensesDescending => self.licenses,
            // A customer without a renewal comes last in both directions.
            Sort::Renewal if self.renews_on == 0 => u32::MAX,
            Sort::Renewal | Sort::RenewalDescending => self.renews_on.into(),
            Sort::Name | Sort::NameDescending | Sort::Domain | Sort::DomainDescending => 0,
        }
    }
}

/// The stored values of a customer by which the list can be sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortColumns {
    /// When it became a customer, UTC.
    pub since: NaiveDateTime,
    /// How many subscriptions it has.
    pub subscriptions: i32,
    /// How many licenses it has.
    pub licenses: i64,
    /// When the next of its subscriptions renews or ends.
    pub renews_on: Option<NaiveDate>,
}

impl SortColumns {
    /// Returns the key of a cursor at this customer in one of the orders by a number.
    pub fn cursor_key(&self, sort: Sort) -> Vec<u8> {
        let values = SortValues {
            since: second_number(self.since),
            subscriptions: self.subscriptions.unsigned_abs(),
            licenses: license_number(self.licenses),
            renews_on: self.renews_on.map_or(0, day_number),
        };
        values.number(sort).to_be_bytes().to_vec()
    }
}

/// Returns the letters that [`Attributes::country`] has for this country.
pub(super) fn letters_of(country: CountryCode) -> [u8; 2] {
    country_letters(country.as_str())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_cannot_be_stored_is_the_nearest() {
        let day = |year| NaiveDate::from_ymd_opt(year, 1, 2).unwrap();
        assert_eq!((day_number(day(2000)), day_number(day(1999)), day_number(day(9999))), (1, 1, u16::MAX));
    }

    #[test]
    fn without_a_renewal_a_customer_comes_last_in_both_directions() {
        let since = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().and_time(NaiveTime::MIN);
        let with = |renews_on| SortColumns { since, subscriptions: 0, licenses: 0, renews_on };
        let (none, some) = (with(None), with(NaiveDate::from_ymd_opt(2027, 1, 1)));
        assert!(none.cursor_key(Sort::Renewal) > some.cursor_key(Sort::Renewal));
        assert!(none.cursor_key(Sort::RenewalDescending) < some.cursor_key(Sort::RenewalDescending));
    }
}
