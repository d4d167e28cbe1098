//! Changing a password, resetting a forgotten one, and setting one with a link.

pub mod by_link;
pub mod change;
pub mod forgotten;
pub mod page;
