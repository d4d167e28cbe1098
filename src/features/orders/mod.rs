//! Orders, and the order requests of indirect resellers to their providers (docs/reference/domain.md#orders).
//! Only [`place`] creates the subscriptions of orders.

pub mod cart;
pub mod download;
pub mod facts;
pub mod filter;
pub mod handlers;
pub mod list_page;
pub mod model;
pub mod order_requests;
pub mod place;
pub mod problem;
pub mod queries;
pub mod reported;
pub mod rules;
pub mod selection;
pub mod show_page;
