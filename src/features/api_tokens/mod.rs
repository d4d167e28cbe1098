//! The pages of API tokens: a user's own ([`handlers`]), and those of users whom an admin may change ([`of_user`]). The tokens
//! are in [`crate::auth::api_tokens`].

pub mod area_fields;
pub mod form;
pub mod handlers;
pub mod of_user;
pub mod queries;
pub mod token_line;
