//! Writes the rows of a table, cell by cell, in either format. [`crate::csv::Writer`] writes CSV, [`super::xlsx_writer`]
//! workbooks.

use crate::csv::Writer;
use crate::error::Result;
use crate::i18n::Locale;
use crate::table_file::TableFormat;
use crate::table_file::xlsx_writer::XlsxWriter;
use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use std::io::Write;

/// The format of a file and for whom it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableFile {
    /// CSV or a workbook.
    pub format: TableFormat,
    /// The language of the header and of labels.
    pub locale: Locale,
    /// The time zone of times in a workbook. CSV has UTC.
    pub zone: Tz,
}

impl TableFile {
    /// Starts a file with a header. `title` is the name of the worksheet.
    ///
    /// # Errors
    /// Writing to `out` or to a temporary file failed.
    pub fn start<W: Write + Send>(self, title: &str, header: &[String], out: W) -> Result<TableWriter<W>> {
        Ok(match self.format {
            TableFormat::Csv => {
                TableWriter::Csv(Box::new(Writer::new(out, header.iter().map(String::as_str))?))
            }
            TableFormat::Xlsx => TableWriter::Xlsx(Box::new(XlsxWriter::new(out, title, header, self.zone)?)),
        })
    }
}

/// Writes rows to `out`. The file is complete only after [`TableWriter::finish`].
pub enum TableWriter<W: Write + Send> {
    /// Writes CSV while rows arrive.
    Csv(Box<Writer<W>>),
    /// Collects the rows in a temporary file and writes the workbook at the end.
    Xlsx(Box<XlsxWriter<W>>),
}

impl<W: Write + Send> TableWriter<W> {
    /// Writes a cell of any text. No program evaluates it as a formula.
    pub fn text(&mut self, text: &str) -> &mut Self {
        match self {
            TableWriter::Csv(csv) => {
                csv.text(text);
            }
            TableWriter::Xlsx(xlsx) => xlsx.text(text),
        }
        self
    }

    /// Writes a cell with a text that cannot look like a formula: a label or an id.
    pub fn word(&mut self, word: &str) -> &mut Self {
        match self {
            TableWriter::Csv(csv) => {
                csv.word(word);
            }
            TableWriter::Xlsx(xlsx) => xlsx.text(word),
        }
        self
    }

    /// Writes a cell with a number.
    pub fn number(&mut self, number: i64) -> &mut Self {
        match self {
            TableWriter::Csv(csv) => {
                csv.word(&number.to_string());
            }
            TableWriter::Xlsx(xlsx) => xlsx.number(number),
        }
        self
    }

    /// Writes a cell with a date; an empty cell without one.
    pub fn day(&mut self, day: Option<NaiveDate>) -> &mut Self {
        match (&mut *self, day) {
            (TableWriter::Xlsx(xlsx), Some(day)) => xlsx.day(day),
            (_, day) => return self.word(&day.map(|day| day.to_string()).unwrap_or_default()),
        }
        self
    }

    /// Writes a cell with a time, which is stored in UTC; an empty cell without one. CSV has it in UTC as RFC 3339, a
    /// workbook in the time zone of the file.
    pub fn moment(&mut self, at: Option<NaiveDateTime>) -> &mut Self {
        match (&mut *self, at) {
            (TableWriter::Xlsx(xlsx), Some(at)) => xlsx.moment(at),
            (_, at) => {
                let text = at.map(|at| at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string());
                return self.word(&text.unwrap_or_default());
            }
        }
        self
    }

    /// Ends the row.
    ///
    /// # Errors
    /// Writing failed, or the row is one too many for the format; the file is incomplete.
    pub fn end_row(&mut self) -> Result<()> {
        match self {
            TableWriter::Csv(csv) => Ok(csv.end_row()?),
            TableWriter::Xlsx(xlsx) => xlsx.end_row(),
        }
    }

    /// Completes the file. Returns the number of rows without the header.
    ///
    /// # Errors
    /// Writing failed; the file is incomplete.
    pub fn finish(self) -> Result<u64> {
        match self {
            TableWriter::Csv(csv) => Ok(csv.finish()?.0),
            TableWriter::Xlsx(xlsx) => xlsx.finish(),
        }
    }
}
