//! Detects the encoding and separator of a file, and its header row: the combination in which most column names can be
//! read. An encoding other than Unicode is accepted only if all of them can be read.

use crate::csv::dialect::separator_line;
use crate::csv::{Column, Dialect, Encoding, Reader, Record, unguard};
use std::io::Read;

/// Number of bytes examined at the beginning of a file.
pub const SAMPLE_SIZE: u64 = 64 * 1024;

/// Maximum number of rows above the header, such as a title, a date or empty rows.
const ROWS_ABOVE: usize = 10;

/// The detected format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sniffed {
    /// Encoding and separator.
    pub dialect: Dialect,
    /// The line where the header row begins; `None` if no row contains a column name.
    pub header: Option<u64>,
}

/// Detects the format from the beginning of a file.
pub fn sniff(start: &[u8], expected: &[Column]) -> Sniffed {
    let mut best = (0, Sniffed::default());
    for dialect in Dialect::candidates(start) {
        let (found, line) = best_header_row(start, dialect, expected);
        let proven = found == expected.len()
            || matches!(dialect.encoding, Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be);
        if found > best.0 && proven {
            best = (found, Sniffed { dialect, header: Some(line) });
        }
        if found == expected.len() {
            break;
        }
        if best == (0, Sniffed::default()) && dialect.encoding != Encoding::Utf8 && proven {
            best.1.dialect = dialect; // a byte order mark proves UTF-16, so errors refer to it
        }
    }
    best.1
}

/// Returns the largest number of column names in one of the first rows, and the line of that row.
fn best_header_row(start: &[u8], dialect: Dialect, expected: &[Column]) -> (usize, u64) {
    let text = crate::csv::Decoder::new(start, dialect.encoding);
    let mut reader = Reader::with_dialect(std::io::BufReader::new(text.take(4 * SAMPLE_SIZE)), dialect);
    let mut record = Record::default();
    let mut best = (0, 0);
    for _ in 0..=ROWS_ABOVE {
        if !matches!(reader.read(&mut record), Ok(true)) {
            break;
        }
        let named = count_named_columns(&record, expected);
        if named > best.0 {
            best = (named, record.line());
        }
    }
    best
}

/// Returns how many of the expected columns a row names.
pub fn count_named_columns(record: &Record, expected: &[Column]) -> usize {
    let columns: Vec<Column> = record.cells().filter_map(|cell| Column::named(unguard(cell))).collect();
    expected.iter().filter(|column| columns.contains(column)).count()
}

/// Whether a row above the header needs no remark: it is empty or declares the separator.
pub fn is_preamble(record: &Record) -> bool {
    let first = record.cell(0);
    record.cells().all(|cell| cell.trim().is_empty())
        || separator_line(first).is_some()
        || first.trim().eq_ignore_ascii_case("sep=")
}
