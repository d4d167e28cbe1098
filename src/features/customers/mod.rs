//! Queries and changes of single customers that other features share. It has no pages of its own.

pub mod lookup;
pub mod membership;
pub mod model;
pub mod resellers;
