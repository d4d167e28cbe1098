//! The rejected rows, for `--rejects FILE`: as in the imported file, with the reason in the last column.
//! After correction this file can be imported; the column with the reason is then ignored.

use crate::csv::{Column, Record, Writer, unguard};
use crate::error::{Error, Result};
use crate::features::import::engine::header::Header;
use crate::i18n::Locale;
use std::fs::{File, OpenOptions, remove_file};
use std::io;
use std::io::{BufWriter, ErrorKind, Seek};
use std::path::{Path, PathBuf};

/// A file for what an import reports. It is opened before the import, so that a wrong path fails early. An existing file is
/// only truncated when the rows are written; a new file is deleted again if none are.
pub struct Destination {
    file: File,
    path: PathBuf,
    made: bool,
}

impl Destination {
    /// Opens or creates the file.
    ///
    /// # Errors
    /// One line with the file name and the reason.
    pub fn open(path: &Path) -> Result<Self> {
        let said = |error: io::Error| {
            Error::operator(format!(
                "{}: it cannot be written: {error}; nothing was imported",
                path.display()
            ))
        };
        let mut options = OpenOptions::new();
        let (file, made) = match options.write(true).create_new(true).open(path) {
            Ok(file) => (file, true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                (OpenOptions::new().write(true).open(path).map_err(said)?, false)
            }
            Err(error) => return Err(said(error)),
        };
        Ok(Destination { file, path: path.to_owned(), made })
    }

    fn write_rows(mut self, rows: &mut File) -> io::Result<()> {
        if self.file.metadata()?.is_file() {
            self.file.set_len(0)?;
        }
        io::copy(rows, &mut self.file)?;
        self.made = false;
        Ok(())
    }
}

impl Drop for Destination {
    fn drop(&mut self) {
        if self.made {
            let _ = remove_file(&self.path);
        }
    }
}

/// Rejected rows in an unlinked temporary file, until the import is finished.
pub struct Rejects {
    writer: Writer<BufWriter<File>>,
    width: usize,
    reason: Option<usize>,
}

impl Rejects {
    /// Starts a file with the same columns, plus one for the reason if there is none yet.
    ///
    /// # Errors
    /// The temporary file cannot be written.
    pub fn new(header: &Header, locale: Locale) -> Result<Self> {
        let reason = header.reason();
        let added = reason.is_none().then(|| Column::Reason.header(locale));
        let words = header.names().chain(added.as_deref());
        let writer = Writer::new(BufWriter::new(tempfile::tempfile()?), words)?;
        Ok(Rejects { writer, width: header.cell_count(), reason })
    }

    /// Adds a row. Each cell is guarded against formulas as in exports, because the imported file may lack that. Cells
    /// beyond the header come after the reason, so that none is lost.
    ///
    /// # Errors
    /// The temporary file cannot be written.
    pub fn add(&mut self, record: &Record, reason: &str) -> Result<()> {
        for place in 0..self.width {
            match self.reason {
                Some(old) if old == place => self.writer.text(reason),
                _ => self.writer.text(unguard(record.cell(place))),
            };
        }
        if self.reason.is_none() {
            self.writer.text(reason);
        }
        for place in self.width..record.len() {
            self.writer.text(unguard(record.cell(place)));
        }
        Ok(self.writer.end_row()?)
    }

    /// Writes the file; it contains only the header if no row was rejected.
    ///
    /// # Errors
    /// One line with the file name.
    pub fn save(self, destination: Destination) -> Result<()> {
        save(self.writer, destination)
    }
}

/// Writes the rows of a temporary file to their destination.
///
/// # Errors
/// One line with the file name.
pub(super) fn save(writer: Writer<BufWriter<File>>, destination: Destination) -> Result<()> {
    let (_, spooled) = writer.finish()?;
    let mut spooled = spooled.into_inner().map_err(|error| error.into_error())?;
    spooled.rewind()?;
    let path = destination.path.clone();
    let saved = destination.write_rows(&mut spooled);
    saved.map_err(|error| Error::operator(format!("{}: {error}", path.display())))
}
