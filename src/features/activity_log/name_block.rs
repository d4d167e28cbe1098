//! Many customer names in one buffer.

use crate::domain::MicrosoftId;
use memchr::memmem::Finder;

/// Terminates a name; never occurs in UTF-8 text.
const END: u8 = 0xFF;

/// Blocks with fewer names than this are merged when there are too many blocks.
pub(super) const MIN_BLOCK: usize = 10_000;

/// The names, concatenated, each followed by [`END`].
#[derive(Default)]
pub(super) struct NameBlock {
    text: Vec<u8>,
    ends: Vec<u32>,
    pub(super) ids: Vec<MicrosoftId>,
}

impl NameBlock {
    pub(super) fn push(&mut self, id: MicrosoftId, folded: &[u8]) {
        self.text.extend_from_slice(folded);
        self.text.push(END);
        self.ends.push(self.text.len() as u32);
        self.ids.push(id);
    }

    pub(super) fn memory(&self) -> usize {
        self.text.capacity() + 4 * self.ends.capacity() + 16 * self.ids.capacity()
    }

    fn start(&self, row: usize) -> usize {
        row.checked_sub(1).map_or(0, |before| self.ends[before] as usize)
    }

    pub(super) fn name(&self, row: usize) -> &[u8] {
        &self.text[self.start(row)..self.ends[row] as usize - 1]
    }

    pub(super) fn find(&self, longest: &Finder<'_>, others: &[Finder<'_>], found: &mut Vec<MicrosoftId>) {
        let (mut at, mut row) = (0, 0);
        while let Some(hit) = longest.find(&self.text[at..]) {
            row = self.row_at(at + hit, row);
            if others.iter().all(|word| word.find(self.name(row)).is_some()) {
                found.push(self.ids[row]);
            }
            at = self.ends[row] as usize;
            row += 1;
        }
    }

    /// Returns the row that contains the byte offset `place`. Searches from `row`, the next few rows linearly, because
    /// the next match of a common word is near.
    fn row_at(&self, place: usize, row: usize) -> usize {
        let ends = &self.ends[row..];
        let next = ends.iter().take(8).position(|&end| end as usize > place);
        row + next.unwrap_or_else(|| ends.partition_point(|&end| end as usize <= place))
    }
}
