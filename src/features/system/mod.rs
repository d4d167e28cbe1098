//! Pages of the portal itself: set-up, health, keyboard help.

pub mod health;
pub mod keyboard_help;
pub mod setup;
