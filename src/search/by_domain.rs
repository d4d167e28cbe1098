//! Pages in the order of domains. There is no second index: one scan selects the page. [`super::index`] has
//! the order of names.

use crate::domain::MicrosoftId;
use crate::search::index::Index;
use crate::search::query::Direction;
use crate::search::scan::Query;
use crate::search::{Cursor, SearchPage, SearchRequest};
use std::cmp::Ordering;

/// The domain in its original spelling and the customer, compared in this order.
type Entry<'a> = (&'a [u8], MicrosoftId);

impl Index {
    /// Returns a page in the order of domains, in either direction.
    pub fn page_by_domain(&self, query: &Query<'_>, find: &SearchRequest<'_>) -> SearchPage {
        let direction = Direction::for_page(find.sort, &find.place);
        let position = find.place.position();
        let mut nearest = Nearest::new(direction, find.limit);
        let (mut near, mut other) = (0, 0);
        self.domains(query, |entry| {
            if position.is_none_or(|position| is_past(entry, position, direction)) {
                near += 1;
                nearest.offer(entry);
            } else {
                other += 1;
            }
        });
        SearchPage::assemble(find, nearest.into_ids(), near, other)
    }

    /// Returns all matches in the order of domains.
    pub fn all_by_domain(&self, query: &Query<'_>) -> Vec<MicrosoftId> {
        let mut entries = Vec::new();
        self.domains(query, |entry| entries.push(entry));
        entries.sort_unstable();
        entries.into_iter().map(|(_, id)| id).collect()
    }

    fn domains<'a>(&'a self, query: &Query<'_>, mut each: impl FnMut(Entry<'a>)) {
        let mut found = Vec::new();
        for block in &self.blocks {
            query.rows(block, 0..block.len(), &mut found);
            found.iter().for_each(|&row| each((block.domain(row), block.id(row))));
        }
    }
}

fn is_past(entry: Entry<'_>, position: &Cursor, direction: Direction) -> bool {
    let order = entry.cmp(&(position.key.as_slice(), position.id));
    order == if direction == Direction::Up { Ordering::Greater } else { Ordering::Less }
}

/// Selects the first `limit` entries in one direction from many.
struct Nearest<'a> {
    entries: Vec<Entry<'a>>,
    direction: Direction,
    limit: usize,
    /// The last of the first `limit` entries, once there are that many.
    worst: Option<Entry<'a>>,
}

impl<'a> Nearest<'a> {
    fn new(direction: Direction, limit: usize) -> Self {
        Nearest { entries: Vec::new(), direction, limit, worst: None }
    }

    fn offer(&mut self, entry: Entry<'a>) {
        if self.worst.is_some_and(|worst| order(self.direction, &entry, &worst) == Ordering::Greater) {
            return;
        }
        self.entries.push(entry);
        if self.entries.len() >= 4 * self.limit + 64 {
            self.advance();
        }
    }

    fn advance(&mut self) {
        let direction = self.direction;
        self.entries.sort_unstable_by(|a, b| order(direction, a, b));
        self.entries.truncate(self.limit);
        if self.entries.len() == self.limit {
            self.worst = self.entries.last().copied();
        }
    }

    fn into_ids(mut self) -> Vec<MicrosoftId> {
        self.advance();
        self.entries.into_iter().map(|(_, id)| id).collect()
    }
}

fn order(direction: Direction, a: &Entry<'_>, b: &Entry<'_>) -> Ordering {
    if direction == Direction::Up { a.cmp(b) } else { b.cmp(a) }
}
