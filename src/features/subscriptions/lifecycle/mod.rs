//! The rules for a subscription's states and dates, as pure functions.

pub mod calendar;
pub mod daily;
pub mod operation;
pub mod transitions;
