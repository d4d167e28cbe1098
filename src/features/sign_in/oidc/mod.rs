//! Single sign-on by OpenID Connect: the way there, and what comes back.

pub mod failure_page;
pub mod handlers;
pub mod identities;
pub mod sign_in;
