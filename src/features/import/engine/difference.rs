//! What an import changes in rows that the portal has already, cell by cell; and which value wins, column by column.

use crate::csv::{Column, Writer};
use crate::error::Result;
use crate::features::import::engine::rejects::{Destination, save};
use crate::i18n::{Locale, Texts};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufWriter;

/// A cell in which the file and the portal differ.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Difference {
    /// The column.
    pub column: Column,
    /// The stored value, as a file would have it.
    pub before: String,
    /// The value after the import.
    pub after: String,
}

impl Difference {
    /// Returns the difference between two values; `None` if they are equal.
    pub fn of(column: Column, before: impl Into<String>, after: impl Into<String>) -> Option<Self> {
        let (before, after) = (before.into(), after.into());
        (before != after).then_some(Difference { column, before, after })
    }

    /// Returns `Column: “before” → “after”`.
    pub fn text(&self, locale: Locale) -> String {
        format!("{}: “{}” → “{}”", self.column.header(locale), self.before, self.after)
    }
}

/// A row that an import changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ChangedRow {
    /// The line in the file where it begins, from 1.
    pub line: u64,
    /// The id in the file.
    pub id: String,
    /// The name in the file; empty in a file without names.
    pub name: String,
    /// The cells that change.
    pub differences: Vec<Difference>,
}

/// Which value wins where a file and the portal differ. By default the file's; names that were edited in the portal stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnChoices {
    /// The columns of which the stored values win.
    pub ours: BTreeSet<Column>,
    /// Whether the file's names also replace names that were edited in the portal.
    pub replace_edited_names: bool,
}

impl ColumnChoices {
    /// Returns the stored value if it wins in this column, otherwise that of the file.
    pub fn pick<T>(&self, column: Column, stored: T, of_file: T) -> T {
        if self.ours.contains(&column) { stored } else { of_file }
    }
}

/// The file with all differences: one line for each cell, in an unlinked temporary file until the import is finished.
pub struct ChangesFile(Writer<BufWriter<File>>);

impl ChangesFile {
    /// Starts the file. `identity` is the column with the ids of the rows.
    ///
    /// # Errors
    /// The temporary file cannot be written.
    pub fn new(identity: Column, locale: Locale) -> Result<Self> {
        let texts: &Texts = locale.texts();
        let header = [
            texts.import_line(),
            identity.header(locale),
            texts.import_column(),
            texts.import_before(),
            texts.import_value(),
        ];
        let header = header.iter().map(String::as_str);
        Ok(ChangesFile(Writer::new(BufWriter::new(tempfile::tempfile()?), header)?))
    }

    /// Adds the differences of a row.
    ///
    /// # Errors
    /// The temporary file cannot be written.
    pub fn add(&mut self, row: &ChangedRow, locale: Locale) -> Result<()> {
        for one in &row.differences {
            self.0.word(&row.line.to_string()).text(&row.id).word(&one.column.header(locale));
            self.0.text(&one.before).text(&one.after).end_row()?;
        }
        Ok(())
    }

    /// Writes the file; it contains only the header if nothing changes.
    ///
    /// # Errors
    /// One line with the file name.
    pub fn save(self, destination: Destination) -> Result<()> {
        save(self.0, destination)
    }
}
