//! Partner staff: who they are, their roles, their passwords; the pages of User management.
//! Roles stand in [`crate::domain::role`]; what a role may do is in `auth::permissions`, who may touch whom in [`colleague`].

pub mod abilities;
pub mod actions;
pub mod colleague;
pub mod edit_roles;
pub mod form;
pub mod list;
pub mod new;
pub mod one_time_secret;
pub mod queries;
pub mod rank;
pub mod show;
