//! `/api/v1/customers/{id}/notes`: the notes about a customer.

pub mod handlers;
pub mod resource;
