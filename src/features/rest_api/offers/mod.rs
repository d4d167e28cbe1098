//! What a partner may sell.

pub mod handlers;
pub mod queries;
pub mod resource;
