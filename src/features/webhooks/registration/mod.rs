//! The calls of the API with which programs register, as the vendor's: `/webhooks/v1/registration…`. The vendor has one webhook for
//! a partner, so they see the oldest one.

pub mod bodies;
pub mod handlers;
pub mod resource;
pub mod validation;
