//! The rows of a page: the nearest ones to a position in one direction.

use crate::search::subscriptions::hits::Hit;
use crate::search::subscriptions::sources::Source;
use std::cmp::Ordering;

/// Selects the first `limit` rows in one direction from many.
pub(super) struct Nearest<'a> {
    hits: Vec<Hit>,
    sources: &'a [Source],
    /// Whether larger orders are farther away.
    pub forward: bool,
    limit: usize,
    /// The last of the first `limit` rows, once there are that many.
    farthest: Option<Hit>,
}

impl<'a> Nearest<'a> {
    /// Starts without rows.
    pub fn new(sources: &'a [Source], forward: bool, limit: usize) -> Self {
        Nearest { hits: Vec::new(), sources, forward, limit, farthest: None }
    }

    /// Returns the smallest and the largest order that a row of the page can have now; `None` if none can. `from` is
    /// the order of the position before the page.
    pub fn range(&self, from: Option<u32>) -> Option<(u32, u32)> {
        // In one source, a later row with the same order as the farthest one is farther away.
        let step = u32::from(self.sources.len() == 1);
        let limit = self.farthest.map(|farthest| farthest.order);
        let (first, last) = if self.forward {
            (from.unwrap_or(0), limit.map_or(Some(u32::MAX), |order| order.checked_sub(step))?)
        } else {
            (limit.map_or(Some(0), |order| order.checked_add(step))?, from.unwrap_or(u32::MAX))
        };
        (first <= last).then_some((first, last))
    }

    /// Whether a row with this order cannot be among the first ones. In one source, rows are offered in their direction, so
    /// a later row with the same order is farther away.
    pub fn is_too_far(&self, order: u32) -> bool {
        self.farthest.is_some_and(|farthest| match order.cmp(&farthest.order) {
            Ordering::Equal => self.sources.len() == 1,
            Ordering::Greater => self.forward,
            Ordering::Less => !self.forward,
        })
    }

    /// Adds a row if it can be among the first ones.
    pub fn offer(&mut self, hit: Hit) {
        self.hits.push(hit);
        if self.hits.len() >= 4 * self.limit + 64 {
            self.keep_first();
        }
    }

    fn keep_first(&mut self) {
        let (sources, forward) = (self.sources, self.forward);
        self.hits
            .sort_unstable_by(|a, b| if forward { a.compare(b, sources) } else { b.compare(a, sources) });
        self.hits.truncate(self.limit);
        if self.hits.len() == self.limit {
            self.farthest = self.hits.last().copied();
        }
    }

    /// Returns the rows, the nearest first.
    pub fn into_hits(mut self) -> Vec<Hit> {
        self.keep_first();
        self.hits
    }
}
