//! `/api/v1/subscriptions`: the subscriptions of all customers with the search and the filters of their page.

pub mod handlers;
pub mod queries;
pub mod resource;
