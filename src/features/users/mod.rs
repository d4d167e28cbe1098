//! Partner staff: who they are, their roles, their passwords; the pages of User management.
//! Roles are in [`crate::domain::role`], their permissions in [`crate::domain::permission`], who may change whom in [`rank`].

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
