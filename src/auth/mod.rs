//! Who is there, and what they may do: sign-in, sessions, anti-forgery, throttle, permissions, [`Scope`].

pub mod active_customers;
pub mod actor;
pub mod credentials;
pub mod csrf;
pub mod door;
pub mod handlers;
pub mod oidc;
pub mod password;
pub mod permissions;
pub mod scope;
pub mod session_store;
pub mod sign_in;
pub mod throttle;

pub use actor::Actor;
pub use scope::Scope;
