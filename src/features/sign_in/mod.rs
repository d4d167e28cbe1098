//! Signing in and out: password, second factor, confirming them again before dangerous actions, single sign-on.

pub mod authenticate;
pub mod handlers;
pub mod oidc;
pub mod page;
pub mod reasons;
pub mod second_factor;
pub mod step_up;
