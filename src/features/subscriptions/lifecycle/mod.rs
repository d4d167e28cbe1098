//! The rules for a subscription's states and dates, as pure functions.

pub mod at_renewal;
pub mod calendar;
pub mod daily;
pub mod operation;
pub mod renewal_wish;
pub mod transitions;
