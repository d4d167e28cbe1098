//! Which of the things that a file may be it is, and in which of its first rows the columns are named: the one in which
//! most of the names can be read. An encoding other than Unicode has to prove itself by all of them.

use crate::csv::dialect::separator_line;
use crate::csv::{Column, Dialect, Encoding, Reader, Record, unguard};
use std::io::Read;

/// So much of a file is looked at.
pub const LOOKED_AT: u64 = 64 * 1024;

/// So many rows may stand above the names of the columns: a title, a date, empty ones.
const ROWS_ABOVE: usize = 10;

/// How a file is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sniffed {
    /// How it is written.
    pub dialect: Dialect,
    /// The line in which the row begins that names the columns; none where no row names one.
    pub header: Option<u64>,
}

/// Looks at the beginning of a file.
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
            best.1.dialect = dialect; // a mark says UTF-16: what is wrong is wrong in that
        }
    }
    best.1
}

/// How many of the columns the best of the first rows names, and its line.
fn best_header_row(start: &[u8], dialect: Dialect, expected: &[Column]) -> (usize, u64) {
    let text = crate::csv::Decoder::new(start, dialect.encoding);
    let mut reader = Reader::of(std::io::BufReader::new(text.take(4 * LOOKED_AT)), dialect);
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

/// How many of the columns a row names.
pub fn count_named_columns(record: &Record, expected: &[Column]) -> usize {
    let columns: Vec<Column> = record.cells().filter_map(|cell| Column::named(unguard(cell))).collect();
    expected.iter().filter(|column| columns.contains(column)).count()
}

/// Whether a row above the columns tells nothing: it is empty, or says what separates the cells.
pub fn is_preamble(record: &Record) -> bool {
    let first = record.cell(0);
    record.cells().all(|cell| cell.trim().is_empty())
        || separator_line(first).is_some()
        || first.trim().eq_ignore_ascii_case("sep=")
}
