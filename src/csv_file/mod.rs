//! CSV as docs/reference/csv.md describes it: UTF-8 with BOM, CRLF, RFC 4180 quoting, and a guard against formulas.
//! [`reader`] and [`writer`] are each other's inverse; [`words`] holds the headers in three languages. What other
//! programs make of a table is in [`dialect`] and [`decoder`].

pub mod decoder;
pub mod dialect;
pub mod guard;
pub mod reader;
pub mod record;
pub mod words;
pub mod writer;

pub use decoder::Decoder;
pub use dialect::{Dialect, Encoding};
pub use guard::{guard, unguard};
pub use reader::{Reader, Record};
pub use words::Column;
pub use writer::Writer;

/// The mark at the beginning of a file by which a spreadsheet knows that it is UTF-8.
pub const BOM: &str = "\u{FEFF}";
