//! Mail: messages are written to the outbox in the transaction of the change that causes them, and
//! delivered later by [`mailer`]. So no user waits for a mail server, and no message is lost while the
//! server is unavailable.

pub mod attachment;
pub mod body;
pub mod bounce;
pub mod delivery;
pub mod delivery_status;
pub mod mailer;
pub mod message;
pub mod notices;
pub mod outbox;
pub mod password_mail;
pub mod server;
