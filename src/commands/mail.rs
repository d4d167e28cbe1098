//! `mail test`: sends a test message and prints the result.

use crate::commands::context::CommandContext;
use crate::error::{Error, Result};
use crate::mail::body::Body;
use crate::mail::message::compose;
use crate::mail::outbox::{MailLink, QueuedMail};
use clap::Subcommand;

/// The commands for mail.
#[derive(Debug, Subcommand)]
pub enum MailCommand {
    /// Send a test message, to check SMTP_URL and MAIL_FROM
    Test {
        /// Email address of the recipient
        address: String,
    },
}

impl MailCommand {
    /// Sends the message.
    ///
    /// # Errors
    /// One line for the operator: there is no mail server, or it refused the message.
    pub fn run(&self, context: &CommandContext) -> Result<()> {
        let MailCommand::Test { address } = self;
        let server = context.mail.clone();
        let server = server.ok_or_else(|| Error::operator("SMTP_URL is not set; --help shows its format"))?;
        let mail = QueuedMail {
            id: uuid::Uuid::new_v4().to_string(),
            link: MailLink::None,
            sender: "Partner Portal".to_owned(),
            request: None,
            link_seq: None,
            recipient: address.clone(),
            reply_to: String::new(),
            language: "en".to_owned(),
            subject: "Test".to_owned(),
            body: Body::plain(
                "The partner portal can send mail.\n\n파트너 포털에서 메일을 보낼 수 있습니다.\n\n合作夥伴入口網站可以傳送郵件。",
            ),
            attempts: 0,
        };
        let sent = compose(&mail, &server, "").and_then(|message| server.deliver(&message));
        sent.map_err(|refusal| {
            Error::operator(format!("the mail server rejected the message: {}", refusal.words))
        })?;
        println!("The mail server accepted a message to {address}.");
        Ok(())
    }
}
