//! The columns of a file: which they are, where they stand, and what the file calls them.
//! [`super::source`] reads them; rows are read by them.

use crate::csv::{Column, Record, unguard};
use crate::features::import::engine::file_error::{FileError, FileLocation};

/// The columns that a kind of file has.
#[derive(Debug, Clone, Copy)]
pub struct Expected {
    /// All, in the order of docs/reference/csv.md.
    pub columns: &'static [Column],
    /// One that may be left out, because its value is known without it.
    pub known: Option<Column>,
}

impl Expected {
    /// Those that a file must have.
    pub fn required(&self) -> Vec<Column> {
        self.columns.iter().copied().filter(|column| Some(*column) != self.known).collect()
    }
}

/// The columns of one file, each with its word there. A column without a word has no cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    columns: Vec<(Option<Column>, String)>,
}

impl Header {
    /// Reads a row of words. Empty ones behind the last are no columns: spreadsheets leave them behind.
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

    /// How many cells a row has.
    pub fn cell_count(&self) -> usize {
        self.columns.len()
    }

    /// Whether the file has this column.
    pub fn has(&self, column: Column) -> bool {
        self.columns.iter().any(|(known, _)| *known == Some(column))
    }

    /// The words in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|(_, word)| word.as_str())
    }

    /// The word of a column in this file.
    pub fn name(&self, column: Column) -> Option<&str> {
        self.columns.iter().find(|(known, _)| *known == Some(column)).map(|(_, word)| word.as_str())
    }

    /// Which column stands at this place from 0.
    pub fn column_at(&self, place: usize) -> Option<Column> {
        self.columns.get(place).and_then(|(column, _)| *column)
    }

    /// Where the reason of a rejected row stands.
    pub fn reason(&self) -> Option<usize> {
        self.columns.iter().position(|(column, _)| *column == Some(Column::Reason))
    }

    /// The row's text in this column, without its guard.
    pub fn text<'a>(&self, record: &'a Record, column: Column) -> &'a str {
        let place = self.columns.iter().position(|(known, _)| *known == Some(column));
        place.map_or("", |place| unguard(record.cell(place)))
    }

    /// The first cell of a row that stands in no column, and what it holds: behind the last, or under no word.
    pub fn unexpected_cell<'a>(&self, record: &'a Record) -> Option<(usize, &'a str)> {
        let cells = record.cells().enumerate().filter(|(place, _)| self.column_at(*place).is_none());
        cells.into_iter().find(|(_, cell)| !cell.trim().is_empty())
    }

    /// Whether the same columns stand at the same places.
    pub fn is_like(&self, other: &Header) -> bool {
        self.columns.iter().map(|(column, _)| column).eq(other.columns.iter().map(|(column, _)| column))
    }

    /// A cell of a line, named as people find it.
    pub fn location(&self, line: u64, cell: usize) -> FileLocation {
        let word = self.columns.get(cell).map(|(_, word)| word.clone()).unwrap_or_default();
        FileLocation { line, column: cell + 1, word }
    }
}
