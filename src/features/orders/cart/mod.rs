//! The cart: choosing offers for an order, and reviewing the order.

pub mod build;
pub mod context;
mod form;
pub mod handlers;
pub mod model;
pub mod page;
pub mod queries;
pub mod review_handlers;
pub mod review_page;
pub mod steps;
