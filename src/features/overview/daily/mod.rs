//! The figures of each day: customers, subscriptions and licenses at its end, and the relationships that began and ended on
//! it. [`job`] writes them for the days that have ended, [`history`] finds those of the past, and [`queries`] reads them.

pub mod history;
pub mod job;
pub mod model;
pub mod queries;
