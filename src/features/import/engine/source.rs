//! Reads a file to import; rejects it if it is not CSV or has the wrong columns.
//! [`super::staging`] reads it to the end before anything is written.

use crate::csv::reader::Unreadable;
use crate::csv::record::BOM;
use crate::csv::{Decoder, Dialect, Reader, Record};
use crate::error::{Error, Result};
use crate::features::import::engine::file_error::{FileError, FileLocation, Format};
use crate::features::import::engine::header::{Expected, Header};
use crate::features::import::engine::sniff::{SAMPLE_SIZE, count_named_columns, is_preamble, sniff};
use crate::i18n::Locale;
use crate::text::hex;
use crate::text::visible::visible;
use sha2::{Digest, Sha256};
use std::io::{BufReader, Chain, Cursor, Read};

/// The bytes that were examined for the format, followed by the rest of the file.
type Bytes<R> = Chain<Cursor<Vec<u8>>, Hashed<R>>;

/// An open file whose header was read.
pub struct Source<R: Read> {
    reader: Reader<BufReader<Decoder<Bytes<R>>>>,
    dialect: Dialect,
    expected: Expected,
    locale: Locale,
    /// Its columns.
    pub header: Header,
    /// The skipped rows above the header, by line.
    pub above: Vec<(u64, String)>,
}

impl<R: Read> Source<R> {
    /// Opens a file and reads the header, whose columns may be in any order and language. Error messages are in
    /// `locale`.
    ///
    /// # Errors
    /// One line that says what is wrong with the file.
    pub fn open(input: R, expected: Expected, locale: Locale) -> Result<Self> {
        let mut hashed = Hashed { input, hash: Sha256::new(), bytes: 0 };
        let mut start = Vec::new();
        Read::take(&mut hashed, SAMPLE_SIZE).read_to_end(&mut start)?;
        reject_other_formats(&start).map_err(|refusal| refusal.into_error(locale))?;
        let sniffed = sniff(&start, &expected.required());
        let bytes = Cursor::new(start).chain(hashed);
        let decoder = Decoder::new(bytes, sniffed.dialect.encoding);
        let reader = Reader::with_dialect(BufReader::with_capacity(256 * 1024, decoder), sniffed.dialect);
        let (dialect, header, above) = (sniffed.dialect, Header::default(), Vec::new());
        let mut source = Source { reader, dialect, expected, locale, header, above };
        source.read_header(sniffed.header).map_err(|error| source.error(error))?;
        Ok(source)
    }

    fn read_header(&mut self, line: Option<u64>) -> std::result::Result<(), ReadFailure> {
        let mut record = Record::default();
        loop {
            if !self.reader.read(&mut record)? {
                return Err(FileError::Empty.into());
            }
            match line {
                Some(line) if record.line() < line => {
                    if !is_preamble(&record) {
                        let cells: Vec<&str> = record.cells().filter(|cell| !cell.is_empty()).collect();
                        self.above
                            .push((record.line(), visible(&cells.join(", ")).chars().take(200).collect()));
                    }
                }
                None if is_preamble(&record) => {}
                _ => break,
            }
        }
        self.header = Header::read(&record, self.expected)?;
        Ok(())
    }

    /// Reads the next row; returns `false` at the end. Skips empty rows and repeated headers.
    ///
    /// # Errors
    /// The file is not readable; nothing of it may be imported.
    pub fn read(&mut self, record: &mut Record) -> Result<bool> {
        while self.reader.read(record).map_err(|error| self.error(error.into()))? {
            if record.has_nul() {
                let refusal = FileError::Nul(self.header.location(record.line(), record.nul_cell()));
                return Err(refusal.into_error(self.locale));
            }
            if record.cells().all(|cell| cell.trim().is_empty()) || self.is_header_again(record)? {
                continue;
            }
            return Ok(true);
        }
        Ok(false)
    }

    /// Whether a row is the header again, as in two concatenated exports.
    fn is_header_again(&self, record: &Record) -> Result<bool> {
        let first = record.cell(0);
        let may_be = first.len() < 100 && !first.bytes().any(|byte| byte.is_ascii_digit());
        if !may_be || count_named_columns(record, &self.expected.required()) < self.expected.required().len()
        {
            return Ok(false);
        }
        match Header::read(record, self.expected) {
            Ok(again) if again.is_like(&self.header) => Ok(true),
            _ => Err(FileError::OtherHeader(record.line()).into_error(self.locale)),
        }
    }

    fn error(&self, stop: ReadFailure) -> Error {
        let refusal = match stop {
            ReadFailure::Refusal(refusal) => refusal,
            ReadFailure::Unreadable(Unreadable::Io(error)) => return Error::Io(error),
            ReadFailure::Unreadable(Unreadable::NotText { line, cell }) => {
                FileError::NotText(self.header.location(line, cell), self.dialect.encoding)
            }
            ReadFailure::Unreadable(Unreadable::CutOff(line)) => FileError::CutOff(FileLocation::line(line)),
            ReadFailure::Unreadable(Unreadable::TooLong(line)) => {
                FileError::TooLong(FileLocation::line(line))
            }
        };
        refusal.into_error(self.locale)
    }

    /// Returns the number of bytes read.
    pub fn bytes(&self) -> u64 {
        self.hashed().bytes
    }

    /// Returns the SHA-256 of the file in hexadecimal. Valid only after reading to the end.
    pub fn sha256(&self) -> String {
        hex(&self.hashed().hash.clone().finalize())
    }

    fn hashed(&self) -> &Hashed<R> {
        self.reader.get_ref().get_ref().get_ref().get_ref().1
    }
}

/// Why reading failed.
enum ReadFailure {
    Refusal(FileError),
    Unreadable(Unreadable),
}

impl From<FileError> for ReadFailure {
    fn from(refusal: FileError) -> Self {
        ReadFailure::Refusal(refusal)
    }
}

impl From<Unreadable> for ReadFailure {
    fn from(unreadable: Unreadable) -> Self {
        ReadFailure::Unreadable(unreadable)
    }
}

fn reject_other_formats(start: &[u8]) -> std::result::Result<(), FileError> {
    let text = start.strip_prefix(BOM.as_bytes()).unwrap_or(start).trim_ascii_start();
    let format = match start {
        [] => return Err(FileError::Empty),
        [b'P', b'K', 3 | 5, ..] => Format::Zip,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Format::Xls,
        [0x1F, 0x8B, ..] => Format::Gzip,
        [b'%', b'P', b'D', b'F', ..] => Format::Pdf,
        _ if text.starts_with(b"<") => Format::Markup,
        _ => return Ok(()),
    };
    Err(FileError::Other(format))
}

/// A reader that counts and hashes the bytes.
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
