//! The customer's side of a relationship request: one public page behind a personal link. Opening it decides nothing,
//! since mail scanners open links; only a button does. The staff's side is in [`crate::features::relationship_requests`].

pub mod answer;
pub mod form;
pub mod handlers;
pub mod page;
pub mod partnership_handlers;
pub mod queries;
pub mod thanks;
pub mod visit;
