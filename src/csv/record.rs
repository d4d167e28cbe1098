//! One row of a CSV file, in a buffer that is reused for the next row. [`super::reader`] fills it; the import stores rows
//! between its passes with [`Record::encode`].

use csv::StringRecord;

/// The reason why a cell is ambiguous.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tear {
    /// There is text after closing quotes, as in `"a"b,c`.
    AfterQuote,
    /// There is white space before an opening quote, as in `x, "a, b"`.
    BeforeQuote,
}

/// The cells of a row, without quotes and with their guard.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Record {
    cells: StringRecord,
    line: u64,
    torn: Option<(usize, Tear)>,
}

impl Record {
    /// Returns the line in which the row begins, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Returns the number of cells.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether the row has no cells.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Returns the cell with this index; empty if the row has none.
    pub fn cell(&self, index: usize) -> &str {
        self.cells.get(index).unwrap_or_default()
    }

    /// Returns the cells in order.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter()
    }

    /// Returns the index of the first ambiguous cell, and the reason.
    pub fn torn(&self) -> Option<(usize, Tear)> {
        self.torn
    }

    /// Whether the row contains a NUL.
    pub fn has_nul(&self) -> bool {
        memchr::memchr(0, self.cells.as_slice().as_bytes()).is_some()
    }

    /// Returns the index of the first cell with a NUL.
    pub fn nul_cell(&self) -> usize {
        self.cells().position(|cell| cell.contains('\0')).unwrap_or_default()
    }

    pub(super) fn begin(&mut self, line: u64) {
        self.cells.clear();
        self.line = line;
        self.torn = None;
    }

    /// Sets the cells from their concatenated text and the end of each; `raw` is the row as it is in the file.
    pub(super) fn fill(&mut self, text: &str, ends: &[usize], raw: &[u8]) {
        let mut start = 0;
        for &end in ends {
            self.cells.push_field(text.get(start..end).unwrap_or_default());
            start = end;
        }
        if memchr::memchr(b'"', raw).is_some() {
            self.torn = tear(raw, self.cells());
        }
    }

    /// Appends the row to `bytes`, for [`Record::decode`].
    pub fn encode(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.line.to_be_bytes());
        bytes.extend_from_slice(&(self.cells.len() as u32).to_be_bytes());
        for range in (0..self.cells.len()).filter_map(|place| self.cells.range(place)) {
            bytes.extend_from_slice(&(range.len() as u32).to_be_bytes());
        }
        bytes.extend_from_slice(self.cells.as_slice().as_bytes());
    }

    /// Returns the encoded row; `None` if the bytes are not a row.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (line, rest) = bytes.split_first_chunk::<8>()?;
        let (count, rest) = rest.split_first_chunk::<4>()?;
        let (lengths, text) = rest.split_at_checked((u32::from_be_bytes(*count) as usize).checked_mul(4)?)?;
        let (lengths, _) = lengths.as_chunks::<4>();
        let mut text = std::str::from_utf8(text).ok()?;
        let mut cells = StringRecord::with_capacity(text.len(), lengths.len());
        for length in lengths {
            let (cell, behind) = text.split_at_checked(u32::from_be_bytes(*length) as usize)?;
            cells.push_field(cell);
            text = behind;
        }
        text.is_empty().then_some(Record { cells, line: u64::from_be_bytes(*line), torn: None })
    }
}

/// Returns the first torn cell of the row `raw`. The crate accepts text after closing quotes and white space before
/// opening ones; here they are mistakes, because the text after them may be in the wrong cell. A cell is well quoted if
/// it has exactly the quotes that its text needs.
fn tear<'a>(mut raw: &[u8], cells: impl Iterator<Item = &'a str>) -> Option<(usize, Tear)> {
    let count = |bytes: &[u8]| memchr::memchr_iter(b'"', bytes).count();
    for (place, cell) in cells.enumerate() {
        let mut length = cell.len();
        if raw.starts_with(b"\"") {
            let inner = count(cell.as_bytes());
            length += inner + 2;
            let quoted = raw.get(..length).unwrap_or_default();
            if !quoted.ends_with(b"\"") || count(quoted) != 2 * inner + 2 {
                return Some((place, Tear::AfterQuote));
            }
        } else if cell.starts_with(char::is_whitespace) && cell.trim_start().starts_with('"') {
            return Some((place, Tear::BeforeQuote));
        }
        raw = raw.get(length + 1..)?;
    }
    None
}

/// The byte order mark. Spreadsheets need it to read a file as UTF-8.
pub const BOM: &str = "\u{FEFF}";

/// Ctrl-Z, with which DOS programs end a text.
pub(super) const END_OF_TEXT: u8 = 0x1A;
