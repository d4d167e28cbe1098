//! Who is there, and what they may do: sign-in, sessions, anti-forgery, throttle, permissions, [`Scope`].

pub mod active_customers;
pub mod actor;
pub mod credentials;
pub mod csrf;
pub mod device;
pub mod door;
pub mod factor_handlers;
pub mod forgotten_handlers;
pub mod handlers;
pub mod link_handlers;
pub mod oidc;
pub mod password;
pub mod password_handlers;
pub mod permissions;
pub mod scope;
pub mod second_factor;
pub mod session_store;
pub mod sign_in;
pub mod step_up;
pub mod step_up_handlers;
pub mod throttle;

pub use actor::Actor;
pub use scope::Scope;
pub use step_up::StepUp;
