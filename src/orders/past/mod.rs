//! Orders of days gone by.
pub mod queries;
