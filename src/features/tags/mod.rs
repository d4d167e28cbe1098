//! The tags by which a partner sorts its customers: a word and a color. Begin with [`model`]; [`changes`] has the rules.

pub mod assignments;
pub mod changes;
pub mod customer_changes;
pub mod customer_handlers;
pub mod download;
pub mod edit;
pub mod export;
pub mod form;
pub mod list;
pub mod model;
pub mod names;
pub mod queries;
