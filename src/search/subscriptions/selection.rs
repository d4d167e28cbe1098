//! Selects a page, or all matches, in the order of a column that is a number in the index. [`super::customer_order`] has the
//! order of customers.

use crate::search::subscriptions::chunk::{Chunk, NO_DAY, traits};
use crate::search::subscriptions::hits::Hit;
use crate::search::subscriptions::matches::Matches;
use crate::search::subscriptions::nearest::Nearest;
use crate::search::subscriptions::query::{Column, SubscriptionCursor};
use crate::search::subscriptions::sources::Source;
use crate::text::sort_key;
use std::cmp::Ordering;

/// The order of a list by a number, and what is needed to compute it.
pub(super) struct NumberOrder {
    column: Column,
    descending: bool,
    /// For each source, the place of each product among all names; even numbers are between names.
    places: Vec<Vec<u32>>,
}

/// A position in a list: before or after the rows of the cursor.
pub(super) struct Position {
    order: u32,
    /// For each source, the first row after the cursor among rows with the same order; for a page before the cursor, the
    /// first row that is not before it.
    rows: Vec<usize>,
}

impl NumberOrder {
    pub fn new(column: Column, descending: bool, sources: &[Source]) -> Self {
        let places = if column == Column::Product { common_places(sources) } else { Vec::new() };
        NumberOrder { column, descending, places }
    }

    /// Returns the order of a row.
    fn of(&self, source: usize, chunk: &Chunk, row: usize) -> u32 {
        match self.column {
            Column::NextDate => self.day(chunk.days[row]),
            Column::Quantity => self.turned(ascending(chunk.quantities[row])),
            Column::Status => self.turned(u32::from(chunk.traits[row] & traits::STATUS)),
            Column::Product => self.turned(self.places[source][chunk.products[row] as usize]),
            Column::Customer => 0,
        }
    }

    fn turned(&self, value: u32) -> u32 {
        if self.descending { !value } else { value }
    }

    fn day(&self, day: i32) -> u32 {
        if day == NO_DAY { u32::MAX } else { self.turned(ascending(day)) }
    }

    /// Sets `found` to 1 for the matching rows whose order is in the range, otherwise to 0. The loops have no branches,
    /// because they go through all rows.
    fn find_in_range(&self, rows: &Rows<'_>, range: (u32, u32), found: &mut [u8]) {
        let (chunk, marks) = (rows.chunk, rows.marks);
        match self.column {
            Column::NextDate if self.descending => {
                let order = |day: &i32| if *day == NO_DAY { u32::MAX } else { !ascending(*day) };
                in_range(found, marks, chunk.days.iter().map(order), range);
            }
            // The order of NO_DAY is the largest number in this direction.
            Column::NextDate => in_range(found, marks, chunk.days.iter().map(|day| ascending(*day)), range),
            Column::Quantity => {
                let turn = if self.descending { u32::MAX } else { 0 };
                let orders = chunk.quantities.iter().map(|quantity| ascending(*quantity) ^ turn);
                in_range(found, marks, orders, range);
            }
            Column::Status => {
                let turn = if self.descending { u32::MAX } else { 0 };
                let orders = chunk.traits.iter().map(|bits| u32::from(bits & traits::STATUS) ^ turn);
                in_range(found, marks, orders, range);
            }
            Column::Product => {
                let (turn, places) = (if self.descending { u32::MAX } else { 0 }, &self.places[rows.source]);
                let orders = chunk.products.iter().map(|product| places[*product as usize] ^ turn);
                in_range(found, marks, orders, range);
            }
            Column::Customer => found.copy_from_slice(marks),
        }
    }

    /// Returns the value of a row for a cursor.
    pub fn value(&self, hit: &Hit, sources: &[Source]) -> Vec<u8> {
        let index = &sources[usize::from(hit.source)].index;
        match self.column {
            Column::Product => {
                let (chunk, row) = index.place(hit.row as usize);
                index.products.get(chunk.products[row]).name.clone().into_bytes()
            }
            _ => hit.order.to_be_bytes().to_vec(),
        }
    }

    /// Returns the position of a cursor; `None` if its value does not belong to the column.
    pub fn position(
        &self,
        cursor: &SubscriptionCursor,
        sources: &[Source],
        forward: bool,
    ) -> Option<Position> {
        let order = match self.column {
            Column::Product => {
                let place = self.place_of(std::str::from_utf8(&cursor.value).ok()?, sources);
                if self.descending { !place } else { place }
            }
            _ => u32::from_be_bytes(cursor.value.as_slice().try_into().ok()?),
        };
        let key = (cursor.customer.0.as_u128(), cursor.id.as_u128());
        let rank = |(number, source): (usize, &Source)| {
            // The same key in an earlier source is before the cursor.
            let included = match number.cmp(&usize::from(cursor.source)) {
                Ordering::Less => true,
                Ordering::Equal => forward,
                Ordering::Greater => false,
            };
            source.index.rank(key, included)
        };
        Some(Position { order, rows: sources.iter().enumerate().map(rank).collect() })
    }

    /// Returns the place of a name among all names, also if no product has it now.
    fn place_of(&self, name: &str, sources: &[Source]) -> u32 {
        let key = sort_key(name);
        let wanted = (key.as_slice(), name);
        let mut place = 0;
        for (source, places) in sources.iter().zip(&self.places) {
            for (number, known) in places.iter().enumerate() {
                match source.index.products.get(number as u32).order().cmp(&wanted) {
                    Ordering::Equal => return *known,
                    Ordering::Less => place = place.max(known + 1),
                    Ordering::Greater => {}
                }
            }
        }
        place
    }

    /// Returns the first `limit` matches after a position, or the last ones before it; the nearest first.
    pub fn nearest(
        &self,
        sources: &[Source],
        matches: &[Matches],
        position: Option<&Position>,
        forward: bool,
        limit: usize,
    ) -> Vec<Hit> {
        let mut nearest = Nearest::new(sources, forward, limit);
        let longest = sources.iter().flat_map(|source| &source.index.chunks).map(|chunk| chunk.len()).max();
        let mut spare = vec![0; longest.unwrap_or_default()];
        for (number, (source, found)) in sources.iter().zip(matches).enumerate() {
            let mut look = |at: usize| {
                if found.in_chunks[at] == 0 {
                    return;
                }
                let (chunk, start) = (&source.index.chunks[at], source.index.starts[at]);
                let marks = &found.marks[start as usize..start as usize + chunk.len()];
                let first_day = source.conditions.first_day(chunk);
                let rows =
                    Rows { chunk, start, marks, count: found.in_chunks[at], source: number, first_day };
                self.offer_rows(&mut nearest, &rows, position, &mut spare[..chunk.len()]);
            };
            let chunks = 0..source.index.chunks.len();
            if forward { chunks.for_each(&mut look) } else { chunks.rev().for_each(&mut look) }
        }
        nearest.into_hits()
    }

    /// Offers the matching rows of a chunk, in the direction of the page, so that of rows with the same order only the first
    /// ones are kept.
    fn offer_rows(
        &self,
        nearest: &mut Nearest<'_>,
        rows: &Rows<'_>,
        position: Option<&Position>,
        spare: &mut [u8],
    ) {
        let forward = nearest.forward;
        let from = position.map(|position| position.order);
        let Some(range) = nearest.range(from) else { return };
        // Most pages have the first dates, and few chunks have dates before the farthest of the page.
        let is_by_day = self.column == Column::NextDate && !self.descending;
        if is_by_day && ascending(rows.first_day) > range.1 {
            return;
        }
        let mut offer = |row: usize| {
            let order = self.of(rows.source, rows.chunk, row);
            let hit = Hit { order, source: rows.source as u16, row: rows.start + row as u32 };
            if !nearest.is_too_far(order)
                && position.is_none_or(|position| position.has_beyond(&hit, forward))
            {
                nearest.offer(hit);
            }
        };
        // A few matches are compared one by one, which reads less than all orders of the chunk.
        let marks = if rows.count as usize * FEW < rows.marks.len() {
            rows.marks
        } else {
            self.find_in_range(rows, range, spare);
            spare
        };
        let found = memchr::memchr_iter(1, marks);
        if forward { found.for_each(&mut offer) } else { found.rev().for_each(&mut offer) }
    }

    /// Returns all matches in the order of the list.
    pub fn all(&self, sources: &[Source], matches: &[Matches]) -> Vec<Hit> {
        let count: u64 = matches.iter().map(|found| found.rows).sum();
        let mut hits = Vec::with_capacity(count as usize);
        for (number, (source, found)) in sources.iter().zip(matches).enumerate() {
            for (chunk, start) in source.index.chunks.iter().zip(&source.index.starts) {
                let marks = &found.marks[*start as usize..*start as usize + chunk.len()];
                hits.extend(memchr::memchr_iter(1, marks).map(|row| Hit {
                    order: self.of(number, chunk, row),
                    source: number as u16,
                    row: start + row as u32,
                }));
            }
        }
        hits.sort_unstable_by(|a, b| a.compare(b, sources));
        hits
    }
}

/// So many times fewer matches than rows are compared one by one.
const FEW: usize = 16;

/// The rows of a chunk.
struct Rows<'a> {
    chunk: &'a Chunk,
    /// The number of rows before the chunk.
    start: u32,
    marks: &'a [u8],
    /// The number of marked rows.
    count: u32,
    /// The number of the source.
    source: usize,
    /// No matching row has its next date before this day.
    first_day: i32,
}

impl Position {
    /// Whether a row is on the side of the position where the page is.
    fn has_beyond(&self, hit: &Hit, forward: bool) -> bool {
        let is_after = match hit.order.cmp(&self.order) {
            Ordering::Equal => hit.row as usize >= self.rows[usize::from(hit.source)],
            order => order == Ordering::Greater,
        };
        is_after == forward
    }
}

/// Sets `found` to 1 for marked rows whose order is in the range, otherwise to 0.
fn in_range(found: &mut [u8], marks: &[u8], orders: impl Iterator<Item = u32>, (first, last): (u32, u32)) {
    for ((found, mark), order) in found.iter_mut().zip(marks).zip(orders) {
        *found = mark & u8::from(order >= first) & u8::from(order <= last);
    }
}

/// Returns a number such that numbers have the order of the values.
fn ascending(value: i32) -> u32 {
    value.cast_unsigned() ^ (1 << 31)
}

/// Returns for each source the place of each product among the names of all sources: odd numbers, so that a name that no
/// product has fits between.
fn common_places(sources: &[Source]) -> Vec<Vec<u32>> {
    if let [only] = sources {
        return vec![only.index.products.places().iter().map(|place| 2 * place + 1).collect()];
    }
    let products = |source: &Source| 0..source.index.products.len() as u32;
    let mut names: Vec<_> = sources
        .iter()
        .flat_map(|source| products(source).map(|number| source.index.products.get(number).order()))
        .collect();
    names.sort_unstable();
    names.dedup();
    let place = |source: &Source, number| {
        let name = source.index.products.get(number).order();
        2 * names.partition_point(|known| *known < name) as u32 + 1
    };
    sources.iter().map(|source| products(source).map(|number| place(source, number)).collect()).collect()
}
