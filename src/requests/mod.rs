//! Relationship requests as records: drafted, sent, opened, answered, expired, revoked, and everybody can see which.
//! The customer's side of a request is in [`crate::invitations`], the mail in [`crate::mail`].

pub mod change;
pub mod decision;
pub mod draft;
pub mod draft_handlers;
pub mod expiry;
pub mod form;
pub mod handlers;
pub mod index;
pub mod link;
pub mod manage_handlers;
pub mod model;
pub mod new;
pub mod queries;
pub mod row;
pub mod show;
pub mod words;
