//! One row of a CSV file, in buffers that are used again for the next.
//! Filled by [`super::reader`]; the import keeps rows between its passes by [`Record::encode`].

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

/// The cells of a row as they stand in the file, without their quotes and with their guard.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Record {
    text: Vec<u8>,
    ends: Vec<u32>,
    line: u64,
    torn: bool,
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

    /// Whether something stands behind closing quotes, as in `"a"b,c`: nobody can say what was meant.
    pub fn is_torn(&self) -> bool {
        self.torn
    }

    /// Whether the row has a NUL somewhere.
    pub fn has_nul(&self) -> bool {
        memchr::memchr(0, &self.text).is_some()
    }

    pub(super) fn begin(&mut self, line: u64) {
        self.text.clear();
        self.ends.clear();
        self.line = line;
        self.torn = false;
    }

    /// Takes in one line of checked UTF-8 with its end; answers where the row then stands.
    pub(super) fn take(&mut self, line: &[u8], mut state: State) -> State {
        let body = line.strip_suffix(b"\n").map_or(line, |body| body.strip_suffix(b"\r").unwrap_or(body));
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
                (_, b',') => {
                    self.end_cell();
                    state = State::Start;
                }
                (State::Start | State::Plain, _) => {
                    self.text.push(byte);
                    state = State::Plain;
                }
                (State::Closed, _) => {
                    self.torn = true;
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
        Some(Record { text: rest.to_vec(), ends, line: u64::from_be_bytes(*line), torn: false })
    }
}
