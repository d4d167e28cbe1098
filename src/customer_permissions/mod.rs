//! What a customer may do on its own, at its partner's cost: buy Azure reservations. Off by default.
//! Rules: docs/reference/domain.md#customer-permissions.
pub mod handlers;
pub mod queries;
