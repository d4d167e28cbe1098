//! Who may sell to a customer.
pub mod queries;
