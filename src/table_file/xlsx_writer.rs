//! Writes a workbook with one worksheet: header frozen, filter on. Rows are collected in an unlinked temporary file, so memory
//! does not depend on their number; the workbook is compressed at the end. The crate `rust_xlsxwriter` writes the format.

use crate::error::{Error, Result};
use crate::table_file::TableFormat;
use crate::table_file::xlsx_text::{cell_text, width};
use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::borrow::Cow;
use std::io;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The largest number that a cell can have exactly.
const MAX_EXACT: u64 = 1 << 53;

/// Limits of the width of a column, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 8..=60;

/// The width of the button of the filter, in characters.
const FILTER_BUTTON: usize = 3;

/// The compression level: a higher one takes longer and saves little.
const COMPRESSION: u8 = 2;

/// The content of a cell.
enum Cell<'a> {
    Text(Cow<'a, str>),
    Number(f64),
    Day(NaiveDate),
    Moment(NaiveDateTime),
}

/// Writes rows of cells. The first error is kept until the end of the row.
pub struct XlsxWriter<W> {
    out: W,
    workbook: Workbook,
    sheet: Worksheet,
    day: Format,
    moment: Format,
    zone: Tz,
    widths: Vec<usize>,
    row: u32,
    column: u16,
    failed: Option<Error>,
}

impl<W: Write + Send> XlsxWriter<W> {
    /// Starts a workbook for `out`. Times are written in `zone`.
    ///
    /// # Errors
    /// The temporary file cannot be created or written.
    pub fn new(out: W, title: &str, header: &[String], zone: Tz) -> Result<Self> {
        let mut workbook = Workbook::new();
        workbook.set_zip_compression_level(COMPRESSION);
        let mut sheet = workbook.new_worksheet_with_constant_memory().map_err(error)?;
        sheet.set_name(sheet_name(title)).map_err(error)?;
        sheet.set_freeze_panes(1, 0).map_err(error)?;
        let bold = Format::new().set_bold();
        for (word, column) in header.iter().zip(0..) {
            sheet.write_string_with_format(0, column, word, &bold).map_err(error)?;
        }
        // Nothing in a cell would say that a time is in UTC.
        let suffix = if zone == Tz::UTC { " \"UTC\"" } else { "" };
        Ok(XlsxWriter {
            out,
            workbook,
            sheet,
            day: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format(format!("yyyy-mm-dd hh:mm:ss{suffix}")),
            zone,
            widths: header.iter().map(|word| width(word) + FILTER_BUTTON).collect(),
            row: 1,
            column: 0,
            failed: None,
        })
    }

    /// Writes a cell of text.
    pub fn text(&mut self, text: &str) {
        self.cell(width(text), &Cell::Text(cell_text(text)));
    }

    /// Writes a cell with a number; as text if a cell cannot have it exactly.
    pub fn number(&mut self, number: i64) {
        let digits = number.to_string();
        match number.unsigned_abs() <= MAX_EXACT {
            true => self.cell(digits.len(), &Cell::Number(number as f64)),
            false => self.text(&digits),
        }
    }

    /// Writes a cell with a date; as text if a workbook cannot have it as a date (before 1901).
    pub fn day(&mut self, day: NaiveDate) {
        match is_representable(day) {
            true => self.cell(10, &Cell::Day(day)),
            false => self.text(&day.to_string()),
        }
    }

    /// Writes a cell with a time, which is in UTC, in the time zone of the file.
    pub fn moment(&mut self, at: NaiveDateTime) {
        let there = at.and_utc().with_timezone(&self.zone).naive_local();
        match is_representable(there.date()) {
            true => self.cell(23, &Cell::Moment(there)),
            false => self.text(&there.format("%Y-%m-%d %H:%M:%S").to_string()),
        }
    }

    /// Ends the row.
    ///
    /// # Errors
    /// The temporary file cannot be written, or the row is one too many ([`Error::TooManyRows`]).
    pub fn end_row(&mut self) -> Result<()> {
        TableFormat::Xlsx.check_rows(self.row.into())?;
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        (self.row, self.column) = (self.row + 1, 0);
        Ok(())
    }

    /// Writes the workbook; returns the number of rows without the header.
    ///
    /// # Errors
    /// `out` or the temporary file cannot be written or read.
    pub fn finish(mut self) -> Result<u64> {
        let rows = self.row - 1;
        for (width, column) in self.widths.iter().zip(0..) {
            let width = (*width).clamp(*WIDTHS.start(), *WIDTHS.end()) + 1;
            self.sheet.set_column_width(column, width as f64).map_err(error)?;
        }
        let last = self.widths.len().saturating_sub(1) as u16;
        self.sheet.autofilter(0, 0, rows.max(1), last).map_err(error)?;
        let XlsxWriter { mut out, mut workbook, sheet, .. } = self;
        caught(|| {
            workbook.push_worksheet(sheet);
            workbook.save_to_writer(&mut out)
        })?;
        out.flush()?;
        Ok(rows.into())
    }

    fn cell(&mut self, width: usize, cell: &Cell<'_>) {
        let (sheet, row, column) = (&mut self.sheet, self.row, self.column);
        let (day, moment) = (&self.day, &self.moment);
        if self.failed.is_none() {
            let write = || match cell {
                Cell::Text(text) => sheet.write_string(row, column, text.as_ref()).map(drop),
                Cell::Number(number) => sheet.write_number(row, column, *number).map(drop),
                Cell::Day(at) => sheet.write_date_with_format(row, column, at, day).map(drop),
                Cell::Moment(at) => sheet.write_datetime_with_format(row, column, at, moment).map(drop),
            };
            self.failed = caught(write).err();
        }
        if let Some(widest) = self.widths.get_mut(usize::from(column)) {
            *widest = width.max(*widest);
        }
        self.column += 1;
    }
}

/// Runs a function of the crate, which panics if it cannot write its temporary file.
fn caught(write: impl FnOnce() -> std::result::Result<(), XlsxError>) -> Result<()> {
    let full =
        || io::Error::new(io::ErrorKind::StorageFull, "the temporary file of a workbook cannot be written");
    catch_unwind(AssertUnwindSafe(write)).map_err(|_| Error::Io(full()))?.map_err(error)
}

fn error(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => Error::Io(error),
        XlsxError::ZipError(error) => Error::Io(error.into()),
        error => Error::internal(error),
    }
}

/// Whether a workbook can have this date; its first day is 1900-01-01, and 1900 has a leap day there.
fn is_representable(day: NaiveDate) -> bool {
    use chrono::Datelike;
    (1901..=9999).contains(&day.year())
}

/// Returns the name of a worksheet: at most 31 characters, some not allowed.
fn sheet_name(title: &str) -> String {
    let plain = title.chars().map(|letter| if "[]:*?/\\'".contains(letter) { ' ' } else { letter });
    let name: String = plain.take(31).collect();
    if name.trim().is_empty() { "1".to_owned() } else { name }
}
