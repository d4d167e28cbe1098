//! Background jobs.

pub mod cleaning;
pub mod lease;
pub mod schedule;
