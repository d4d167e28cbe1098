//! Correcting where bills go: company name, contact, address. What was typed is read in [`address`].
//! The name is this partner's list name too; nothing else, and nobody else's list, changes with it.

pub mod address;
pub mod handlers;
pub mod page;
pub mod queries;
