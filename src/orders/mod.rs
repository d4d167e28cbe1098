//! Orders, and the requests that indirect resellers make of their providers (docs/reference/domain.md#orders).
//! [`queries::place`] is the one place where a subscription is bought.

pub mod cart;
pub mod catalogue;
pub mod filter;
pub mod handlers;
pub mod index_page;
pub mod list;
pub mod model;
pub mod past;
pub mod queries;
pub mod requests;
pub mod review_handlers;
pub mod review_page;
mod rules;
pub mod sellers;
mod shop_form;
pub mod shop_handlers;
pub mod shop_page;
pub mod show_page;
pub mod words;
