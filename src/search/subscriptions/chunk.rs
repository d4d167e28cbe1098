//! A chunk of subscriptions in the order of Microsoft ID and Subscription ID: one array for each column.
//! [`super::columns`] keeps the chunks in order; [`super::conditions`] compares the columns.

use crate::domain::{BillingCycle, ComingEvent, PartnerId, SubscriptionDates, SubscriptionStatus, TextEnum};
use crate::search::subscriptions::products::Products;
use crate::search::subscriptions::stored::Row;
use chrono::{Datelike, NaiveDate};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

/// Number of rows at which a chunk ends. It limits how much is read again after a change.
const CHUNK: usize = 1_024;

/// The day of a row without a date. It is after all days.
pub(super) const NO_DAY: i32 = i32::MAX;

/// The reseller of a row without one.
pub(super) const NO_RESELLER: i32 = 0;

/// Status, billing cycle and auto-renewal of a row in one byte, so that one comparison checks all three.
pub(super) mod traits {
    use super::{BillingCycle, SubscriptionStatus, TextEnum};

    pub const STATUS: u8 = 0b111;
    pub const CYCLE: u8 = 0b11_1000;
    pub const AUTO_RENEW: u8 = 0b100_0000;
    /// The seller's relationship to the customer has ended.
    pub const ENDED: u8 = 0b1000_0000;

    pub fn status(status: SubscriptionStatus) -> u8 {
        SubscriptionStatus::ALL.iter().position(|(known, _)| *known == status).unwrap_or_default() as u8
    }

    pub fn cycle(cycle: Option<BillingCycle>) -> u8 {
        let number = |cycle| BillingCycle::ALL.iter().position(|(known, _)| *known == cycle);
        (cycle.and_then(number).map_or(0, |number| number as u8 + 1)) << 3
    }

    pub fn status_of(traits: u8) -> SubscriptionStatus {
        SubscriptionStatus::ALL
            .get(usize::from(traits & STATUS))
            .map_or(SubscriptionStatus::Active, |one| one.0)
    }

    pub fn cycle_of(traits: u8) -> Option<BillingCycle> {
        let number = usize::from((traits & CYCLE) >> 3).checked_sub(1)?;
        BillingCycle::ALL.get(number).map(|(cycle, _)| *cycle)
    }
}

/// The event of a row to which nothing happens any more.
pub(super) const NO_EVENT: u8 = 0;

/// Returns an event as a number, from 1.
pub(super) fn event_number(event: ComingEvent) -> u8 {
    ComingEvent::ALL.iter().position(|(known, _)| *known == event).unwrap_or_default() as u8 + 1
}

/// Returns a date as the number of its day.
pub(super) fn day_number(date: Option<NaiveDate>) -> i32 {
    date.map_or(NO_DAY, |date| date.num_days_from_ce())
}

/// Consecutive subscriptions of a seller. The rows of a customer are never in two chunks.
#[derive(Default)]
pub(super) struct Chunk {
    /// The customers, ascending.
    pub customers: Vec<u128>,
    /// The first row of each customer, and the number of rows.
    pub starts: Vec<u32>,
    pub ids: Vec<u128>,
    /// The numbers of the products in [`Products`].
    pub products: Vec<u32>,
    /// The resellers of record, or [`NO_RESELLER`].
    pub resellers: Vec<i32>,
    pub quantities: Vec<i32>,
    /// The next dates.
    pub days: Vec<i32>,
    /// What happens on the next dates: [`event_number`], or [`NO_EVENT`].
    pub events: Vec<u8>,
    /// The ends of the terms.
    pub terms: Vec<i32>,
    pub traits: Vec<u8>,
    /// The rows with a change that is planned for the renewal, ascending. They are few.
    pub planned: Vec<u32>,
    /// What the rows with the same traits have together. There are at most a few dozen.
    pub groups: Vec<Group>,
}

/// The rows of a chunk that have the same traits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Group {
    pub traits: u8,
    pub rows: u32,
    /// The sum of their quantities.
    pub seats: u64,
    /// The first of their next dates, or [`NO_DAY`].
    pub first_day: i32,
}

impl Chunk {
    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Returns the first customer.
    pub fn first(&self) -> u128 {
        self.customers.first().copied().unwrap_or_default()
    }

    /// Returns the rows of the customer with this number in the chunk.
    pub fn rows_of(&self, customer: usize) -> Range<usize> {
        self.starts[customer] as usize..self.starts[customer + 1] as usize
    }

    /// Returns the rows of a customer; an empty range where they would be if it has none.
    pub fn rows_of_id(&self, id: u128) -> Range<usize> {
        match self.customers.binary_search(&id) {
            Ok(customer) => self.rows_of(customer),
            Err(next) => {
                let at = self.starts.get(next).map_or(0, |start| *start as usize);
                at..at
            }
        }
    }

    /// Returns the customer of a row.
    pub fn customer_of(&self, row: usize) -> u128 {
        let customer = self.starts.partition_point(|start| *start as usize <= row).saturating_sub(1);
        self.customers[customer]
    }

    /// Returns the memory in bytes.
    pub fn memory(&self) -> usize {
        const ROW: usize = 16 + 4 + 4 + 4 + 4 + 4 + 1 + 1;
        let groups = size_of::<Group>() * self.groups.len();
        size_of::<Self>() + ROW * self.ids.len() + 20 * self.customers.len() + 4 * self.planned.len() + groups
    }

    /// Whether the chunk is so short that it should be merged with the next one.
    pub fn is_short(&self) -> bool {
        self.len() < CHUNK / 4
    }

    fn push(&mut self, row: &Row, product: u32, has_ended: bool) {
        let customer = row.customer.0.as_u128();
        if self.customers.last() != Some(&customer) {
            self.customers.push(customer);
            self.starts.push(self.ids.len() as u32);
        }
        let dates = SubscriptionDates {
            status: row.status,
            auto_renew: row.auto_renew,
            renews_on: row.renews_on,
            cancels_on: row.cancels_on,
            deletes_on: row.deletes_on,
        };
        if row.renewal_quantity.is_some() || row.renewal_offer_id.is_some() {
            self.planned.push(self.ids.len() as u32);
        }
        self.ids.push(row.id.0.as_u128());
        self.products.push(product);
        self.resellers.push(row.reseller.map_or(NO_RESELLER, |PartnerId(id)| id));
        self.quantities.push(row.quantity);
        let next = dates.next();
        self.days.push(day_number(next.and_then(|(_, day)| day)));
        self.events.push(next.map_or(NO_EVENT, |(event, _)| event_number(event.coming())));
        self.terms.push(day_number(row.renews_on));
        let auto_renew = if row.auto_renew { traits::AUTO_RENEW } else { 0 };
        let ended = if has_ended { traits::ENDED } else { 0 };
        self.traits.push(traits::status(row.status) | traits::cycle(row.billing_cycle) | auto_renew | ended);
    }

    fn grouped(&self) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        // The place of the group of each value of the traits.
        let mut places = [None::<usize>; 1 << u8::BITS];
        for (row, traits) in self.traits.iter().enumerate() {
            let place = *places[usize::from(*traits)].get_or_insert_with(|| {
                groups.push(Group { traits: *traits, rows: 0, seats: 0, first_day: NO_DAY });
                groups.len() - 1
            });
            let group = &mut groups[place];
            group.rows += 1;
            group.seats += u64::from(self.quantities[row].unsigned_abs());
            group.first_day = group.first_day.min(self.days[row]);
        }
        groups
    }

    fn finished(mut self) -> Arc<Self> {
        self.starts.push(self.ids.len() as u32);
        self.groups = self.grouped();
        self.customers.shrink_to_fit();
        self.starts.shrink_to_fit();
        self.ids.shrink_to_fit();
        self.products.shrink_to_fit();
        self.resellers.shrink_to_fit();
        self.quantities.shrink_to_fit();
        self.days.shrink_to_fit();
        self.events.shrink_to_fit();
        self.terms.shrink_to_fit();
        self.traits.shrink_to_fit();
        self.planned.shrink_to_fit();
        self.groups.shrink_to_fit();
        Arc::new(self)
    }
}

/// Packs rows into chunks. The rows must come in order.
pub(super) struct Packer<'a> {
    done: Vec<Arc<Chunk>>,
    open: Chunk,
    products: &'a mut Arc<Products>,
    /// The customers whose relationship to the seller has ended.
    ended: &'a HashSet<u128>,
}

impl<'a> Packer<'a> {
    pub fn new(products: &'a mut Arc<Products>, ended: &'a HashSet<u128>) -> Self {
        Packer { done: Vec::new(), open: Chunk::default(), products, ended }
    }

    /// Adds the next row.
    pub fn push(&mut self, row: &Row) {
        let customer = row.customer.0.as_u128();
        if self.open.len() >= CHUNK && self.open.customers.last() != Some(&customer) {
            self.done.push(std::mem::take(&mut self.open).finished());
        }
        let (name, offer) = (row.name.as_str(), row.offer_id.as_deref());
        let known = self.products.number(name, offer);
        let product = known.unwrap_or_else(|| Arc::make_mut(self.products).add(name, offer));
        self.open.push(row, product, self.ended.contains(&customer));
    }

    /// Returns the chunks.
    pub fn finish(mut self) -> Vec<Arc<Chunk>> {
        if self.open.len() > 0 {
            self.done.push(self.open.finished());
        }
        self.done
    }
}
