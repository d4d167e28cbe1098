//! Subscriptions of a customer, and changing one.

pub mod change;
pub mod difference;
pub mod handlers;
pub mod queries;
pub mod resource;
