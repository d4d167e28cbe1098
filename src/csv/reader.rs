//! Reads rows strictly: a file that is no text or ends inside quotes is refused, never guessed at.
//! The inverse of [`super::writer`]; takes LF, CRLF and CR, with any number of byte order marks.
//!
//! `csv_core` splits each line into cells. `csv::Reader` would read the whole file, but it does not limit the length of
//! a row, gives the row after an empty line the wrong number, and accepts a file that ends inside quotes.

use crate::csv::record::{BOM, END_OF_TEXT};
use crate::csv::{Dialect, Record};
use csv_core::{ReadRecordResult, ReaderBuilder, Terminator};
use std::io::{BufRead, Read};

/// No row is longer; a file whose quotes never close is told before it fills the memory.
const MAX_ROW: usize = 1024 * 1024;

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
    core: csv_core::Reader,
    dialect: Dialect,
    /// How many lines were read.
    line: u64,
    /// The row as it stands in the file, so far.
    row: Vec<u8>,
    /// The text of its cells, one after the other, and where each cell ends in it.
    text: Vec<u8>,
    ends: Vec<usize>,
    /// How much of `text` and of `ends` is in use.
    filled: (usize, usize),
}

impl<R: BufRead> Reader<R> {
    /// Reads from the beginning of a file with commas and LF or CRLF.
    pub fn new(input: R) -> Self {
        Reader::of(input, Dialect::default())
    }

    /// Reads from the beginning of a file that is written like this; `input` gives it as UTF-8.
    pub fn of(input: R, dialect: Dialect) -> Self {
        let line_end = Terminator::Any(dialect.line_end);
        let core = ReaderBuilder::new().delimiter(dialect.delimiter).terminator(line_end).build();
        let (row, text, ends) = (Vec::new(), Vec::new(), vec![0; 16]);
        Reader { input, core, dialect, line: 0, row, text, ends, filled: (0, 0) }
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

    /// Checks the next line and appends it to the row, with its end and without marks before the row. Returns whether
    /// there was one.
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
            self.drop_what_is_no_cell();
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

    /// Byte order marks, where files were put behind one another; LF behind CR, where a file has both.
    fn drop_what_is_no_cell(&mut self) {
        let mut marks = 0;
        if self.dialect.line_end == b'\r' && self.row.starts_with(b"\n") {
            marks = 1;
        }
        while self.row.get(marks..).is_some_and(|rest| rest.starts_with(BOM.as_bytes())) {
            marks += BOM.len();
        }
        self.row.drain(..marks);
    }

    /// Takes the Ctrl-Z off the end of a file.
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
