//! The numbers of subscriptions that the overview shows: by status, by product, and by what happens on each day. They are kept
//! with an index, whose next version changes them only by the chunks that changed ([`super::columns`]).

use crate::domain::{ComingEvent, PartnerId, SubscriptionStatus, TextEnum};
use crate::error::Result;
use crate::search::subscriptions::chunk::{Chunk, NO_DAY, NO_EVENT, day_number, event_number, traits};
use crate::search::subscriptions::matches::Matches;
use crate::search::subscriptions::products::Products;
use crate::search::subscriptions::sources::Source;
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Number of statuses.
const STATUSES: usize = SubscriptionStatus::ALL.len();

/// Number of events.
const EVENTS: usize = ComingEvent::ALL.len();

/// Maximum number of remembered limited views; the oldest ones are forgotten.
const MAX_REMEMBERED: usize = 32;

/// How many subscriptions, and how many licenses they have together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowTotals {
    /// The number of subscriptions.
    pub rows: u64,
    /// The sum of their quantities.
    pub licenses: u64,
}

/// What happens on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayTotals {
    events: [RowTotals; EVENTS],
    /// Those with a change that is planned for the renewal.
    pub planned: RowTotals,
}

/// The numbers of the rows of an index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Totals {
    statuses: [RowTotals; STATUSES],
    days: HashMap<i32, DayTotals>,
    /// Those that are active, by the number of their product.
    products: Vec<RowTotals>,
}

/// The numbers of all subscriptions that a partner sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubscriptionTotals {
    statuses: [RowTotals; STATUSES],
    days: Vec<(NaiveDate, DayTotals)>,
    names: HashMap<String, RowTotals>,
    /// The products with active subscriptions, those with the most licenses first.
    pub products: Vec<(String, RowTotals)>,
}

impl RowTotals {
    fn add(&mut self, other: RowTotals) {
        self.rows += other.rows;
        self.licenses += other.licenses;
    }

    /// The removed rows were added before, so neither number gets below zero.
    fn remove(&mut self, other: RowTotals) {
        self.rows = self.rows.saturating_sub(other.rows);
        self.licenses = self.licenses.saturating_sub(other.licenses);
    }
}

impl DayTotals {
    /// Returns the subscriptions to which this happens.
    pub fn of(&self, event: ComingEvent) -> RowTotals {
        self.events[usize::from(event_number(event) - 1)]
    }

    /// Returns the subscriptions to which anything happens.
    pub fn all(&self) -> RowTotals {
        let mut all = RowTotals::default();
        self.events.iter().for_each(|one| all.add(*one));
        all
    }

    /// Adds what happens on another day.
    pub fn add(&mut self, other: &DayTotals) {
        for (one, other) in self.events.iter_mut().zip(&other.events) {
            one.add(*other);
        }
        self.planned.add(other.planned);
    }
}

impl Totals {
    /// Counts the rows of a source that meet its conditions.
    pub fn find(source: &Source) -> Self {
        let matches = Matches::find(source);
        let mut totals = Totals::default();
        for (chunk, start) in source.index.chunks.iter().zip(&source.index.starts) {
            let marks = &matches.marks[*start as usize..*start as usize + chunk.len()];
            totals.change(chunk, |row| marks[row] == 1, RowTotals::add);
        }
        totals
    }

    /// Adds the rows of a chunk whose customers have an active relationship to the seller.
    pub fn add_active(&mut self, chunk: &Chunk) {
        self.change(chunk, |row| chunk.traits[row] & traits::ENDED == 0, RowTotals::add);
    }

    /// Removes them.
    pub fn remove_active(&mut self, chunk: &Chunk) {
        self.change(chunk, |row| chunk.traits[row] & traits::ENDED == 0, RowTotals::remove);
        self.days.retain(|_, day| *day != DayTotals::default());
    }

    fn change(
        &mut self,
        chunk: &Chunk,
        counts: impl Fn(usize) -> bool,
        change: impl Fn(&mut RowTotals, RowTotals),
    ) {
        let one =
            |row: usize| RowTotals { rows: 1, licenses: u64::from(chunk.quantities[row].unsigned_abs()) };
        let active = traits::status(SubscriptionStatus::Active);
        for row in (0..chunk.len()).filter(|row| counts(*row)) {
            let status = chunk.traits[row] & traits::STATUS;
            change(&mut self.statuses[usize::from(status)], one(row));
            if status == active {
                let product = chunk.products[row] as usize;
                if self.products.len() <= product {
                    self.products.resize(product + 1, RowTotals::default());
                }
                change(&mut self.products[product], one(row));
            }
            let (day, event) = (chunk.days[row], chunk.events[row]);
            if day != NO_DAY && event != NO_EVENT {
                change(&mut self.days.entry(day).or_default().events[usize::from(event - 1)], one(row));
            }
        }
        let planned = chunk.planned.iter().map(|row| *row as usize);
        for row in planned.filter(|row| counts(*row) && chunk.days[*row] != NO_DAY) {
            change(&mut self.days.entry(chunk.days[row]).or_default().planned, one(row));
        }
    }
}

impl SubscriptionTotals {
    /// Starts without subscriptions. `days` are the days of which the events are wanted.
    pub(super) fn new(days: RangeInclusive<NaiveDate>) -> Self {
        let length = (*days.end() - *days.start()).num_days().unsigned_abs();
        let day = |number| (*days.start() + Days::new(number), DayTotals::default());
        SubscriptionTotals {
            statuses: [RowTotals::default(); STATUSES],
            days: (0..=length).map(day).collect(),
            names: HashMap::new(),
            products: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, totals: &Totals, products: &Products) {
        for (one, other) in self.statuses.iter_mut().zip(&totals.statuses) {
            one.add(*other);
        }
        for (day, sum) in &mut self.days {
            if let Some(other) = totals.days.get(&day_number(Some(*day))) {
                sum.add(other);
            }
        }
        for (number, product) in totals.products.iter().enumerate().filter(|(_, product)| product.rows > 0) {
            // The filter of the list finds all products with a name.
            let name = &products.get(number as u32).name;
            match self.names.get_mut(name) {
                Some(sum) => sum.add(*product),
                None => drop(self.names.insert(name.clone(), *product)),
            }
        }
    }

    pub(super) fn sorted(mut self) -> Self {
        self.products = std::mem::take(&mut self.names).into_iter().collect();
        let most_first = |(name, one): &(String, RowTotals)| (std::cmp::Reverse(one.licenses), name.clone());
        self.products.sort_by_cached_key(most_first);
        self
    }

    /// Returns the subscriptions with this status.
    pub fn of_status(&self, status: SubscriptionStatus) -> RowTotals {
        self.statuses[usize::from(traits::status(status))]
    }

    /// Returns what happens on each of the days, in order, also on those on which nothing does.
    pub fn days(&self) -> &[(NaiveDate, DayTotals)] {
        &self.days
    }

    /// Returns what happens on these days together. Other days than the wanted ones do not count.
    pub fn between(&self, days: &RangeInclusive<NaiveDate>) -> DayTotals {
        let mut all = DayTotals::default();
        self.days.iter().filter(|(day, _)| days.contains(day)).for_each(|(_, one)| all.add(one));
        all
    }
}

/// The versions of the list of a partner and of a seller's index.
type Versions = [(PartnerId, i64); 2];

/// The numbers of limited views, which stay right as long as the indexes do. The newest are last.
#[derive(Default)]
pub(super) struct RememberedTotals(Mutex<BTreeMap<u64, (Versions, Arc<Totals>)>>);

impl RememberedTotals {
    /// Returns the numbers, which are counted only if they are not remembered. The lock is not held while they are counted, so
    /// two threads may count the same.
    pub fn get_or_count(&self, key: Versions, count: impl FnOnce() -> Result<Totals>) -> Result<Arc<Totals>> {
        let known = self.lock().values().find(|(one, _)| *one == key).map(|(_, totals)| totals.clone());
        if let Some(known) = known {
            return Ok(known);
        }
        let totals = Arc::new(count()?);
        let mut remembered = self.lock();
        // An older version of the same view is not asked for again.
        remembered.retain(|_, (one, _)| one.map(|(partner, _)| partner) != key.map(|(partner, _)| partner));
        if remembered.len() >= MAX_REMEMBERED {
            remembered.pop_first();
        }
        let next = remembered.last_key_value().map_or(0, |(number, _)| number + 1);
        remembered.insert(next, (key, totals.clone()));
        Ok(totals)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, (Versions, Arc<Totals>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn sums_days_and_counts_none_outside() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
        let number = |date| day_number(Some(date));
        let sum = |rows, licenses| RowTotals { rows, licenses };
        let on = |events| DayTotals { events, planned: sum(1, 5) };
        let totals = Totals {
            days: HashMap::from([
                (number(day(1)), on([sum(2, 20), sum(0, 0), sum(0, 0)])),
                (number(day(3)), on([sum(0, 0), sum(1, 7), sum(4, 4)])),
                (number(day(9)), on([sum(9, 9), sum(0, 0), sum(0, 0)])),
            ]),
            ..Totals::default()
        };
        let mut all = SubscriptionTotals::new(day(1)..=day(8));
        all.add(&totals, &Products::default());
        assert_eq!(all.days().len(), 8);
        let week = all.between(&(day(1)..=day(9)));
        assert_eq!(week.of(ComingEvent::Renewal), sum(2, 20));
        assert_eq!((week.of(ComingEvent::End), week.of(ComingEvent::Deletion)), (sum(1, 7), sum(4, 4)));
        assert_eq!((week.all(), week.planned), (sum(7, 31), sum(2, 10)));
    }

    #[test]
    fn remembers_one_version_of_each_view() {
        let remembered = RememberedTotals::default();
        let counted =
            |rows| Totals { statuses: [RowTotals { rows, licenses: 0 }; STATUSES], ..Totals::default() };
        let key = |seller, version| [(PartnerId(1), 1), (PartnerId(seller), version)];
        let rows = |key, rows| remembered.get_or_count(key, || Ok(counted(rows))).unwrap().statuses[0].rows;
        assert_eq!((rows(key(2, 1), 7), rows(key(2, 1), 8), rows(key(2, 2), 9)), (7, 7, 9));
        for seller in 3..=MAX_REMEMBERED as i32 + 2 {
            assert_eq!(rows(key(seller, 1), 1), 1);
        }
        assert_eq!(rows(key(2, 2), 5), 5, "the oldest is forgotten");
    }
}
