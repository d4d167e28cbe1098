//! CSV as docs/reference/csv.md describes it: UTF-8 with BOM, CRLF, RFC 4180 quoting, and a guard against formulas.
//! [`reader`] is the inverse of [`writer`]; [`columns`] has the headers in three languages. [`dialect`] and [`decoder`]
//! handle the files of other programs.
//!
//! The crates `csv` and `csv-core` split and quote cells and store a row. Comments say what they cannot do.

pub mod columns;
pub mod decoder;
pub mod dialect;
mod former_words;
pub mod formula_guard;
pub mod reader;
pub mod record;
pub mod writer;

pub use columns::Column;
pub use decoder::Decoder;
pub use dialect::{Dialect, Encoding};
pub use formula_guard::{guard, unguard};
pub use reader::Reader;
pub use record::Record;
pub use writer::Writer;
