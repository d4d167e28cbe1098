//! Composes messages: text and HTML from the same paragraphs, with headers that are safe against injection.
//! The personal link is inserted here, because the outbox does not store it.

use crate::domain::EmailAddress;
use crate::i18n::{Locale, Texts};
use crate::mail::attachment::Attachment;
use crate::mail::body::{Line, Part, is_link_alone};
use crate::mail::delivery::QueuedMail;
use crate::mail::outbox::MailLink;
use crate::mail::server::{DeliveryError, MailServer};
use crate::table_file::TableFormat;
use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lettre::Message;
use lettre::message::{Mailbox, MultiPart, SinglePart, header};

/// The HTML part.
#[derive(Template)]
#[template(path = "mail/message.html")]
struct Page<'a> {
    locale: Locale,
    texts: &'static Texts,
    sender: &'a str,
    subject: &'a str,
    paragraphs: Vec<Vec<Line<'a>>>,
    link: &'a str,
    /// The label of the button.
    button: String,
}

impl Page<'_> {
    /// Returns the CSS `word-break`: Korean breaks lines only between words; Chinese has no spaces between words.
    fn word_break(&self) -> &'static str {
        if self.locale == Locale::Ko { "keep-all" } else { "normal" }
    }

    /// Whether a text is an address of the portal or of another page, which is then a link.
    fn is_address(text: &str) -> bool {
        let is_web = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
        is_web && !text.contains(char::is_whitespace)
    }

    /// Whether a paragraph contains only the link; it is then rendered as a button.
    fn is_button(lines: &[Line<'_>]) -> bool {
        is_link_alone(lines)
    }
}

/// Composes a message. `link` is its personal link, empty if it has none; `unsubscribe` the one that stops such mail.
///
/// # Errors
/// The message can never be sent, for example because of an invalid address.
pub fn compose(
    mail: &QueuedMail,
    server: &MailServer,
    link: &str,
    unsubscribe: Option<&str>,
    attachment: Option<Attachment>,
) -> Result<Message, DeliveryError> {
    let refused = |words: String| DeliveryError { words, for_good: true };
    let locale = Locale::from_tag(&mail.language).unwrap_or_default();
    let page = Page {
        locale,
        texts: locale.texts(),
        sender: &mail.sender,
        subject: &mail.subject,
        paragraphs: mail.body.paragraphs(),
        link,
        button: button(mail, locale.texts()),
    };
    let html = page.render().map_err(|error| refused(error.to_string()))?;
    let to = to_mailbox(&mail.recipient)
        .ok_or_else(|| refused(format!("{}: this is not a valid email address", mail.recipient)))?;
    let mut message = Message::builder()
        .message_id(Some(format!("<{}@{}>", mail.id, server.domain())))
        .from(server.sender(&mail.sender))
        .to(to)
        .raw_header(subject(&one_line(&mail.subject)))
        .raw_header(header::HeaderValue::new(
            header::HeaderName::new_from_ascii_str("Content-Language"),
            locale.html_lang().to_owned(),
        ))
        .raw_header(header::HeaderValue::new(
            header::HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ));
    if let Some(address) = to_mailbox(&mail.reply_to) {
        message = message.reply_to(address);
    }
    if let Some(address) = unsubscribe {
        // RFC 8058: mail programs stop such mail with one request.
        message = message
            .raw_header(ascii_header("List-Unsubscribe", &format!("<{address}>")))
            .raw_header(ascii_header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }
    let text = mail.body.text(link);
    let mut content = MultiPart::alternative_plain_html(text, html);
    if let Some(Attachment { name, bytes }) = attachment {
        content = MultiPart::mixed().multipart(content).singlepart(attached(&name, bytes)?);
    }
    message.multipart(content).map_err(|error| refused(error.to_string()))
}

/// Returns a file as a part of a message. A name in any script is encoded as RFC 2231 says.
fn attached(name: &str, bytes: Vec<u8>) -> Result<SinglePart, DeliveryError> {
    let kind = header::ContentType::parse(TableFormat::of_path(name).media_type());
    let kind = kind.map_err(|error| DeliveryError { words: error.to_string(), for_good: true })?;
    Ok(lettre::message::Attachment::new(one_line(name)).body(bytes, kind))
}

/// Returns a header whose value is written as it is.
fn ascii_header(name: &'static str, value: &str) -> header::HeaderValue {
    let name = header::HeaderName::new_from_ascii_str(name);
    header::HeaderValue::dangerous_new_pre_encoded(name, value.to_owned(), value.to_owned())
}

/// Parses an address; uses the ASCII form of its domain, because most servers accept no other.
fn to_mailbox(address: &str) -> Option<Mailbox> {
    let address = address.parse::<EmailAddress>().ok()?;
    address.to_ascii().parse().ok()
}

/// Returns the label of the button: to open a request, to set a password or to download a file.
fn button(mail: &QueuedMail, texts: &Texts) -> String {
    match mail.link {
        _ if mail.report_run.is_some() => texts.report_download(),
        MailLink::Request => texts.mail_open_request(),
        MailLink::Password | MailLink::None => texts.set_password(),
    }
}

/// Maximum number of bytes of text in one encoded word, which keeps it below the 75 characters of RFC 2047.
const MAX_ENCODED_WORD: usize = 45;

/// Returns the subject as it was typed. If it contains text that looks like an encoded word, all of it is
/// encoded, because mail programs would decode that text.
fn subject(text: &str) -> header::HeaderValue {
    let name = header::HeaderName::new_from_ascii_str("Subject");
    if !text.contains("=?") {
        return header::HeaderValue::new(name, text.to_owned());
    }
    let mut words = vec![String::new()];
    for c in text.chars() {
        match words.last_mut() {
            Some(word) if word.len() + c.len_utf8() <= MAX_ENCODED_WORD => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    let words: Vec<String> =
        words.iter().map(|word| format!("=?utf-8?b?{}?=", STANDARD.encode(word))).collect();
    header::HeaderValue::dangerous_new_pre_encoded(name, text.to_owned(), words.join("\r\n "))
}

/// Replaces control characters by spaces, because a header must be one line.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Returns the message as it is sent.
    fn wire(text: &str) -> String {
        let from: Mailbox = "a@b.example".parse().unwrap();
        let message = Message::builder().from(from.clone()).to(from).raw_header(subject(text));
        String::from_utf8(message.body(String::new()).unwrap().formatted()).unwrap()
    }

    #[test]
    fn encodes_subjects_that_look_encoded() {
        let typed = "=?utf-8?q?=0d=0aBcc:_x@y.example?= and =?utf-8?b?eA==?= 계약";
        let sent = wire(typed);
        assert!(!sent.contains("?q?") && !sent.contains("eA=="), "{sent}");
        let words = sent.split("=?utf-8?b?").skip(1).map(|word| word.split("?=").next().unwrap());
        let read: Vec<u8> = words.flat_map(|word| STANDARD.decode(word).unwrap()).collect();
        assert_eq!(String::from_utf8(read).unwrap(), typed);
        assert!(sent.lines().all(|line| line.len() <= 78 + "Subject: ".len()), "{sent}");
        assert!(wire("Plain words").contains("Subject: Plain words\r\n"));
    }
}
