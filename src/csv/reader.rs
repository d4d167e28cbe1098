//! Reads rows strictly: a file that is not text or ends inside quotes is rejected.
//! The inverse of [`super::writer`]. Accepts LF, CRLF and CR, and any number of byte order marks.
//!
//! `csv_core` splits each line into cells. `csv::Reader` would read the whole file, but it does not limit the length of
//! a row, gives the row after an empty line the wrong number, and accepts a file that ends inside quotes.

use crate::csv::record::{BOM, END_OF_TEXT};
use crate::csv::{Dialect, Record};
use csv_core::{ReadRecordResult, ReaderBuilder, Terminator};
use std::io::{BufRead, Read};

/// Maximum length of a row in bytes, so that a missing closing quote does not fill the memory.
const MAX_ROW: usize = 1024 * 1024;

/// The reason why a file cannot be read as CSV.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// The file has another encoding.
    #[error("line {line} is not UTF-8; save the file as “CSV UTF-8 (comma delimited)” and try again")]
    NotText {
        /// The line.
        line: u64,
        /// The cell of the row, from 0.
        cell: usize,
    },
    /// The last row is incomplete.
    #[error(
        "the file ends inside a quoted cell that begins in line {0}; it was cut off, or a quote is missing"
    )]
    CutOff(u64),
    /// A row is longer than 1 MiB.
    #[error(
        "the row in line {0} is longer than 1 MiB; a closing quote is missing, or this is not a CSV file"
    )]
    TooLong(u64),
    /// Reading failed.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// Reads the rows of a file in order.
pub struct Reader<R> {
    input: R,
    core: csv_core::Reader,
    dialect: Dialect,
    /// The number of lines read so far.
    line: u64,
    /// The bytes of the current row that were read so far.
    row: Vec<u8>,
    /// The concatenated text of its cells, and the end of each cell in it.
    text: Vec<u8>,
    ends: Vec<usize>,
    /// The used length of `text` and of `ends`.
    filled: (usize, usize),
}

impl<R: BufRead> Reader<R> {
    /// Creates a reader of a file with commas and LF or CRLF.
    pub fn new(input: R) -> Self {
        Reader::with_dialect(input, Dialect::default())
    }

    /// Creates a reader of a file in this dialect; `input` has it in UTF-8.
    pub fn with_dialect(input: R, dialect: Dialect) -> Self {
        let line_end = Terminator::Any(dialect.line_end);
        let core = ReaderBuilder::new().delimiter(dialect.delimiter).terminator(line_end).build();
        let (row, text, ends) = (Vec::new(), Vec::new(), vec![0; 16]);
        Reader { input, core, dialect, line: 0, row, text, ends, filled: (0, 0) }
    }

    /// Returns the input.
    pub fn get_ref(&self) -> &R {
        &self.input
    }

    /// Reads the next row into `record`; returns `false` at the end. Skips empty lines.
    ///
    /// # Errors
    /// The file is not CSV in UTF-8. The reader must not be used afterwards.
    pub fn read(&mut self, record: &mut Record) -> Result<bool, Unreadable> {
        loop {
            record.begin(self.line + 1);
            self.row.clear();
            self.filled = (0, 0);
            loop {
                let start = self.row.len();
                if !self.next_line(record)? {
                    return if start == 0 { Ok(false) } else { Err(Unreadable::CutOff(record.line())) };
                }
                if self.row == [self.dialect.line_end] || self.row == b"\r\n" {
                    break;
                }
                if self.split(start) {
                    self.fill(record);
                    return Ok(true);
                }
            }
        }
    }

    /// Validates the next line and appends it to the row, with its end but without byte order marks. Returns `false` at
    /// the end of the file.
    fn next_line(&mut self, record: &Record) -> Result<bool, Unreadable> {
        let start = self.row.len();
        let longest = (MAX_ROW + 1).saturating_sub(start) as u64;
        if Read::take(&mut self.input, longest).read_until(self.dialect.line_end, &mut self.row)? == 0 {
            return Ok(false);
        }
        self.line += 1;
        if self.row.len() > MAX_ROW {
            return Err(Unreadable::TooLong(record.line()));
        }
        if start == 0 {
            self.drop_prefix();
        }
        if let Err(error) = std::str::from_utf8(&self.row[start..]) {
            self.row.truncate(start + error.valid_up_to());
            self.split(start);
            return Err(Unreadable::NotText { line: self.line, cell: self.filled.1 });
        }
        self.drop_end_of_text(start)?;
        if self.row.last().is_some_and(|last| *last != self.dialect.line_end) {
            // At the end of a file the crate would close open quotes.
            self.row.push(self.dialect.line_end);
        }
        Ok(!self.row.is_empty())
    }

    /// Splits the row into cells from `start` on; returns whether the row is complete.
    fn split(&mut self, start: usize) -> bool {
        // The text of the cells is never longer than the row, so it always fits.
        self.text.resize(self.text.len().max(self.row.len()), 0);
        let mut at = start;
        while at < self.row.len() {
            let (text, ends) = (&mut self.text[self.filled.0..], &mut self.ends[self.filled.1..]);
            let (result, read, written, cells) = self.core.read_record(&self.row[at..], text, ends);
            at += read;
            self.filled = (self.filled.0 + written, self.filled.1 + cells);
            match result {
                ReadRecordResult::Record => return true,
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                _ => {}
            }
        }
        false
    }

    /// Copies the cells of a complete row into the record.
    fn fill(&mut self, record: &mut Record) {
        let (mut length, cells) = self.filled;
        // The crate ends lines at CRLF only if CR alone ends them too. Here CR alone belongs to a cell, so the crate
        // looks for LF, and the CR before it is removed.
        if self.dialect.line_end == b'\n' && self.row.ends_with(b"\r\n") {
            length -= 1;
            self.ends[cells - 1] = length;
        }
        let text = std::str::from_utf8(&self.text[..length]).unwrap_or_default();
        record.fill(text, &self.ends[..cells], &self.row);
    }

    /// Removes what precedes the first cell: byte order marks, which concatenated files have in the middle, and an LF
    /// after CR in a file that has both.
    fn drop_prefix(&mut self) {
        let mut marks = 0;
        if self.dialect.line_end == b'\r' && self.row.starts_with(b"\n") {
            marks = 1;
        }
        while self.row.get(marks..).is_some_and(|rest| rest.starts_with(BOM.as_bytes())) {
            marks += BOM.len();
        }
        self.row.drain(..marks);
    }

    /// Removes a Ctrl-Z at the end of the file.
    fn drop_end_of_text(&mut self, start: usize) -> std::io::Result<()> {
        let is_line_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let Some(last) = self.row.iter().rposition(|byte| !is_line_end(byte)) else { return Ok(()) };
        if last < start || self.row[last] != END_OF_TEXT || !self.input.fill_buf()?.is_empty() {
            return Ok(());
        }
        let kept = self.row[start..last].iter().rposition(|byte| *byte != END_OF_TEXT);
        self.row.truncate(kept.map_or(start, |kept| start + kept + 1));
        Ok(())
    }
}
