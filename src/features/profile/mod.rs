//! The user's own profile, available to all roles: name, language, time zone and theme ([`edit`]), second factor,
//! sessions. The password is in [`crate::features::password`].

pub mod edit;
pub mod preferences;
pub mod queries;
pub mod recovery_codes;
pub mod remove_second_factor;
pub mod sessions;
pub mod set_up_second_factor;
