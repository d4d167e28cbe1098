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
        match &self.longest {
            None => match &self.conditions {
                Some(conditions) => conditions.select(block, rows, found),
                None => found.extend(rows),
            },
            Some(_) if !self.may_match(block) => {}
            Some(longest) => self.rows_containing(longest, block, rows, found),
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
            if self.has_others(block, row) && self.meets_conditions(block, row) {
                found.push(row);
            }
            row += 1;
            at = block.start(row);
        }
    }

    fn has_others(&self, block: &Block, row: usize) -> bool {
        self.others.is_empty() || {
            let text = block.text(row..row + 1);
            self.others.iter().all(|word| word.find(text).is_some())
        }
    }

    fn meets_conditions(&self, block: &Block, row: usize) -> bool {
        self.conditions.as_ref().is_none_or(|conditions| conditions.are_met(block, row))
    }
}
