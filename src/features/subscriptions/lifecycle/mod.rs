//! The rules of a subscription's states and days, without a database.

pub mod calendar;
pub mod daily;
pub mod operation;
pub mod transitions;
