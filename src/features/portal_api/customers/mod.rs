//! `/api/v1/customers`: the list of customers with the search and the filters of its page.

pub mod handlers;
pub mod resource;
