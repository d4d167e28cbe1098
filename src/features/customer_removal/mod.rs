//! Ending the relationship with a customer, and the list of those that were ended.
//! What must be done before, what ends with it and what stays differs by type of partner: [`model::Terms`].
//! Rules: docs/reference/domain.md#ending-a-relationship.

pub mod handlers;
pub mod model;
pub mod page;
pub mod queries;
pub mod removed_list;
pub mod removed_queries;
