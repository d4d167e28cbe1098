//! Matches one query against one block: finds the longest word in the text of the block, and then the other
//! words in the matching rows. [`super::index`] and [`super::by_domain`] call it for each block.

use crate::search::block::Block;
use crate::search::conditions::{Conditions, PreparedConditions};
use crate::search::ngrams::NgramQuery;
use crate::text::SearchTerms;
use memchr::memmem::Finder;
use std::ops::{Range, RangeInclusive};

/// The conditions that a row must meet.
pub(super) struct Query<'a> {
    longest: Option<Finder<'a>>,
    others: Vec<Finder<'a>>,
    wanted: Vec<NgramQuery>,
    conditions: Option<PreparedConditions<'a>>,
}

impl<'a> Query<'a> {
    pub fn new(words: &'a SearchTerms, conditions: &'a Conditions) -> Self {
        let mut finders = words.iter().map(Finder::new);
        let longest = finders.next();
        Query {
            longest,
            others: finders.collect(),
            wanted: words.iter().map(NgramQuery::new).collect(),
            conditions: PreparedConditions::new(conditions),
        }
    }

    /// Whether every row matches.
    pub fn matches_all(&self) -> bool {
        self.longest.is_none() && self.conditions.is_none()
    }

    /// Returns the seconds between which they became customers, if that is all that is asked for.
    pub fn only_since(&self) -> Option<RangeInclusive<u32>> {
        self.conditions.as_ref().filter(|_| self.longest.is_none())?.only_since()
    }

    /// Replaces the content of `found` by the matching rows of the block, in order.
    pub fn rows(&self, block: &Block, rows: Range<usize>, found: &mut Vec<usize>) {
        found.clear();
        match (&self.longest, &self.conditions) {
            (None, None) => found.extend(rows),
            (None, Some(conditions)) => collect_marked(&conditions.marks(block), rows, found),
            (Some(_), _) if !self.may_match(block) => {}
            (Some(longest), _) => self.rows_containing(longest, block, rows, found),
        }
    }

    /// Returns the number of matching rows of the block. `found` is used in between.
    pub fn count(&self, block: &Block, rows: Range<usize>, found: &mut Vec<usize>) -> u64 {
        match (&self.longest, &self.conditions) {
            (None, None) => rows.len() as u64,
            (None, Some(conditions)) => {
                conditions.marks(block)[rows].iter().map(|mark| u64::from(*mark)).sum()
            }
            _ => {
                self.rows(block, rows, found);
                found.len() as u64
            }
        }
    }

    fn may_match(&self, block: &Block) -> bool {
        block.grams().is_none_or(|grams| self.wanted.iter().all(|wanted| grams.may_hold(wanted)))
    }

    fn rows_containing(
        &self,
        longest: &Finder<'_>,
        block: &Block,
        rows: Range<usize>,
        found: &mut Vec<usize>,
    ) {
        let text = block.text(0..rows.end);
        let (mut row, mut at) = (rows.start, block.start(rows.start));
        while let Some(hit) = longest.find(&text[at..]) {
            row = block.row_at(at + hit, row);
            if self.has_others(block, row) {
                found.push(row);
            }
            row += 1;
            at = block.start(row);
        }
        if let Some(conditions) = self.conditions.as_ref().filter(|_| !found.is_empty()) {
            let marks = conditions.marks(block);
            found.retain(|row| marks[*row] == 1);
        }
    }

    fn has_others(&self, block: &Block, row: usize) -> bool {
        self.others.is_empty() || {
            let text = block.text(row..row + 1);
            self.others.iter().all(|word| word.find(text).is_some())
        }
    }
}

/// Appends the rows with a mark, in order, without a branch for each row.
fn collect_marked(marks: &[u8], rows: Range<usize>, found: &mut Vec<usize>) {
    let mut next = found.len();
    found.resize(next + rows.len(), 0);
    for row in rows {
        found[next] = row;
        next += usize::from(marks[row]);
    }
    found.truncate(next);
}
