//! Ending the relationship with a customer, and the list of ended relationships.
//! The conditions and consequences depend on the type of partner: [`model::Terms`].
//! Rules: docs/reference/domain.md#ending-a-relationship.

pub mod handlers;
pub mod model;
pub mod page;
pub mod queries;
pub mod removed_list;
pub mod removed_queries;
