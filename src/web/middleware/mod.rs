//! What every request passes, from the outside in; [`crate::app`] has the order.

pub mod error_pages;
pub mod form_guard;
pub mod methods;
pub mod outermost;
