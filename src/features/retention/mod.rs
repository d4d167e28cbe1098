//! Erases what is older than the operator's retention periods.

pub mod account;
pub mod log;
pub mod people;
pub mod queries;
pub mod run;
pub mod sets;
