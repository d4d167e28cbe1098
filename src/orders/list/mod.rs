//! The orders and requests that a partner sees.
pub mod queries;
