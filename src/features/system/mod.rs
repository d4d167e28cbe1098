//! Pages of the portal itself: setup, health checks, metrics, keyboard help.

pub mod health;
pub mod keyboard_help;
pub mod metrics;
pub mod setup;
