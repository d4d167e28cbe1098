//! Erases data that is older than the operator's retention periods. Start with [`run`].

pub mod account;
pub mod log;
pub mod people;
pub mod queries;
pub mod run;
pub mod sets;
