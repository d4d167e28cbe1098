//! The reasons why a whole file cannot be imported, and their messages: the place in the file, what was found there,
//! and what is expected.

use crate::csv::{Column, Encoding};
use crate::error::Error;
use crate::i18n::{Locale, Texts};
use crate::text::visible::visible;

/// The actual format of a file that is not CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Format {
    Zip,
    Xls,
    Gzip,
    Pdf,
    Markup,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLocation {
    /// Line, from 1.
    pub line: u64,
    /// Column, from 1; 0 for the whole line.
    pub column: usize,
    /// The column's name in the file; empty if it has none.
    pub word: String,
}

impl FileLocation {
    /// Returns the place of a whole line.
    pub fn line(line: u64) -> Self {
        FileLocation { line, column: 0, word: String::new() }
    }

    fn text(&self, texts: &Texts) -> String {
        match (self.column, self.word.trim()) {
            (0, _) => texts.place_line(self.line.to_string()),
            (column, "") => texts.place_cell(self.line.to_string(), column.to_string()),
            (column, word) => texts.place_column(self.line.to_string(), column.to_string(), excerpt(word)),
        }
    }
}

/// Why a file cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // see `text` for the messages
pub enum FileError {
    Empty,
    Other(Format),
    /// The row found in place of the header, and the expected columns.
    NoHeader(FileLocation, String, &'static [Column]),
    Twice(FileLocation),
    /// The missing column, the columns in the file, and the expected columns.
    Missing(FileLocation, Column, String, &'static [Column]),
    UnknownColumn(FileLocation, &'static [Column]),
    OtherHeader(u64),
    Nul(FileLocation),
    NotText(FileLocation, Encoding),
    CutOff(FileLocation),
    TooLong(FileLocation),
}

impl FileError {
    /// Returns the error with its message in this language.
    pub fn into_error(&self, locale: Locale) -> Error {
        Error::bad_input("file", self.text(locale))
    }

    fn text(&self, locale: Locale) -> String {
        let texts = locale.texts();
        let columns = |columns: &[Column]| {
            let words: Vec<String> = columns.iter().map(|column| column.header(locale)).collect();
            words.join(&texts.list_comma())
        };
        let (place, what) = match self {
            FileError::Empty => return texts.file_empty(),
            FileError::Other(format) => return texts.file_other(format.words(locale)),
            FileError::NoHeader(place, found, all) => {
                (place, texts.file_no_header(columns(all), excerpt(found)))
            }
            FileError::Twice(place) => (place, texts.file_twice()),
            FileError::Missing(place, column, found, all) => {
                (place, texts.file_missing(column.header(locale), columns(all), excerpt(found)))
            }
            FileError::UnknownColumn(place, all) => (place, texts.file_unknown_column(columns(all))),
            FileError::OtherHeader(line) => (&FileLocation::line(*line), texts.file_other_header()),
            FileError::Nul(place) => (place, texts.file_nul()),
            FileError::NotText(place, encoding) => (place, texts.file_not_text(encoding.name())),
            FileError::CutOff(place) => (place, texts.file_cut_off()),
            FileError::TooLong(place) => (place, texts.file_long_row()),
        };
        texts.file_at(place.text(texts), what)
    }
}

/// Returns the beginning of a text from the file, safe to display.
fn excerpt(text: &str) -> String {
    let most = 120;
    let mut shown: String = text.chars().take(most).collect();
    if text.chars().nth(most).is_some() {
        shown.push('…');
    }
    visible(&shown).into_owned()
}

impl Format {
    fn words(self, locale: Locale) -> String {
        let texts = locale.texts();
        match self {
            Format::Zip => texts.format_zip(),
            Format::Xls => texts.format_xls(),
            Format::Gzip => texts.format_gzip(),
            Format::Pdf => texts.format_pdf(),
            Format::Markup => texts.format_markup(),
        }
    }
}
