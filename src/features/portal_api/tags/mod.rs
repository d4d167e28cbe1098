//! `/api/v1/tags` and the tags of a customer.

pub mod customer_handlers;
pub mod handlers;
pub mod resource;
