//! A file that is to be imported: refused whole when it is no CSV file or has the wrong columns.
//! [`super::staging`] reads it to the end before anything is written.

use super::refusal::{Format, Refusal, unreadable};
use crate::csv_file::{BOM, Column, Reader, Record, unguard};
use crate::error::Result;
use crate::i18n::Locale;
use sha2::{Digest, Sha256};
use std::io::{BufRead, BufReader, Read};

/// A file whose header has been read.
pub struct Source<R: Read> {
    reader: Reader<BufReader<Hashed<R>>>,
    locale: Locale,
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
    /// Reads the header; `expected` are the columns there have to be, in any order and language. What is wrong is
    /// said in `locale`.
    ///
    /// # Errors
    /// One line that says what is wrong with the file.
    pub fn open(input: R, expected: &'static [Column], locale: Locale) -> Result<Self> {
        let hashed = Hashed { input, hash: Sha256::new(), bytes: 0 };
        let mut input = BufReader::with_capacity(256 * 1024, hashed);
        refuse_other_formats(input.fill_buf()?).map_err(|refusal| refusal.told(locale))?;
        let mut reader = Reader::new(input);
        let mut record = Record::default();
        if !reader.read(&mut record).map_err(|error| unreadable(error, locale))? {
            return Err(Refusal::Empty.told(locale));
        }
        let header = Header::read(&record, expected).map_err(|refusal| refusal.told(locale))?;
        Ok(Source { reader, locale, header })
    }

    /// Reads the next row; `false` at the end. Rows whose cells are all empty are passed over.
    ///
    /// # Errors
    /// The file is not one that can be read; nothing of it is to be imported.
    pub fn read(&mut self, record: &mut Record) -> Result<bool> {
        while self.reader.read(record).map_err(|error| unreadable(error, self.locale))? {
            if record.has_nul() {
                return Err(Refusal::Nul(record.line()).told(self.locale));
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
    fn read(record: &Record, expected: &'static [Column]) -> std::result::Result<Self, Refusal> {
        let mut header = Header { columns: Vec::new(), words: Vec::new() };
        for word in record.cells() {
            let column = Column::named(unguard(word))
                .filter(|column| expected.contains(column) || *column == Column::Reason)
                .ok_or_else(|| unknown(word, expected))?;
            if header.columns.contains(&column) {
                return Err(Refusal::Twice(word.to_owned()));
            }
            header.columns.push(column);
            header.words.push(word.to_owned());
        }
        let missing = expected.iter().find(|column| !header.columns.contains(column));
        missing.map_or(Ok(header), |column| Err(Refusal::Missing(*column, expected)))
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

fn unknown(word: &str, wanted: &'static [Column]) -> Refusal {
    if word.contains([';', '\t']) {
        return Refusal::NoCommas(wanted);
    }
    Refusal::UnknownColumn(word.chars().take(60).collect(), wanted)
}

fn refuse_other_formats(start: &[u8]) -> std::result::Result<(), Refusal> {
    let text = start.strip_prefix(BOM.as_bytes()).unwrap_or(start).trim_ascii_start();
    let format = match start {
        [] => return Err(Refusal::Empty),
        [b'P', b'K', 3 | 5, ..] => Format::Zip,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Format::Xls,
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Format::Utf16,
        [0x1F, 0x8B, ..] => Format::Gzip,
        [b'%', b'P', b'D', b'F', ..] => Format::Pdf,
        _ if text.starts_with(b"<") => Format::Markup,
        _ => return Ok(()),
    };
    Err(Refusal::Other(format))
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
