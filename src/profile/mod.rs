//! My profile: what everybody may do for themselves, whatever their role: name, language, time zone, colours
//! ([`show`]), second factor, sign-ins. The password is in `auth::password_handlers`.

pub mod codes;
pub mod factor_removal;
pub mod queries;
pub mod second_factor;
pub mod sessions;
pub mod show;
