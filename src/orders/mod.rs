//! Orders, and the requests that indirect resellers make of their providers (domain.md 1.7).
//! [`queries::place`] is the one place where a subscription is bought.

pub mod model;
pub mod queries;
mod rules;
pub mod sellers;
