//! Reads rows strictly: a file that is not UTF-8 or ends inside quotes is refused, never guessed at.
//! The inverse of [`super::writer`]; takes LF and CRLF, with or without a byte order mark.

use super::{BOM, record::State};
use std::io::{BufRead, Read};

pub use super::record::Record;

/// No row is longer; a file whose quotes never close is told before it fills the memory.
const LONGEST_ROW: usize = 1024 * 1024;

/// Why a file cannot be read as CSV at all.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// Some other encoding.
    #[error("line {0} is not UTF-8; save the file as “CSV UTF-8 (comma delimited)” and try again")]
    NotUtf8(u64),
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
}

impl<R: BufRead> Reader<R> {
    /// Reads from the beginning of a file.
    pub fn new(input: R) -> Self {
        Reader { input, raw: Vec::new(), line: 0 }
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
                if !self.next_line(record.line())? {
                    return match state {
                        State::Start if length == 0 => Ok(false),
                        _ => Err(Unreadable::CutOff(record.line())),
                    };
                }
                length += self.raw.len();
                if length > LONGEST_ROW {
                    return Err(Unreadable::TooLong(record.line()));
                }
                state = record.take(&self.raw, state);
                if state != State::Quoted {
                    break;
                }
            }
            if !(record.len() == 1 && record.cell(0).is_empty() && length <= 2) {
                return Ok(true);
            }
        }
    }

    /// Reads one line with its end into `raw`, checked and without byte order mark.
    fn next_line(&mut self, row: u64) -> Result<bool, Unreadable> {
        self.raw.clear();
        let longest = LONGEST_ROW as u64 + 1;
        let mut limited = Read::take(&mut self.input, longest);
        if limited.read_until(b'\n', &mut self.raw)? == 0 {
            return Ok(false);
        }
        self.line += 1;
        if self.raw.len() as u64 == longest {
            return Err(Unreadable::TooLong(row));
        }
        if std::str::from_utf8(&self.raw).is_err() {
            return Err(Unreadable::NotUtf8(self.line));
        }
        if self.line == 1 && self.raw.starts_with(BOM.as_bytes()) {
            self.raw.drain(..BOM.len());
        }
        Ok(true)
    }
}
