//! A block of customers in list order, packed as `name FF domain FE`, with `FD alias` for each alias and former
//! name before the FE. UTF-8 never contains these bytes, so no match crosses two fields. [`super::scan`] searches
//! a block; [`super::index`] keeps the blocks in order.

use crate::domain::MicrosoftId;
use crate::search::ngrams::NgramFilter;
use crate::text::fold;
use std::ops::Range;
use std::sync::Arc;

/// Size of the text at which a block ends, in bytes. It limits how much is read again after a change.
const BLOCK: usize = 16 * 1024;

const END_OF_NAME: u8 = 0xFF;

const END_OF_ROW: u8 = 0xFE;

/// Stands before each alias and each former name.
const OTHER_NAME: u8 = 0xFD;

/// A customer as read from the database.
#[derive(diesel::Queryable)]
pub(super) struct Row {
    pub sort_key: Vec<u8>,
    pub id: MicrosoftId,
    pub name: String,
    pub domain: String,
    /// Aliases and former names, one on each line, and empty lines.
    pub other_names: Option<String>,
}

/// Consecutive customers of the list. Rows with equal sort keys are never in two blocks.
#[derive(Default)]
pub(super) struct Block {
    first_key: Vec<u8>,
    text: Vec<u8>,
    /// The end of each row in the text.
    ends: Vec<u32>,
    ids: Vec<MicrosoftId>,
    /// The domains that differ from their folded spelling, by row.
    odd_domains: Vec<(u32, Box<str>)>,
    /// The n-grams of the text; `None` while rows are added.
    grams: Option<NgramFilter>,
}

impl Block {
    /// Returns the sort key of the first row.
    pub fn first_key(&self) -> &[u8] {
        &self.first_key
    }

    /// Returns the number of customers.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Returns the n-gram filter; without it, the text must be searched.
    pub fn grams(&self) -> Option<&NgramFilter> {
        self.grams.as_ref()
    }

    /// Returns the customer in this row.
    pub fn id(&self, row: usize) -> MicrosoftId {
        self.ids[row]
    }

    /// Returns the folded text of these rows.
    pub fn text(&self, rows: Range<usize>) -> &[u8] {
        &self.text[self.start(rows.start)..self.start(rows.end)]
    }

    /// Returns where a row begins in the text; for the row after the last one, the end of the text.
    pub fn start(&self, row: usize) -> usize {
        row.checked_sub(1).map_or(0, |before| self.ends[before] as usize)
    }

    /// Returns the row that contains this byte of the text. The byte must not be before the row `from`.
    pub fn row_at(&self, byte: usize, from: usize) -> usize {
        let ends = &self.ends[from..];
        if ends.first().is_some_and(|&end| byte < end as usize) {
            return from;
        }
        from + ends.partition_point(|&end| end as usize <= byte)
    }

    /// Returns the domain in its original spelling.
    pub fn domain(&self, row: usize) -> &[u8] {
        if let Ok(found) = self.odd_domains.binary_search_by_key(&row, |(odd, _)| *odd as usize) {
            return self.odd_domains[found].1.as_bytes();
        }
        let text = self.text(row..row + 1);
        let name = memchr::memchr(END_OF_NAME, text).unwrap_or(0);
        let rest = &text[name + 1..text.len() - 1];
        &rest[..memchr::memchr(OTHER_NAME, rest).unwrap_or(rest.len())]
    }

    /// Returns the memory in bytes.
    pub fn memory(&self) -> usize {
        let odd: usize = self.odd_domains.iter().map(|(_, domain)| domain.len() + 24).sum();
        size_of::<Self>()
            + self.first_key.len()
            + self.text.len()
            + 4 * self.ends.len()
            + 16 * self.ids.len()
            + self.grams.as_ref().map_or(0, |_| NgramFilter::MEMORY)
            + odd
    }

    fn push(&mut self, row: &Row) {
        self.text.extend_from_slice(fold(&row.name).as_bytes());
        self.text.push(END_OF_NAME);
        let domain = fold(&row.domain);
        if domain != row.domain {
            self.odd_domains.push((self.ids.len() as u32, row.domain.as_str().into()));
        }
        self.text.extend_from_slice(domain.as_bytes());
        let other_names = row.other_names.as_deref().unwrap_or_default();
        for name in other_names.split('\n').filter(|name| !name.is_empty()) {
            self.text.push(OTHER_NAME);
            self.text.extend_from_slice(fold(name).as_bytes());
        }
        self.text.push(END_OF_ROW);
        self.ends.push(self.text.len() as u32);
        self.ids.push(row.id);
    }

    fn append(&mut self, other: &Block) {
        let (bytes, rows) = (self.text.len() as u32, self.ids.len() as u32);
        self.text.extend_from_slice(&other.text);
        self.ends.extend(other.ends.iter().map(|end| end + bytes));
        self.ids.extend_from_slice(&other.ids);
        self.odd_domains.extend(other.odd_domains.iter().map(|(row, domain)| (row + rows, domain.clone())));
        self.grams = Some(NgramFilter::new(&self.text));
    }

    fn finished(mut self) -> Self {
        self.grams = Some(NgramFilter::new(&self.text));
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.ids.shrink_to_fit();
        self
    }

    /// Whether the block is so short that it should be merged with the next one.
    pub fn is_short(&self) -> bool {
        self.text.len() < BLOCK / 4
    }
}

/// Packs rows into blocks. The rows must come in list order.
#[derive(Default)]
pub(super) struct Packer {
    done: Vec<Block>,
    open: Block,
    last_key: Vec<u8>,
}

impl Packer {
    /// Adds the next row.
    pub fn push(&mut self, row: Row) {
        if self.open.text.len() >= BLOCK && row.sort_key != self.last_key {
            self.done.push(std::mem::take(&mut self.open).finished());
        }
        if self.open.ids.is_empty() {
            self.open.first_key.clone_from(&row.sort_key);
        }
        self.open.push(&row);
        self.last_key = row.sort_key;
    }

    /// Returns the blocks. A last block of less than half the size is appended to the one before it.
    pub fn finish(mut self) -> Vec<Arc<Block>> {
        match self.done.last_mut() {
            Some(last) if self.open.text.len() < BLOCK / 2 => last.append(&self.open),
            _ if self.open.ids.is_empty() => {}
            _ => self.done.push(self.open.finished()),
        }
        self.done.into_iter().map(Arc::new).collect()
    }
}
