//! Single sign-on with OpenID Connect. [`crate::auth::oidc`] implements the protocol; this is the HTTP side.

pub mod failure_page;
pub mod handlers;
pub mod identities;
pub mod sign_in;
