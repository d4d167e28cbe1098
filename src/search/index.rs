//! The search index of one partner's list at one version: blocks in name order, with functions to scan,
//! count and page. [`super::refresh`] builds the next version; [`super::by_domain`] has the other order.

use crate::domain::MicrosoftId;
use crate::search::block::Block;
use crate::search::query::Direction;
use crate::search::remembered_counts::RememberedCounts;
use crate::search::scan::Query;
use crate::search::versions::Version;
use crate::search::{Conditions, Cursor, SearchPage, SearchRequest};
use crate::text::SearchTerms;
use std::ops::Range;
use std::sync::Arc;

/// The list at one value of `partners.list_seq`. A block holds all rows from its first key up to the first
/// key of the next block; the first block also holds rows before its first key.
pub(super) struct Index {
    pub seq: i64,
    pub blocks: Vec<Arc<Block>>,
    /// The number of customers.
    rows: u64,
    /// Memory in bytes.
    pub memory: usize,
    /// Numbers of customers that were counted, by words and conditions.
    pub counted: RememberedCounts<(SearchTerms, Conditions)>,
}

/// A position between two rows: before this row of this block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    pub block: usize,
    pub row: usize,
}

impl Version for Index {
    fn seq(&self) -> i64 {
        self.seq
    }

    fn memory(&self) -> usize {
        self.memory
    }
}

impl Index {
    pub fn new(seq: i64, blocks: Vec<Arc<Block>>) -> Self {
        let memory = blocks.iter().map(|block| block.memory() + 16).sum();
        let rows = blocks.iter().map(|block| block.len() as u64).sum();
        Index { seq, blocks, rows, memory, counted: RememberedCounts::default() }
    }

    /// Returns the block that this key is in or would be in.
    pub fn block_of(&self, key: &[u8]) -> usize {
        self.blocks.partition_point(|block| block.first_key() <= key).saturating_sub(1)
    }

    /// Returns the countries of all customers, without repetitions.
    pub fn countries(&self) -> Vec<[u8; 2]> {
        let mut countries: Vec<[u8; 2]> =
            self.blocks.iter().flat_map(|block| block.countries()).copied().collect();
        countries.sort_unstable();
        countries.dedup();
        countries
    }

    /// Returns the number of matching rows.
    pub fn count(&self, query: &Query<'_>) -> u64 {
        if query.matches_all() {
            return self.rows;
        }
        if let Some(times) = query.only_since() {
            return self.blocks.iter().map(|block| block.count_since(&times)).sum();
        }
        self.walk(query, Cut { block: 0, row: 0 }, Direction::Up, 0).1
    }

    /// Returns all matches in name order.
    pub fn all(&self, query: &Query<'_>) -> Vec<MicrosoftId> {
        self.walk(query, Cut { block: 0, row: 0 }, Direction::Up, usize::MAX).0
    }

    /// Returns a page in name order, in either direction. `rank` returns how many rows of a block are
    /// before the cursor.
    pub fn page<E>(
        &self,
        query: &Query<'_>,
        find: &SearchRequest<'_>,
        rank: impl FnOnce(&Block, &Cursor, bool) -> Result<usize, E>,
    ) -> Result<SearchPage, E> {
        let direction = Direction::for_page(find.sort, &find.place);
        let cut = match find.place.position() {
            Some(position) => self.cut(position, direction, rank)?,
            None if direction == Direction::Up => Cut { block: 0, row: 0 },
            None => Cut { block: self.blocks.len(), row: 0 },
        };
        let (ids, near) = self.walk(query, cut, direction, find.limit);
        let (_, other) = self.walk(query, cut, direction.reversed(), 0);
        Ok(SearchPage::assemble(find, ids, near, other))
    }

    /// Calls `each` for all customers from a cut in one direction, until it returns `false`.
    pub fn for_each_id(&self, cut: Cut, direction: Direction, mut each: impl FnMut(MicrosoftId) -> bool) {
        let blocks = self.blocks.len();
        match direction {
            Direction::Up => {
                let start = |number| if number == cut.block { cut.row } else { 0 };
                let rows = (cut.block..blocks).flat_map(|number| {
                    let block = &self.blocks[number];
                    (start(number)..block.len()).map(|row| block.id(row))
                });
                rows.take_while(|id| each(*id)).for_each(drop);
            }
            Direction::Down => {
                let end =
                    |number: usize| if number == cut.block { cut.row } else { self.blocks[number].len() };
                let rows = (0..blocks.min(cut.block + 1)).rev().flat_map(|number| {
                    let block = &self.blocks[number];
                    (0..end(number)).rev().map(|row| block.id(row))
                });
                rows.take_while(|id| each(*id)).for_each(drop);
            }
        }
    }

    /// Returns the position right after the cursor if the page goes up, otherwise right before it.
    pub fn cut<E>(
        &self,
        position: &Cursor,
        direction: Direction,
        rank: impl FnOnce(&Block, &Cursor, bool) -> Result<usize, E>,
    ) -> Result<Cut, E> {
        let number = self.block_of(&position.key);
        let row = match self.blocks.get(number) {
            Some(block) if block.first_key() <= position.key.as_slice() => {
                rank(block, position, direction == Direction::Up)?.min(block.len())
            }
            _ => 0,
        };
        Ok(Cut { block: number, row })
    }

    /// Returns the first matches from a cut in one direction, at most `limit`, and the number of all.
    fn walk(
        &self,
        query: &Query<'_>,
        cut: Cut,
        direction: Direction,
        limit: usize,
    ) -> (Vec<MicrosoftId>, u64) {
        let (mut ids, mut count, mut found) = (Vec::new(), 0, Vec::new());
        let mut see = |number: usize, rows: Range<usize>| {
            let block = &self.blocks[number];
            let wanted = limit - ids.len();
            if wanted == 0 {
                count += query.count(block, rows, &mut found);
                return;
            }
            query.rows(block, rows, &mut found);
            count += found.len() as u64;
            let id = |row: &usize| block.id(*row);
            match direction {
                Direction::Up => ids.extend(found.iter().map(id).take(wanted)),
                Direction::Down => ids.extend(found.iter().rev().map(id).take(wanted)),
            }
        };
        let blocks = self.blocks.len();
        match direction {
            Direction::Up => {
                let start = |number| if number == cut.block { cut.row } else { 0 };
                (cut.block..blocks).for_each(|number| see(number, start(number)..self.blocks[number].len()));
            }
            Direction::Down => {
                let end =
                    |number: usize| if number == cut.block { cut.row } else { self.blocks[number].len() };
                (0..blocks.min(cut.block + 1)).rev().for_each(|number| see(number, 0..end(number)));
            }
        }
        (ids, count)
    }
}
