//! Partner staff: who they are, their roles, their passwords.
//! Roles stand in [`model`]; what a role may do is in `auth::permissions`.
pub mod model;
pub mod queries;
pub mod words;
