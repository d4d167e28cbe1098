//! What a customer may do on its own, at its partner's cost: buy Azure reservations (domain.md 1.11). Off by default.
pub mod handlers;
pub mod queries;
