//! The middleware that all requests pass; [`crate::app`] defines the order.

pub mod api;
pub mod background;
pub mod base_path;
pub mod error_pages;
pub mod form_guard;
pub mod methods;
pub mod outermost;
