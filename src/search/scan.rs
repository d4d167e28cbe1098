//! One query against one block: the longest word is looked for in the whole text, the other words
//! in the rows it is found in. `index` and `by_domain` lead it through the blocks.

use crate::domain::MicrosoftId;
use crate::search::block::Block;
use crate::search::ngrams::NgramQuery;
use crate::text::SearchTerms;
use memchr::memmem::Finder;
use std::collections::HashSet;
use std::ops::Range;

/// What rows must have to be found.
pub(super) struct Query<'a> {
    longest: Option<Finder<'a>>,
    others: Vec<Finder<'a>>,
    wanted: Vec<NgramQuery>,
    within: Option<RestrictedTo<'a>>,
}

impl<'a> Query<'a> {
    pub fn new(words: &'a SearchTerms, within: Option<&'a HashSet<MicrosoftId>>) -> Self {
        let mut finders = words.iter().map(Finder::new);
        let longest = finders.next();
        Query {
            longest,
            others: finders.collect(),
            wanted: words.iter().map(NgramQuery::new).collect(),
            within: within.map(RestrictedTo::new),
        }
    }

    /// Whether every row is found.
    pub fn matches_all(&self) -> bool {
        self.longest.is_none() && self.within.is_none()
    }

    /// Puts those of the block's rows that match into `found`, in order, in place of what was there.
    pub fn rows(&self, block: &Block, rows: Range<usize>, found: &mut Vec<usize>) {
        found.clear();
        match &self.longest {
            None => found.extend(rows.filter(|&row| self.is_within(block, row))),
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
            if self.has_others(block, row) && self.is_within(block, row) {
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

    fn is_within(&self, block: &Block, row: usize) -> bool {
        self.within.as_ref().is_none_or(|within| within.contains(block.id(row)))
    }
}

/// A set of customers with a small map before it, that turns most others away without hashing.
struct RestrictedTo<'a> {
    set: &'a HashSet<MicrosoftId>,
    map: Vec<u64>,
}

impl<'a> RestrictedTo<'a> {
    fn new(set: &'a HashSet<MicrosoftId>) -> Self {
        let mut map = vec![0; 1024];
        for id in set {
            let (word, bit) = Self::bit_index(*id);
            map[word] |= bit;
        }
        RestrictedTo { set, map }
    }

    fn contains(&self, id: MicrosoftId) -> bool {
        let (word, bit) = Self::bit_index(id);
        self.map[word] & bit != 0 && self.set.contains(&id)
    }

    /// One of 65,536 bits, by four of the id's random bytes.
    fn bit_index(id: MicrosoftId) -> (usize, u64) {
        let bytes = id.0.as_bytes();
        let word = usize::from(u16::from_be_bytes([bytes[0] ^ bytes[14], bytes[1] ^ bytes[15]]));
        (word / 64, 1 << (word % 64))
    }
}
