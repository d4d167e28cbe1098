//! Mail: written into the outbox in the transaction of the change it belongs to, delivered by [`worker`] afterwards.
//! A person never waits for a mail server, and no mail is lost while one is away.

pub mod body;
pub mod message;
pub mod queries;
pub mod server;
pub mod worker;
