//! Orders, and the requests that indirect resellers make of their providers (docs/reference/domain.md#orders).
//! [`place`] is the one place where a subscription is bought.

pub mod cart;
pub mod facts;
pub mod handlers;
pub mod list_page;
pub mod model;
pub mod order_requests;
pub mod place;
pub mod problem;
pub mod queries;
mod rules;
pub mod show_page;
