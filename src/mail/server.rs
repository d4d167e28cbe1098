//! The mail server of the settings: how it is reached, and one conversation with it.
//! TLS is required and certificates are checked; without TLS only a server on this machine is spoken to.

use crate::config::Settings;
use crate::error::{Error, Result};
use actix_web::http::Uri;
use lettre::message::Mailbox;
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message, SmtpTransport, Transport};
use std::time::Duration;

/// A server that says nothing for this long is away.
const PATIENCE: Duration = Duration::from_secs(30);

/// The mail server, ready to be spoken to; clones share connections.
#[derive(Clone)]
pub struct MailServer {
    transport: SmtpTransport,
    from: Address,
}

/// Why a message was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryError {
    /// The server's words, or the network's.
    pub words: String,
    /// Whether trying again is of no use.
    pub for_good: bool,
}

impl MailServer {
    /// The server of these settings; none if `SMTP_URL` is not set.
    ///
    /// # Errors
    /// One line for the operator: which setting, and what would be right. It never repeats a password.
    pub fn from_settings(settings: &Settings) -> Result<Option<Self>> {
        let Some(url) = settings.smtp_url.as_deref().filter(|url| !url.is_empty()) else { return Ok(None) };
        let from = settings.mail_from.as_deref().unwrap_or_default();
        let from = address(from).ok_or_else(|| {
            Error::operator(format!(
                "MAIL_FROM is “{}”; with SMTP_URL it is one address, such as portal@portal.example or Portal <portal@portal.example>",
                from.escape_debug()
            ))
        })?;
        let builder = SmtpTransport::from_url(&with_tls(url)?).map_err(|_| unreadable())?;
        let public = settings.public_url();
        let host = public.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned));
        let hello = ClientId::Domain(host.unwrap_or_else(|| from.domain().to_owned()));
        let transport = builder.hello_name(hello).timeout(Some(PATIENCE)).build();
        Ok(Some(MailServer { transport, from }))
    }

    /// Mail comes from this address, under a partner's name, which no reader may take for an encoded word.
    pub fn sender(&self, name: &str) -> Mailbox {
        Mailbox::new(Some(name.replace("=?", "= ?")), self.from.clone())
    }

    /// The part of message ids after `@`.
    pub fn domain(&self) -> &str {
        self.from.domain()
    }

    /// Hands a message over; blocks.
    ///
    /// # Errors
    /// The server's words.
    pub fn deliver(&self, message: &Message) -> Result<(), DeliveryError> {
        let answer = self.transport.send(message);
        answer.map(drop).map_err(|error| {
            // A name before the `@` in other letters than ASCII: this server cannot take it, today or tomorrow.
            let never =
                error.is_client() && message.envelope().to().iter().any(|to| !to.to_string().is_ascii());
            DeliveryError { for_good: never || error.is_permanent(), words: error_chain(&error) }
        })
    }
}

/// The address of `portal@portal.example` or `Portal <portal@portal.example>`. The name is let go: each letter bears
/// its partner's.
fn address(text: &str) -> Option<Address> {
    if text.contains(char::is_control) {
        return None;
    }
    text.trim().parse::<Mailbox>().ok().map(|mailbox| mailbox.email)
}

/// An error and what caused it, in one line.
fn error_chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !words.contains(&more) {
            words.push_str(": ");
            words.push_str(&more);
        }
        cause = error.source();
    }
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(500).collect()
}

fn unreadable() -> Error {
    Error::operator(
        "SMTP_URL cannot be read; it looks like smtps://USER:PASSWORD@mail.example or smtp://mail.example:587",
    )
}

/// The address with TLS required, unless the server is this machine.
fn with_tls(url: &str) -> Result<String> {
    let uri: Uri = url.parse().map_err(|_| unreadable())?;
    let host = uri.host().filter(|host| !host.is_empty()).ok_or_else(unreadable)?;
    let wish = uri.query().unwrap_or_default();
    match (uri.scheme_str(), wish) {
        (Some("smtps"), "") | (Some("smtp"), "tls=required") => Ok(url.to_owned()),
        (Some("smtp"), "") if is_loopback(host) => Ok(url.to_owned()),
        (Some("smtp"), "") => Ok(format!("{url}?tls=required")),
        (Some("smtp" | "smtps"), _) => Err(Error::operator(
            "SMTP_URL asks for mail that others on the way could read: leave out what follows the question mark",
        )),
        _ => Err(unreadable()),
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn settings(url: &str, from: &str) -> Settings {
        Settings { smtp_url: Some(url.to_owned()), mail_from: Some(from.to_owned()), ..Settings::default() }
    }

    #[test]
    fn tls_is_required_unless_the_server_is_this_machine() {
        for (url, used) in [
            ("smtp://127.0.0.1:2525", "smtp://127.0.0.1:2525"),
            ("smtp://localhost:25", "smtp://localhost:25"),
            ("smtp://[::1]:25", "smtp://[::1]:25"),
            ("smtp://u:p@mail.example:587", "smtp://u:p@mail.example:587?tls=required"),
            ("smtps://u:p@mail.example", "smtps://u:p@mail.example"),
        ] {
            assert_eq!(with_tls(url).unwrap(), used);
            assert!(
                MailServer::from_settings(&settings(url, "portal@portal.example")).unwrap().is_some(),
                "{url}"
            );
        }
        for url in [
            "smtp://mail.example?tls=none",
            "smtp://mail.example?tls=opportunistic",
            "http://x",
            "mail",
            "smtp://",
        ] {
            assert!(MailServer::from_settings(&settings(url, "portal@portal.example")).is_err(), "{url}");
        }
    }

    #[test]
    fn mail_from_may_have_a_name() {
        let forms = [
            "portal@portal.example",
            "Portal <portal@portal.example>",
            "\"Portal, Partners\" <portal@portal.example>",
            "포털 <portal@portal.example>",
            "<portal@portal.example>",
        ];
        for from in forms {
            let server = MailServer::from_settings(&settings("smtps://mail.example", from)).unwrap().unwrap();
            let sender = server.sender("Contoso");
            assert_eq!(sender.email.to_string(), "portal@portal.example", "{from}");
            assert_eq!(sender.name.as_deref(), Some("Contoso"), "{from}");
        }
        for from in ["Portal", "Portal <>", "a@b.example, c@d.example", "Portal <a@b.example"] {
            assert!(MailServer::from_settings(&settings("smtps://mail.example", from)).is_err(), "{from}");
        }
    }

    #[test]
    fn a_wrong_setting_is_one_line_without_the_password() {
        let error = MailServer::from_settings(&settings(
            "smtp://u:secret@mail.example?tls=none",
            "portal@portal.example",
        ));
        assert!(error.err().is_some_and(|error| !error.to_string().contains("secret")));
        for from in ["", "nobody", "a@b.example\r\nBcc: x@y.example"] {
            assert!(MailServer::from_settings(&settings("smtps://mail.example", from)).is_err(), "{from}");
        }
        assert!(MailServer::from_settings(&Settings::default()).unwrap().is_none());
    }
}
