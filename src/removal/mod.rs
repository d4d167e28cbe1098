//! Ending the relationship with a customer, and the list of those that were ended (domain.md 5.1 to 5.4, 5.37).
//! What must be done before, what ends with it and what stays differs by type of partner: [`model::Terms`].
pub mod end;
pub mod form;
pub mod model;
pub mod queries;
pub mod removed;
pub mod words;
