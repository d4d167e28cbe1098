//! Reads, sorts, compares and writes the rows of a file, independent of its kind.

pub mod batches;
pub mod cells;
pub mod difference;
pub mod error_reason;
mod external_sort;
pub mod file_error;
pub mod header;
pub mod held_cells;
pub mod importer;
pub mod options;
pub mod rejects;
pub mod report;
mod sniff;
pub mod source;
pub mod staging;
