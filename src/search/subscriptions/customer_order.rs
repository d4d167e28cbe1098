//! The order of customers, which the search index of the partner's list has. A walk through the list in this order looks up
//! the subscriptions of each customer, until the page is full.

use crate::db::DbConnection;
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::Result;
use crate::search::index::{Cut, Index};
use crate::search::query::{Cursor, Direction};
use crate::search::stored::rank;
use crate::search::subscriptions::hits::Hit;
use crate::search::subscriptions::matches::Matches;
use crate::search::subscriptions::query::SubscriptionCursor;
use crate::search::subscriptions::sources::Source;

/// The list of customers and the matching rows.
pub(super) struct CustomerOrder<'a> {
    pub list: &'a Index,
    pub partner: PartnerId,
    pub sources: &'a [Source],
    pub matches: &'a [Matches],
    pub descending: bool,
}

/// Above this share of rows, so few customers are looked up for a page that a filter before the look-up does not pay.
const DENSE: u64 = 16;

impl CustomerOrder<'_> {
    /// Returns the first `limit` matches after a position, or the last ones before it; the nearest first.
    pub fn nearest(
        &self,
        c: &mut DbConnection,
        cursor: Option<&SubscriptionCursor>,
        forward: bool,
        limit: usize,
    ) -> Result<Vec<Hit>> {
        let direction = if forward == self.descending { Direction::Down } else { Direction::Up };
        let mut hits = Vec::with_capacity(limit);
        let cut = match cursor {
            Some(cursor) => {
                self.take_rest(cursor, forward, limit, &mut hits);
                let place = Cursor { key: cursor.value.clone(), id: cursor.customer };
                self.list.cut(&place, direction, |block, place, with_it| {
                    rank(c, self.partner, block, place, with_it)
                })?
            }
            None if direction == Direction::Up => Cut { block: 0, row: 0 },
            None => Cut { block: self.list.blocks.len(), row: 0 },
        };
        let candidates = self.candidates();
        self.list.for_each_id(cut, direction, |id| {
            if hits.len() < limit && candidates.as_ref().is_none_or(|candidates| candidates.may_have(id)) {
                hits.extend(self.rows_of(id, forward));
            }
            hits.len() < limit
        });
        hits.truncate(limit);
        Ok(hits)
    }

    /// Returns all matches in the order of the list.
    pub fn all(&self) -> Vec<Hit> {
        let direction = if self.descending { Direction::Down } else { Direction::Up };
        let cut = match direction {
            Direction::Up => Cut { block: 0, row: 0 },
            Direction::Down => Cut { block: self.list.blocks.len(), row: 0 },
        };
        let candidates = self.candidates();
        let mut hits = Vec::new();
        self.list.for_each_id(cut, direction, |id| {
            if candidates.as_ref().is_none_or(|candidates| candidates.may_have(id)) {
                hits.extend(self.rows_of(id, true));
            }
            true
        });
        hits
    }

    /// Takes the rows of the cursor's customer that are beyond the cursor.
    fn take_rest(&self, cursor: &SubscriptionCursor, forward: bool, limit: usize, hits: &mut Vec<Hit>) {
        let at = (cursor.id.as_u128(), cursor.source);
        let rows = self.rows_of(cursor.customer, forward).into_iter().filter(|hit| {
            let (_, id) = self.sources[usize::from(hit.source)].index.key(hit.row as usize);
            if forward { (id, hit.source) > at } else { (id, hit.source) < at }
        });
        hits.extend(rows.take(limit));
    }

    /// Returns the matching rows of a customer in the order of Subscription IDs, or in the reverse.
    fn rows_of(&self, customer: MicrosoftId, forward: bool) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (number, (source, found)) in self.sources.iter().zip(self.matches).enumerate() {
            let rows = source.index.rows_of(customer.0.as_u128()).filter(|row| found.marks[*row] == 1);
            hits.extend(rows.map(|row| Hit { order: 0, source: number as u16, row: row as u32 }));
        }
        if self.sources.len() > 1 {
            hits.sort_unstable_by(|a, b| a.compare(b, self.sources));
        }
        if !forward {
            hits.reverse();
        }
        hits
    }

    /// Returns the customers that may have matches, if there are few.
    fn candidates(&self) -> Option<Candidates> {
        let found: u64 = self.matches.iter().map(|found| found.rows).sum();
        let all: usize = self.sources.iter().map(|source| source.index.len()).sum();
        if found > all as u64 / DENSE {
            return None;
        }
        let mut candidates = Candidates::new(found as usize);
        for (source, found) in self.sources.iter().zip(self.matches) {
            for row in memchr::memchr_iter(1, &found.marks) {
                candidates.add(source.index.key(row).0);
            }
        }
        Some(candidates)
    }
}

/// A set of customers that may contain others too, as a bitmap that is looked up quickly.
struct Candidates {
    bits: Vec<u64>,
    mask: u64,
}

impl Candidates {
    fn new(count: usize) -> Self {
        let bits = (16 * count).next_power_of_two().max(64);
        Candidates { bits: vec![0; bits / 64], mask: bits as u64 - 1 }
    }

    fn add(&mut self, customer: u128) {
        let bit = self.bit(customer);
        self.bits[(bit / 64) as usize] |= 1 << (bit % 64);
    }

    fn may_have(&self, customer: MicrosoftId) -> bool {
        let bit = self.bit(customer.0.as_u128());
        self.bits[(bit / 64) as usize] & (1 << (bit % 64)) != 0
    }

    /// Ids are random but for a few bits, which the multiplication spreads.
    fn bit(&self, customer: u128) -> u64 {
        let folded = (customer as u64) ^ ((customer >> 64) as u64);
        (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20) & self.mask
    }
}
