//! People at a customer whom staff contact about other things than bills.

pub mod changes;
pub mod form;
pub mod handlers;
pub mod model;
pub mod queries;
