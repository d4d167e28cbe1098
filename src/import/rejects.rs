//! The rows that could not be taken, for `--rejects FILE`: as they stood in the file, with the reason behind them.
//! Mended, the file is imported again; the column with the reason is passed over then.

use super::source::Header;
use crate::csv_file::{Column, Record, Writer};
use crate::error::{Error, Result};
use crate::i18n::Locale;
use std::fs::File;
use std::io::{BufWriter, Seek};
use std::path::Path;

/// Rejected rows, kept in an unlinked temporary file until the import is done.
pub struct Rejects {
    writer: Writer<BufWriter<File>>,
    width: usize,
    reason: Option<usize>,
}

impl Rejects {
    /// Begins a file with the same columns, and one for the reason if there is none yet.
    ///
    /// # Errors
    /// No temporary file can be written.
    pub fn new(header: &Header, locale: Locale) -> Result<Self> {
        let reason = header.columns().position(|(column, _)| column == Column::Reason);
        let added = reason.is_none().then(|| Column::Reason.header(locale));
        let words = header.columns().map(|(_, word)| word).chain(added.as_deref());
        let writer = Writer::new(BufWriter::new(tempfile::tempfile()?), words)?;
        Ok(Rejects { writer, width: header.width(), reason })
    }

    /// Adds a row. Cells beyond the header's stand behind the reason, so that none is lost.
    ///
    /// # Errors
    /// The temporary file cannot be written.
    pub fn add(&mut self, record: &Record, reason: &str) -> Result<()> {
        for place in 0..self.width {
            match self.reason {
                Some(old) if old == place => self.writer.text(reason),
                _ => self.writer.word(record.cell(place)),
            };
        }
        if self.reason.is_none() {
            self.writer.text(reason);
        }
        for place in self.width..record.len() {
            self.writer.word(record.cell(place));
        }
        Ok(self.writer.end_row()?)
    }

    /// Writes the file, with its header alone when every row was good.
    ///
    /// # Errors
    /// One line that names the file.
    pub fn save(self, path: &Path) -> Result<()> {
        let (_, spooled) = self.writer.finish()?;
        let mut spooled = spooled.into_inner().map_err(|error| error.into_error())?;
        spooled.rewind()?;
        let saved = File::create(path).and_then(|mut file| std::io::copy(&mut spooled, &mut file));
        saved.map(|_| ()).map_err(|error| Error::operator(format!("{}: {error}", path.display())))
    }
}
