//! The second factor: codes from an authenticator app, and recovery codes. Begin with [`check`].

pub mod check;
pub mod queries;
pub mod recovery_codes;
pub mod seal;
pub mod totp;
