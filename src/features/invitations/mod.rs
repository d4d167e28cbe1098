//! The customer's side of a relationship request: a public page behind a personal link. Mail scanners open links, so
//! only its buttons answer the request. The partner's side is in [`crate::features::relationship_requests`].

pub mod answer;
pub mod form;
pub mod handlers;
pub mod page;
pub mod partnership_handlers;
pub mod queries;
pub mod thanks;
pub mod visit;
