//! Orders of a customer, and placing one.

pub mod answered;
pub mod handlers;
pub mod new_order;
pub mod placing;
pub mod resource;
pub mod sent_order;
