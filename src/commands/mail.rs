//! `mail test` sends a test message; `mail bounced` reads the report of one that came back.

use crate::commands::context::CommandContext;
use crate::error::{Error, Result};
use crate::mail::body::Body;
use crate::mail::bounce;
use crate::mail::bounce::Bounce;
use crate::mail::delivery::QueuedMail;
use crate::mail::message::compose;
use crate::mail::outbox::MailLink;
use clap::Subcommand;
use std::io;
use std::io::Read;

/// The commands for mail.
#[derive(Debug, Subcommand)]
pub enum MailCommand {
    /// Send a test message, to check SMTP_URL and MAIL_FROM
    Test {
        /// Email address of the recipient
        address: String,
    },
    /// Read the report of a message that came back (RFC 3464) from standard input, and mark the message
    Bounced,
}

impl MailCommand {
    /// Sends the message.
    ///
    /// # Errors
    /// One line for the operator: there is no mail server, or it refused the message.
    pub fn run(&self, context: &CommandContext) -> Result<()> {
        match self {
            MailCommand::Test { address } => send_test(context, address),
            MailCommand::Bounced => read_bounce(context),
        }
    }
}

/// The most bytes of a report that are read: a whole message may be attached.
const MAX_REPORT_BYTES: u64 = 64 * 1024 * 1024;

fn read_bounce(context: &CommandContext) -> Result<()> {
    let mut report = Vec::new();
    io::stdin().take(MAX_REPORT_BYTES).read_to_end(&mut report)?;
    let bounce = Bounce::parse(&report)?;
    let (id, words) = (&bounce.message, &bounce.words);
    if !bounce.is_permanent {
        println!("The message {id} is delayed, so it is left as it is: {words}");
    } else if context.db.write_now(|c| bounce::mark(c, &bounce))? {
        println!("The message {id} was not delivered: {words}");
    } else {
        return Err(Error::operator(format!("the portal has sent no message {id}")));
    }
    Ok(())
}

fn send_test(context: &CommandContext, address: &str) -> Result<()> {
    let address = address.to_owned();
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
        unsubscribe: None,
        report_run: None,
        attaches: false,
    };
    let sent = compose(&mail, &server, "", None, None).and_then(|message| server.deliver(&message));
    sent.map_err(|refusal| {
        Error::operator(format!("the mail server rejected the message: {}", refusal.words))
    })?;
    println!("The mail server accepted a message to {address}.");
    Ok(())
}
