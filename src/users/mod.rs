//! Partner staff: who they are, their roles, their passwords; the pages of User management.
//! Roles stand in [`model`]; what a role may do is in `auth::permissions`, who may touch whom in [`staff`].

pub mod abilities;
pub mod acts;
pub mod form;
pub mod index;
pub mod links;
pub mod model;
pub mod new;
pub mod notices;
pub mod once;
pub mod queries;
pub mod respell;
pub mod roles;
pub mod show;
pub mod staff;
pub mod words;
