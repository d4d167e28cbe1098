//! Customers, their profiles, and requests for a relationship.

pub mod billing;
pub mod handlers;
pub mod list;
pub mod profile_resource;
pub mod queries;
pub mod removal;
pub mod resource;
