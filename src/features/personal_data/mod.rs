//! Exports and erases the personal data of one person or one customer, for docs/personal-data.md.

pub mod copy;
pub mod erase;
pub mod erasure;
pub mod place;
pub mod places;
pub mod queries;
pub mod traces;
