//! Correcting where bills go: company name, contact, address. What was typed is read in [`crate::addresses`].
//! The name is this partner's list name too; nothing else, and nobody else's list, changes with it.
pub mod edit;
pub mod handlers;
pub mod queries;
pub mod undo;
