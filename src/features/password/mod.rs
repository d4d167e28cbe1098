//! Changing, forgetting and setting a password.

pub mod by_link;
pub mod change;
pub mod forgotten;
pub mod page;
