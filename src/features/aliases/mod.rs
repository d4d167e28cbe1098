//! The other names of a customer: its aliases, which staff enter, and its former names, which can be removed.

pub mod changes;
pub mod handlers;
