//! Requests to addresses that users typed, such as the webhook of a chat. They go to public addresses by https, or to those
//! that the operator allows; the address is checked after the name was resolved, for each connection.

pub mod chat_address;
pub mod client;
pub mod credential;
pub mod exchange;
pub mod lines;
pub mod public_address;
pub mod resolver;
pub mod target;
pub mod webhook_seal;
