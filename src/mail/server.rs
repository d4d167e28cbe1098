//! The configured mail server: connection settings and delivery of one message. TLS with a valid
//! certificate is required, except for a server on this machine.

use crate::config::Settings;
use crate::error::{Error, Result};
use actix_web::http::Uri;
use lettre::message::Mailbox;
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message, SmtpTransport, Transport};
use std::time::Duration;

/// Timeout for each response of the server.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The mail server. Clones share connections.
#[derive(Clone)]
pub struct MailServer {
    transport: SmtpTransport,
    from: Address,
}

/// Why a message was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryError {
    /// The error message of the server or the network.
    pub words: String,
    /// Whether trying again is useless.
    pub for_good: bool,
}

impl MailServer {
    /// Creates the mail server from the settings; `None` if `SMTP_URL` is not set.
    ///
    /// # Errors
    /// One line for the operator with the setting and what would be right. It never contains a password.
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
        let transport = builder.hello_name(hello).timeout(Some(TIMEOUT)).build();
        Ok(Some(MailServer { transport, from }))
    }

    /// Returns the sender: the configured address with the partner's name. The name is changed so that it
    /// cannot look like an encoded word.
    pub fn sender(&self, name: &str) -> Mailbox {
        Mailbox::new(Some(name.replace("=?", "= ?")), self.from.clone())
    }

    /// Returns the domain for message ids.
    pub fn domain(&self) -> &str {
        self.from.domain()
    }

    /// Connects to the server, and signs in if the settings say so, without sending anything. Blocking.
    ///
    /// # Errors
    /// One line for the operator with what the server or the network says.
    pub fn check(&self) -> Result<()> {
        let failed = |error: &dyn std::error::Error| {
            Error::operator(format!("the mail server does not accept the portal: {}", error_chain(error)))
        };
        match self.transport.test_connection() {
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::operator("the mail server closed the connection")),
            Err(error) => Err(failed(&error)),
        }
    }

    /// Sends a message. Blocking.
    ///
    /// # Errors
    /// The server refused it or could not be reached.
    pub fn deliver(&self, message: &Message) -> Result<(), DeliveryError> {
        let answer = self.transport.send(message);
        answer.map(drop).map_err(|error| {
            // The part before `@` is not ASCII and the server does not support that, so trying again is useless.
            let never =
                error.is_client() && message.envelope().to().iter().any(|to| !to.to_string().is_ascii());
            DeliveryError { for_good: never || error.is_permanent(), words: error_chain(&error) }
        })
    }
}

/// Parses `portal@portal.example` or `Portal <portal@portal.example>`. The name is ignored, because
/// messages carry the partner's name.
fn address(text: &str) -> Option<Address> {
    if text.contains(char::is_control) {
        return None;
    }
    text.trim().parse::<Mailbox>().ok().map(|mailbox| mailbox.email)
}

/// Returns an error and its causes on one line.
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

/// Returns the URL with TLS required, unless the server is on this machine.
fn with_tls(url: &str) -> Result<String> {
    let uri: Uri = url.parse().map_err(|_| unreadable())?;
    let host = uri.host().filter(|host| !host.is_empty()).ok_or_else(unreadable)?;
    let wish = uri.query().unwrap_or_default();
    match (uri.scheme_str(), wish) {
        (Some("smtps"), "") | (Some("smtp"), "tls=required") => Ok(url.to_owned()),
        (Some("smtp"), "") if is_loopback(host) => Ok(url.to_owned()),
        (Some("smtp"), "") => Ok(format!("{url}?tls=required")),
        (Some("smtp" | "smtps"), _) => Err(Error::operator(
            "SMTP_URL would send mail unencrypted; leave out everything after the question mark",
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
    fn requires_tls_unless_the_server_is_local() {
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
    fn mail_from_may_have_a_display_name() {
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
    fn reports_an_invalid_setting_on_one_line_without_the_password() {
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
