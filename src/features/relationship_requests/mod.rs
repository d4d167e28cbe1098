//! Relationship requests as the partner sees them: drafted, sent, opened, answered, expired, revoked.
//! The customer's side of a request is in [`crate::features::invitations`], the mail in [`crate::mail`].

pub mod change;
pub mod comparison;
pub mod decision;
pub mod delivery_handlers;
pub mod download;
pub mod expiry;
pub mod filter;
pub mod form;
pub mod labels;
pub mod list;
mod list_filters;
pub mod manage_handlers;
pub mod manage_rights;
pub mod message;
pub mod model;
pub mod new_handlers;
pub mod new_page;
pub mod new_partnership;
pub mod queries;
pub mod reminder;
pub mod reported;
pub mod search;
pub mod selection;
pub mod show;
pub mod show_page;
pub mod timeline;
