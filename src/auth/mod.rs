//! Authentication and authorization: sign-in, sessions, CSRF protection, rate limits, permissions. Begin
//! with [`Scope`].

pub mod accounts;
pub mod actor;
pub mod api_applications;
pub mod api_tokens;
pub mod browser_name;
pub mod client;
pub mod cookies;
pub mod csrf;
pub mod device_cookie;
pub mod extractors;
pub mod hourly_limit;
pub mod invitation_link;
pub mod new_device;
pub mod notices;
pub mod oidc;
pub mod password;
pub mod password_link;
pub mod remembered;
pub mod respell;
pub mod scope;
pub mod scope_memory;
pub mod second_factor;
pub mod session;
pub mod session_store;
pub mod tenancy;
pub mod throttle;
pub mod unsubscribe_link;
pub mod waiting;

pub use actor::Actor;
pub use extractors::StepUp;
pub use scope::Scope;
