//! Exports and erases the personal data of one person or one customer; see docs/personal-data.md.

pub mod address_traces;
pub mod copy;
pub mod erase;
pub mod erasure;
pub mod queries;
pub mod table_rules;
pub mod tables;
