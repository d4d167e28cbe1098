//! One row of a CSV file, in buffers that are used again for the next.
//! Filled by [`super::reader`]; the import keeps rows between its passes by [`Record::encode`].

use crate::csv::Dialect;

/// Where in a row the reader stands at the end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// At the beginning of a cell.
    Start,
    /// Inside a cell without quotes.
    Plain,
    /// Inside quotes: the row goes on in the next line.
    Quoted,
    /// Behind closing quotes.
    Closed,
}

/// Why nobody can say what was meant by a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tear {
    /// Something stands behind closing quotes, as in `"a"b,c`.
    BehindQuote,
    /// White space stands before an opening quote, as in `x, "a, b"`.
    BeforeQuote,
}

/// The cells of a row as they stand in the file, without their quotes and with their guard.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Record {
    text: Vec<u8>,
    ends: Vec<u32>,
    line: u64,
    torn: Option<(usize, Tear)>,
}

impl Record {
    /// The line in which the row begins; the header's is 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The cell at this place from 0; empty where the row has none.
    pub fn cell(&self, index: usize) -> &str {
        let Some(end) = self.ends.get(index) else { return "" };
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let bytes = self.text.get(start as usize..*end as usize).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// The cells in order.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.cell(index))
    }

    /// The first cell of which nobody can say what was meant, from 0, and why.
    pub fn torn(&self) -> Option<(usize, Tear)> {
        self.torn
    }

    /// Whether the row has a NUL somewhere.
    pub fn has_nul(&self) -> bool {
        memchr::memchr(0, &self.text).is_some()
    }

    /// The first cell with a NUL, from 0.
    pub fn nul_cell(&self) -> usize {
        self.cells().position(|cell| cell.contains('\0')).unwrap_or_default()
    }

    pub(super) fn begin(&mut self, line: u64) {
        self.text.clear();
        self.ends.clear();
        self.line = line;
        self.torn = None;
    }

    /// Takes in one line of checked UTF-8 with its end; answers where the row then stands.
    pub(super) fn take(&mut self, line: &[u8], dialect: Dialect, mut state: State) -> State {
        let body = body(line, dialect.line_end);
        let mut at = 0;
        while let Some(&byte) = body.get(at) {
            at += 1;
            match (state, byte) {
                (State::Quoted, b'"') => state = State::Closed,
                (State::Quoted, _) => self.text.push(byte),
                (State::Start, b'"') => state = State::Quoted,
                (State::Closed, b'"') => {
                    self.text.push(b'"');
                    state = State::Quoted;
                }
                (_, byte) if byte == dialect.delimiter => {
                    self.end_cell();
                    state = State::Start;
                }
                (State::Start | State::Plain, _) => {
                    if byte == b'"' && self.is_blank_so_far() {
                        self.tear(Tear::BeforeQuote);
                    }
                    self.text.push(byte);
                    state = State::Plain;
                }
                (State::Closed, _) => {
                    self.tear(Tear::BehindQuote);
                    self.text.push(byte);
                }
            }
        }
        if state == State::Quoted {
            self.text.extend_from_slice(&line[body.len()..]);
        } else {
            self.end_cell();
        }
        state
    }

    /// In which cell, from 0, a row stands behind these bytes of its next line.
    pub(super) fn place_behind(&self, bytes: &[u8], dialect: Dialect, state: State) -> usize {
        let mut quoted = state == State::Quoted;
        let mut place = self.ends.len();
        for byte in bytes {
            match byte {
                b'"' => quoted = !quoted,
                byte if *byte == dialect.delimiter && !quoted => place += 1,
                _ => {}
            }
        }
        place
    }

    fn is_blank_so_far(&self) -> bool {
        let start = self.ends.last().map_or(0, |end| *end as usize);
        let begun = std::str::from_utf8(self.text.get(start..).unwrap_or_default());
        begun.is_ok_and(|begun| !begun.is_empty() && begun.trim().is_empty())
    }

    fn tear(&mut self, tear: Tear) {
        self.torn.get_or_insert((self.ends.len(), tear));
    }

    fn end_cell(&mut self) {
        self.ends.push(self.text.len() as u32);
    }

    /// Appends the row to `bytes`, so that [`Record::decode`] gives it back.
    pub fn encode(&self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.line.to_be_bytes());
        bytes.extend_from_slice(&(self.ends.len() as u32).to_be_bytes());
        for end in &self.ends {
            bytes.extend_from_slice(&end.to_be_bytes());
        }
        bytes.extend_from_slice(&self.text);
    }

    /// The row that was encoded; none if these bytes are of something else.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (line, rest) = bytes.split_first_chunk::<8>()?;
        let (count, mut rest) = rest.split_first_chunk::<4>()?;
        let mut ends = Vec::with_capacity(8);
        for _ in 0..u32::from_be_bytes(*count) {
            let (end, behind) = rest.split_first_chunk::<4>()?;
            ends.push(u32::from_be_bytes(*end));
            rest = behind;
        }
        Some(Record { text: rest.to_vec(), ends, line: u64::from_be_bytes(*line), torn: None })
    }
}

/// The line without its end; a CR before the end of the file is one too.
fn body(line: &[u8], line_end: u8) -> &[u8] {
    if line_end == b'\r' {
        return line.strip_suffix(b"\r").unwrap_or(line);
    }
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The mark at the beginning of a file by which a spreadsheet knows that it is UTF-8.
pub const BOM: &str = "\u{FEFF}";
