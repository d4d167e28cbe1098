//! The second factor: codes of an authenticator app, and recovery codes.

pub mod check;
pub mod queries;
pub mod recovery_codes;
pub mod seal;
pub mod totp;
