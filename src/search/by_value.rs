//! Pages in the order of another value than the name: the domain, or a number. There is no second index: one scan selects
//! the page. [`super::index`] has the order of names.

use crate::domain::MicrosoftId;
use crate::search::attributes::domain_start;
use crate::search::block::Block;
use crate::search::index::Index;
use crate::search::query::Direction;
use crate::search::scan::Query;
use crate::search::{Cursor, SearchPage, SearchRequest, Sort};
use std::cmp::Ordering;

/// The value and the customer, compared in this order.
type Entry<V> = (V, MicrosoftId);

impl Index {
    /// Returns a page in the order of `find.sort`, in either direction.
    pub fn page_by_value(&self, query: &Query<'_>, find: &SearchRequest<'_>) -> SearchPage {
        let position = find.place.position();
        if find.sort.is_by_domain() {
            let position = position.map(|position| (DomainKey::of_cursor(&position.key), position.id));
            return self.page_of(query, find, position, DomainKey::of_row);
        }
        let position = position.map(|position| (number(position), position.id));
        self.page_of(query, find, position, |block, row| block.attributes().sort_number(row, find.sort))
    }

    /// Returns all matches in ascending order of the value of `sort`.
    pub fn all_by_value(&self, query: &Query<'_>, sort: Sort) -> Vec<MicrosoftId> {
        if sort.is_by_domain() {
            return self.all_of(query, DomainKey::of_row);
        }
        self.all_of(query, |block, row| block.attributes().sort_number(row, sort))
    }

    fn page_of<'a, V: Ord + Copy>(
        &'a self,
        query: &Query<'_>,
        find: &SearchRequest<'_>,
        position: Option<Entry<V>>,
        value: impl Fn(&'a Block, usize) -> V,
    ) -> SearchPage {
        let direction = Direction::for_page(find.sort, &find.place);
        let past = if direction == Direction::Up { Ordering::Greater } else { Ordering::Less };
        let mut nearest = Nearest::new(direction, find.limit);
        let (mut near, mut other) = (0, 0);
        self.entries(query, value, |entry| {
            if position.is_none_or(|position| entry.cmp(&position) == past) {
                near += 1;
                nearest.offer(entry);
            } else {
                other += 1;
            }
        });
        SearchPage::assemble(find, nearest.into_ids(), near, other)
    }

    fn all_of<'a, V: Ord>(
        &'a self,
        query: &Query<'_>,
        value: impl Fn(&'a Block, usize) -> V,
    ) -> Vec<MicrosoftId> {
        let mut entries = Vec::new();
        self.entries(query, value, |entry| entries.push(entry));
        entries.sort_unstable();
        entries.into_iter().map(|(_, id)| id).collect()
    }

    fn entries<'a, V>(
        &'a self,
        query: &Query<'_>,
        value: impl Fn(&'a Block, usize) -> V,
        mut each: impl FnMut(Entry<V>),
    ) {
        let mut found = Vec::new();
        for block in &self.blocks {
            query.rows(block, 0..block.len(), &mut found);
            found.iter().for_each(|&row| each((value(block, row), block.id(row))));
        }
    }
}

/// A domain that is compared by its first bytes, and is read only where these are equal.
#[derive(Clone, Copy)]
struct DomainKey<'a> {
    start: u32,
    place: DomainPlace<'a>,
}

/// Where a domain is.
#[derive(Clone, Copy)]
enum DomainPlace<'a> {
    Row(&'a Block, usize),
    Cursor(&'a [u8]),
}

impl<'a> DomainKey<'a> {
    fn of_row(block: &'a Block, row: usize) -> Self {
        DomainKey { start: block.attributes().domain_start[row], place: DomainPlace::Row(block, row) }
    }

    fn of_cursor(domain: &'a [u8]) -> Self {
        DomainKey { start: domain_start(domain), place: DomainPlace::Cursor(domain) }
    }

    fn domain(&self) -> &'a [u8] {
        match self.place {
            DomainPlace::Row(block, row) => block.domain(row),
            DomainPlace::Cursor(domain) => domain,
        }
    }
}

impl Ord for DomainKey<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.start.cmp(&other.start).then_with(|| self.domain().cmp(other.domain()))
    }
}

impl PartialOrd for DomainKey<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for DomainKey<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for DomainKey<'_> {}

/// Returns the number in a cursor's key. The parser of the address has checked its length.
fn number(position: &Cursor) -> u32 {
    position.key.as_slice().try_into().map_or(0, u32::from_be_bytes)
}

/// Selects the first `limit` entries in one direction from many.
struct Nearest<V> {
    entries: Vec<Entry<V>>,
    direction: Direction,
    limit: usize,
    /// The last of the first `limit` entries, once there are that many.
    worst: Option<Entry<V>>,
}

impl<V: Ord + Copy> Nearest<V> {
    fn new(direction: Direction, limit: usize) -> Self {
        Nearest { entries: Vec::new(), direction, limit, worst: None }
    }

    fn offer(&mut self, entry: Entry<V>) {
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

fn order<V: Ord>(direction: Direction, a: &Entry<V>, b: &Entry<V>) -> Ordering {
    if direction == Direction::Up { a.cmp(b) } else { b.cmp(a) }
}
