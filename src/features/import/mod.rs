//! Imports of CSV files, by command or upload.

pub mod engine;
pub mod kinds;
pub mod run;
pub mod upload;
