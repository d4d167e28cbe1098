//! The columns of a file: their positions and their names in the file. [`super::source`] reads them.

use crate::csv::{Column, Record, unguard};
use crate::features::import::engine::file_error::{FileError, FileLocation};

/// The columns of a kind of file.
#[derive(Debug, Clone, Copy)]
pub struct Expected {
    /// All columns, in the order of docs/reference/csv.md.
    pub columns: &'static [Column],
    /// A column that may be missing, because its value is known from elsewhere.
    pub known: Option<Column>,
}

impl Expected {
    /// Returns the columns that a file must have.
    pub fn required(&self) -> Vec<Column> {
        self.columns.iter().copied().filter(|column| Some(*column) != self.known).collect()
    }
}

/// The columns of one file with their names in it. A column without a name must have empty cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    columns: Vec<(Option<Column>, String)>,
}

impl Header {
    /// Parses the header row. Ignores empty cells at its end, which spreadsheets often leave there.
    pub fn read(record: &Record, expected: Expected) -> Result<Self, FileError> {
        let line = record.line();
        let words: Vec<&str> = record.cells().collect();
        let width = words.iter().rposition(|word| !word.trim().is_empty()).map_or(0, |last| last + 1);
        let words = words.get(..width).unwrap_or_default();
        if words.iter().all(|word| Column::named(unguard(word)).is_none()) {
            let found = words.iter().filter(|word| !word.trim().is_empty()).copied().collect::<Vec<_>>();
            return Err(FileError::NoHeader(FileLocation::line(line), found.join(", "), expected.columns));
        }
        let mut header = Header::default();
        for (at, word) in words.iter().enumerate() {
            let column = Column::named(unguard(word))
                .filter(|column| expected.columns.contains(column) || *column == Column::Reason);
            let place = FileLocation { line, column: at + 1, word: (*word).to_owned() };
            if column.is_none() && !word.trim().is_empty() {
                return Err(FileError::UnknownColumn(place, expected.columns));
            }
            if column.is_some() && header.columns.iter().any(|(known, _)| *known == column) {
                return Err(FileError::Twice(place));
            }
            header.columns.push((column, (*word).to_owned()));
        }
        let missing = expected.required().into_iter().find(|column| !header.has(*column));
        let found = header.names().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ");
        missing.map_or(Ok(header), |column| {
            Err(FileError::Missing(FileLocation::line(line), column, found, expected.columns))
        })
    }

    /// Returns the number of columns.
    pub fn cell_count(&self) -> usize {
        self.columns.len()
    }

    /// Whether the file has this column.
    pub fn has(&self, column: Column) -> bool {
        self.columns.iter().any(|(known, _)| *known == Some(column))
    }

    /// Returns the names of the columns in this file, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(_, word)| word.as_str())
    }

    /// Returns the name of a column in this file.
    pub fn name(&self, column: Column) -> Option<&str> {
        self.columns.iter().find(|(known, _)| *known == Some(column)).map(|(_, word)| word.as_str())
    }

    /// Returns the column at this index, from 0.
    pub fn column_at(&self, place: usize) -> Option<Column> {
        self.columns.get(place).and_then(|(column, _)| *column)
    }

    /// Returns the index of the column with the rejection reason, if the file has it.
    pub fn reason(&self) -> Option<usize> {
        self.columns.iter().position(|(column, _)| *column == Some(Column::Reason))
    }

    /// Returns a row's text in this column, without the guard against formulas.
    pub fn text<'a>(&self, record: &'a Record, column: Column) -> &'a str {
        let place = self.columns.iter().position(|(known, _)| *known == Some(column));
        place.map_or("", |place| unguard(record.cell(place)))
    }

    /// Returns the index and text of a row's first non-empty cell that is in no named column.
    pub fn unexpected_cell<'a>(&self, record: &'a Record) -> Option<(usize, &'a str)> {
        let cells = record.cells().enumerate().filter(|(place, _)| self.column_at(*place).is_none());
        cells.into_iter().find(|(_, cell)| !cell.trim().is_empty())
    }

    /// Whether both have the same columns in the same order.
    pub fn is_like(&self, other: &Header) -> bool {
        self.columns.iter().map(|(column, _)| column).eq(other.columns.iter().map(|(column, _)| column))
    }

    /// Returns the place of a cell, for messages.
    pub fn location(&self, line: u64, cell: usize) -> FileLocation {
        let word = self.columns.get(cell).map(|(_, word)| word.clone()).unwrap_or_default();
        FileLocation { line, column: cell + 1, word }
    }
}
