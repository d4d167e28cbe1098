//! My profile: what everybody may do for themselves, whatever their role: name, language, time zone, colours
//! ([`edit`]), second factor, sign-ins. The password is in `auth::password_handlers`.

pub mod edit;
pub mod preferences;
pub mod queries;
pub mod recovery_codes;
pub mod remove_second_factor;
pub mod sessions;
pub mod set_up_second_factor;
