//! Reads rows strictly: a file that is no text or ends inside quotes is refused, never guessed at.
//! The inverse of [`super::writer`]; takes LF, CRLF and CR, with any number of byte order marks.

use crate::csv::record::{BOM, State};
use crate::csv::{Dialect, Record};
use std::io::{BufRead, Read};

/// No row is longer; a file whose quotes never close is told before it fills the memory.
const MAX_ROW: usize = 1024 * 1024;

/// Ctrl-Z: what ends a text in programs from the days of DOS.
const END_OF_TEXT: u8 = 0x1A;

/// Why a file cannot be read as CSV at all.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Some other encoding.
    #[error("line {line} is not UTF-8; save the file as “CSV UTF-8 (comma delimited)” and try again")]
    NotText {
        /// Where.
        line: u64,
        /// In which cell of its row, from 0.
        cell: usize,
    },
    /// The last row is not whole.
    #[error(
        "the file ends inside a quoted cell that begins in line {0}; it was cut off, or a quote is missing"
    )]
    CutOff(u64),
    /// Longer than 1 MiB.
    #[error("the row in line {0} is longer than 1 MiB; a closing quote is missing, or this is no CSV file")]
    TooLong(u64),
    /// Reading failed.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// The rows of a file, one after the other.
pub struct Reader<R> {
    input: R,
    raw: Vec<u8>,
    line: u64,
    dialect: Dialect,
}

impl<R: BufRead> Reader<R> {
    /// Reads from the beginning of a file with commas and LF or CRLF.
    pub fn new(input: R) -> Self {
        Reader::of(input, Dialect::default())
    }

    /// Reads from the beginning of a file that is written like this; `input` gives it as UTF-8.
    pub fn of(input: R, dialect: Dialect) -> Self {
        Reader { input, raw: Vec::new(), line: 0, dialect }
    }

    /// What is read from.
    pub fn get_ref(&self) -> &R {
        &self.input
    }

    /// Reads the next row into `record`; answers `false` at the end. Empty lines are no rows.
    ///
    /// # Errors
    /// The file is not CSV in UTF-8; nothing after this can be read.
    pub fn read(&mut self, record: &mut Record) -> Result<bool, Unreadable> {
        loop {
            record.begin(self.line + 1);
            let mut state = State::Start;
            let mut length = 0;
            loop {
                if !self.next_line(record, state)? {
                    return match state {
                        State::Start if length == 0 => Ok(false),
                        _ => Err(Unreadable::CutOff(record.line())),
                    };
                }
                length += self.raw.len();
                if length > MAX_ROW {
                    return Err(Unreadable::TooLong(record.line()));
                }
                state = record.take(&self.raw, self.dialect, state);
                if state != State::Quoted {
                    break;
                }
            }
            if !(record.len() == 1 && record.cell(0).is_empty() && length <= 2) {
                return Ok(true);
            }
        }
    }

    /// Reads one line with its end into `raw`, checked, and without the marks that stand before a row.
    fn next_line(&mut self, record: &Record, state: State) -> Result<bool, Unreadable> {
        self.raw.clear();
        let longest = MAX_ROW as u64 + 1;
        let mut limited = Read::take(&mut self.input, longest);
        if limited.read_until(self.dialect.line_end, &mut self.raw)? == 0 {
            return Ok(false);
        }
        self.line += 1;
        if self.raw.len() as u64 == longest {
            return Err(Unreadable::TooLong(record.line()));
        }
        if let Err(error) = std::str::from_utf8(&self.raw) {
            let before = self.raw.get(..error.valid_up_to()).unwrap_or_default();
            let cell = record.place_behind(before, self.dialect, state);
            return Err(Unreadable::NotText { line: self.line, cell });
        }
        if state == State::Start {
            self.drop_what_is_no_cell();
        }
        Ok(!self.is_the_end(state)?)
    }

    /// Byte order marks, where files were put behind one another; LF behind CR, where a file has both.
    fn drop_what_is_no_cell(&mut self) {
        let mut marks = 0;
        if self.dialect.line_end == b'\r' && self.raw.starts_with(b"\n") {
            marks = 1;
        }
        while self.raw.get(marks..).is_some_and(|rest| rest.starts_with(BOM.as_bytes())) {
            marks += BOM.len();
        }
        self.raw.drain(..marks);
    }

    /// Takes the Ctrl-Z off the end of a file; answers whether nothing else stood there.
    fn is_the_end(&mut self, state: State) -> Result<bool, Unreadable> {
        let Some(mut last) = self.raw.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')) else {
            return Ok(false);
        };
        if self.raw.get(last) != Some(&END_OF_TEXT) || !self.input.fill_buf()?.is_empty() {
            return Ok(false);
        }
        while self.raw.get(last) == Some(&END_OF_TEXT) && last > 0 {
            last -= 1;
        }
        self.raw.truncate(if self.raw.get(last) == Some(&END_OF_TEXT) { 0 } else { last + 1 });
        Ok(self.raw.is_empty() && state == State::Start)
    }
}
