//! Requests of the past, for sample data.

pub mod queries;
