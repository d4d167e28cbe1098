//! A file that is to be imported: refused whole when it is no CSV file or has the wrong columns.
//! [`super::staging`] reads it to the end before anything is written.

use crate::csv_file::reader::Unreadable;
use crate::csv_file::{BOM, Column, Reader, Record, unguard};
use crate::error::{Error, Result};
use crate::i18n::Locale;
use sha2::{Digest, Sha256};
use std::io::{BufRead, BufReader, Read};

/// A file whose header has been read.
pub struct Source<R: Read> {
    reader: Reader<BufReader<Hashed<R>>>,
    /// Its columns.
    pub header: Header,
}

/// The columns of a file: which they are, and where they stand.
#[derive(Debug, Clone)]
pub struct Header {
    columns: Vec<Column>,
    words: Vec<String>,
}

impl<R: Read> Source<R> {
    /// Reads the header; `expected` are the columns there have to be, in any order and language.
    ///
    /// # Errors
    /// One line that says what is wrong with the file.
    pub fn open(input: R, expected: &[Column]) -> Result<Self> {
        let hashed = Hashed { input, hash: Sha256::new(), bytes: 0 };
        let mut input = BufReader::with_capacity(256 * 1024, hashed);
        refuse_other_formats(input.fill_buf()?)?;
        let mut reader = Reader::new(input);
        let mut record = Record::default();
        if !reader.read(&mut record)? {
            return Err(refused("the file is empty; its first line has to name the columns"));
        }
        let header = Header::read(&record, expected)?;
        Ok(Source { reader, header })
    }

    /// Reads the next row; `false` at the end. Rows whose cells are all empty are passed over.
    ///
    /// # Errors
    /// The file is not one that can be read; nothing of it is to be imported.
    pub fn read(&mut self, record: &mut Record) -> Result<bool> {
        while self.reader.read(record)? {
            if record.has_nul() {
                let line = record.line();
                return Err(refused(format!("the row in line {line} has a NUL; save the file as CSV UTF-8")));
            }
            if record.cells().any(|cell| !cell.is_empty()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// How many bytes were read.
    pub fn bytes(&self) -> u64 {
        self.reader.get_ref().get_ref().bytes
    }

    /// SHA-256 of the file, in hexadecimal, once it was read to the end.
    pub fn sha256(&self) -> String {
        let digest = self.reader.get_ref().get_ref().hash.clone().finalize();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Header {
    fn read(record: &Record, expected: &[Column]) -> Result<Self> {
        let wanted =
            || expected.iter().map(|column| column.header(Locale::En)).collect::<Vec<_>>().join(", ");
        let mut header = Header { columns: Vec::new(), words: Vec::new() };
        for word in record.cells() {
            let column = Column::named(unguard(word))
                .filter(|column| expected.contains(column) || *column == Column::Reason)
                .ok_or_else(|| unknown(word, &wanted()))?;
            if header.columns.contains(&column) {
                return Err(refused(format!("the column “{word}” stands twice in the header")));
            }
            header.columns.push(column);
            header.words.push(word.to_owned());
        }
        let missing = expected.iter().find(|column| !header.columns.contains(column));
        missing.map_or(Ok(header), |column| {
            let column = column.header(Locale::En);
            Err(refused(format!("the column “{column}” is missing; the columns are {}", wanted())))
        })
    }

    /// How many cells a row has.
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// The columns with their words in this file.
    pub fn columns(&self) -> impl Iterator<Item = (Column, &str)> {
        self.columns.iter().copied().zip(self.words.iter().map(String::as_str))
    }

    /// The row's text in this column, without its guard.
    pub fn text<'a>(&self, record: &'a Record, column: Column) -> &'a str {
        let place = self.columns.iter().position(|found| *found == column);
        place.map_or("", |place| unguard(record.cell(place)))
    }
}

fn unknown(word: &str, wanted: &str) -> Error {
    if word.contains([';', '\t']) {
        return refused(format!(
            "the columns are not separated by commas; save the file as CSV UTF-8 ({wanted})"
        ));
    }
    let word: String = word.chars().take(60).collect();
    refused(format!("the first line names an unknown column “{word}”; the columns are {wanted}"))
}

fn refuse_other_formats(start: &[u8]) -> Result<()> {
    let text = start.strip_prefix(BOM.as_bytes()).unwrap_or(start).trim_ascii_start();
    let what = match start {
        [] => return Err(refused("the file is empty; its first line has to name the columns")),
        [b'P', b'K', 3 | 5, ..] => "a zip archive or an Excel workbook (.xlsx)",
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "an old Excel workbook (.xls)",
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "text in UTF-16",
        [0x1F, 0x8B, ..] => "a gzip archive",
        [b'%', b'P', b'D', b'F', ..] => "a PDF",
        _ if text.starts_with(b"<") => "a web page or XML",
        _ => return Ok(()),
    };
    Err(refused(format!("the file is {what}, whatever its name says; save it as CSV UTF-8 and try again")))
}

/// A file that is refused whole.
pub(super) fn refused(message: impl Into<String>) -> Error {
    Error::bad_input("file", message)
}

impl From<Unreadable> for Error {
    fn from(error: Unreadable) -> Self {
        match error {
            Unreadable::Io(error) => Error::Io(error),
            wrong => refused(wrong.to_string()),
        }
    }
}

/// Counts and hashes what passes through.
struct Hashed<R> {
    input: R,
    hash: Sha256,
    bytes: u64,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.hash.update(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}
