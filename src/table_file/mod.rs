//! Files of tables, as CSV or as an Excel workbook. What exports a list writes its cells once, to a
//! [`table_writer::TableWriter`]; docs/reference/csv.md describes both formats.

pub mod table_format;
pub mod table_writer;
mod xlsx_text;
pub mod xlsx_writer;

pub use table_format::TableFormat;
pub use table_writer::{TableFile, TableWriter};
