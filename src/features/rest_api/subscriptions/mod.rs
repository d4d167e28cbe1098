//! Subscriptions of a customer, and changing one.

pub mod change;
pub mod difference;
pub mod handlers;
pub mod next_term;
pub mod queries;
pub mod resource;
pub mod support_contact;
pub mod transition_resource;
pub mod transitions;
