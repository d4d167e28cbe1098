//! Mail: written into the outbox in the transaction of the change it belongs to, delivered by [`mailer`] afterwards.
//! A person never waits for a mail server, and no mail is lost while one is away.

pub mod body;
pub mod mailer;
pub mod message;
pub mod notices;
pub mod outbox;
pub mod password_letter;
pub mod server;
