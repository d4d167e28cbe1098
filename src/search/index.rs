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
use std::sync::{Arc, OnceLock};

/// The list at one value of `partners.list_seq`. A block holds all rows from its first key up to the first
/// key of the next block; the first block also holds rows before its first key.
pub(super) struct Index {
    pub seq: i64,
    pub blocks: Vec<Arc<Block>>,
    /// The number of customers.
    rows: u64,
    /// Memory in bytes.
    pub memory: usize,
    countries: OnceLock<Vec<[u8; 2]>>,
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
        Index { seq, blocks, rows, memory, countries: OnceLock::new(), counted: RememberedCounts::default() }
    }

    /// Returns the block that this key is in or would be in.
    pub fn block_of(&self, key: &[u8]) -> usize {
        self.blocks.partition_point(|block| block.first_key() <= key).saturating_sub(1)
    }

    /// Returns the countries of all customers, without repetitions.
    pub fn countries(&self) -> &[[u8; 2]] {
        self.countries.get_or_init(|| {
            let mut countries: Vec<[u8; 2]> =
                self.blocks.iter().flat_map(|block| block.countries()).copied().collect();
            countries.sort_unstable();
            countries.dedup();
            countries
        })
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

    /// Returns a page in name order, in either direction. `rank` returns how many rows of a block are before the cursor.
    /// `total` is the number of all matches, if it is known: then only the blocks of the page are searched.
    pub fn page<E>(
        &self,
        query: &Query<'_>,
        find: &SearchRequest<'_>,
        total: Option<u64>,
        rank: impl FnOnce(&Block, &Cursor, bool) -> Result<usize, E>,
    ) -> Result<SearchPage, E> {
        let direction = Direction::for_page(find.sort, &find.place);
        let cut = match find.place.position() {
            Some(position) => self.cut(position, direction, rank)?,
            None if direction == Direction::Up => Cut { block: 0, row: 0 },
            None => Cut { block: self.blocks.len(), row: 0 },
        };
        let Some(total) = total else {
            let (ids, near) = self.walk(query, cut, direction, find.limit);
            let (_, other) = self.walk(query, cut, direction.reversed(), 0);
            return Ok(SearchPage::assemble(find, ids, near, other));
        };
        let ids = self.nearest(query, cut, direction, find.limit + 1);
        let (near, other) = (ids.len(), self.nearest(query, cut, direction.reversed(), 1).len());
        Ok(SearchPage { total, ..SearchPage::assemble(find, ids, near as u64, other as u64) })
    }

    /// Calls `each` for all customers from a cut in one direction, until it returns `false`.
    pub fn for_each_id(&self, cut: Cut, direction: Direction, mut each: impl FnMut(MicrosoftId) -> bool) {
        self.for_each_block(cut, direction, |block, mut rows| match direction {
            Direction::Up => rows.all(|row| each(block.id(row))),
            Direction::Down => rows.rev().all(|row| each(block.id(row))),
        });
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
        self.for_each_block(cut, direction, |block, rows| {
            if ids.len() == limit {
                count += query.count(block, rows, &mut found);
            } else {
                query.rows(block, rows, &mut found);
                count += found.len() as u64;
                add_ids(&mut ids, block, &found, direction, limit);
            }
            true
        });
        (ids, count)
    }

    /// Returns the first matches from a cut in one direction, at most `limit`.
    fn nearest(&self, query: &Query<'_>, cut: Cut, direction: Direction, limit: usize) -> Vec<MicrosoftId> {
        let (mut ids, mut found) = (Vec::new(), Vec::new());
        self.for_each_block(cut, direction, |block, rows| {
            query.rows(block, rows, &mut found);
            add_ids(&mut ids, block, &found, direction, limit);
            ids.len() < limit
        });
        ids
    }

    /// Calls `each` with the rows of each block from a cut in one direction, until it returns `false`.
    fn for_each_block(
        &self,
        cut: Cut,
        direction: Direction,
        mut each: impl FnMut(&Block, Range<usize>) -> bool,
    ) {
        let blocks = self.blocks.len();
        match direction {
            Direction::Up => {
                let start = |number| if number == cut.block { cut.row } else { 0 };
                let _ = (cut.block..blocks).all(|number| {
                    let block = &self.blocks[number];
                    each(block, start(number)..block.len())
                });
            }
            Direction::Down => {
                let end =
                    |number: usize| if number == cut.block { cut.row } else { self.blocks[number].len() };
                let _ = (0..blocks.min(cut.block + 1))
                    .rev()
                    .all(|number| each(&self.blocks[number], 0..end(number)));
            }
        }
    }
}

/// Adds the customers in these rows of a block, which come in ascending order, until there are `limit`.
fn add_ids(ids: &mut Vec<MicrosoftId>, block: &Block, rows: &[usize], direction: Direction, limit: usize) {
    let wanted = limit - ids.len();
    let id = |row: &usize| block.id(*row);
    match direction {
        Direction::Up => ids.extend(rows.iter().map(id).take(wanted)),
        Direction::Down => ids.extend(rows.iter().rev().map(id).take(wanted)),
    }
}
