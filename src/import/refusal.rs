//! Why a file cannot be imported at all, as a value, and in the language of whoever reads it.

use crate::csv_file::Column;
use crate::csv_file::reader::Unreadable;
use crate::error::Error;
use crate::i18n::Locale;

/// What a file really is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Format {
    Zip,
    Xls,
    Utf16,
    Gzip,
    Pdf,
    Markup,
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)] // `words` says each
pub enum Refusal {
    Empty,
    Nul(u64),
    Twice(String),
    Missing(Column, &'static [Column]),
    NoCommas(&'static [Column]),
    UnknownColumn(String, &'static [Column]),
    Other(Format),
    NotUtf8(u64),
    CutOff(u64),
    TooLong(u64),
}

impl Refusal {
    /// As an error in this language.
    pub fn told(&self, locale: Locale) -> Error {
        Error::bad_input("file", self.words(locale))
    }

    fn words(&self, locale: Locale) -> String {
        let texts = locale.texts();
        let columns = |columns: &[Column]| {
            let words: Vec<String> = columns.iter().map(|column| column.header(locale)).collect();
            words.join(&texts.list_comma())
        };
        match self {
            Refusal::Empty => texts.file_empty(),
            Refusal::Nul(line) => texts.file_nul(line.to_string()),
            Refusal::Twice(word) => texts.file_twice(word),
            Refusal::Missing(column, all) => texts.file_missing(column.header(locale), columns(all)),
            Refusal::NoCommas(all) => texts.file_no_commas(columns(all)),
            Refusal::UnknownColumn(word, all) => texts.file_unknown_column(word, columns(all)),
            Refusal::Other(format) => texts.file_other(format.words(locale)),
            Refusal::NotUtf8(line) => texts.file_not_utf8(line.to_string()),
            Refusal::CutOff(line) => texts.file_cut_off(line.to_string()),
            Refusal::TooLong(line) => texts.file_long_row(line.to_string()),
        }
    }
}

impl Format {
    fn words(self, locale: Locale) -> String {
        let texts = locale.texts();
        match self {
            Format::Zip => texts.format_zip(),
            Format::Xls => texts.format_xls(),
            Format::Utf16 => texts.format_utf16(),
            Format::Gzip => texts.format_gzip(),
            Format::Pdf => texts.format_pdf(),
            Format::Markup => texts.format_markup(),
        }
    }
}

/// What the reader of rows says, in the reader's language.
pub fn unreadable(error: Unreadable, locale: Locale) -> Error {
    match error {
        Unreadable::Io(error) => Error::Io(error),
        Unreadable::NotUtf8(line) => Refusal::NotUtf8(line).told(locale),
        Unreadable::CutOff(line) => Refusal::CutOff(line).told(locale),
        Unreadable::TooLong(line) => Refusal::TooLong(line).told(locale),
    }
}
