//! Notes about a customer: plain text with its author and time. [`changes`] has the rules.

pub mod changes;
pub mod edit;
pub mod form;
pub mod list;
pub mod model;
pub mod queries;
