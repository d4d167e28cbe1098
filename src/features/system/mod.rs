//! Pages of the portal itself: setup, health checks, keyboard help.

pub mod health;
pub mod keyboard_help;
pub mod setup;
