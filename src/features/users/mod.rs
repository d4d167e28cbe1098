//! User management: the users of a partner, their roles and passwords.
//! Roles are in [`crate::domain::role`], their permissions in [`crate::domain::permission`]; [`rank`] says who may
//! change whom.

pub mod abilities;
pub mod actions;
pub mod colleague;
pub mod download;
pub mod edit_roles;
pub mod form;
pub mod list;
pub mod new;
pub mod one_time_secret;
pub mod queries;
pub mod rank;
pub mod reported;
pub mod show;
