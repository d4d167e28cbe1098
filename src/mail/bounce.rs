//! Reads the report of a mail server that could not deliver a message (RFC 3464), and marks the message.

use crate::db::DbConnection;
use crate::db::schema::outbox;
use crate::error::{Error, Result};
use crate::mail::delivery::tell_failure;
use diesel::prelude::*;
use mailparse::{MailHeader, MailHeaderMap, ParsedMail};

/// Maximum length of the server's words that are stored, in characters.
const MAX_WORDS: usize = 500;

/// The report about one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// The id of the message: the part of its Message-ID before the `@`.
    pub message: String,
    /// Whether trying again is useless.
    pub is_permanent: bool,
    /// The status and the words of the server, on one line.
    pub words: String,
}

impl Bounce {
    /// Parses a report, with its headers.
    ///
    /// # Errors
    /// One line for the operator: it is no delivery report, or does not say which message it is about.
    pub fn parse(mail: &[u8]) -> Result<Self> {
        let mail = mailparse::parse_mail(mail)
            .map_err(|error| Error::operator(format!("standard input is no mail: {error}")))?;
        let report = part(&mail, &["message/delivery-status"]).ok_or_else(|| {
            Error::operator("this is no delivery report: it has no part message/delivery-status (RFC 3464)")
        })?;
        let original = part(&mail, &["message/rfc822", "text/rfc822-headers", "message/global"]);
        let message = original.and_then(|original| message_id(original)).ok_or_else(|| {
            Error::operator("the report does not contain the Message-ID of the message that it is about")
        })?;
        let body = report.get_body_raw().map_err(Error::internal)?;
        let (action, status, said) = of_recipient(&body);
        let words = match said.rsplit_once(';') {
            // `smtp; 550 5.1.1 no such user`
            Some((_, words)) => words.trim().to_owned(),
            None => said,
        };
        let words = if words.is_empty() { status.clone() } else { words };
        let is_permanent = action.eq_ignore_ascii_case("failed") && !status.starts_with('4');
        Ok(Bounce { message, is_permanent, words: on_one_line(&words) })
    }
}

/// Returns the first part of one of these types, at any depth.
fn part<'a, 'b>(mail: &'a ParsedMail<'b>, types: &[&str]) -> Option<&'a ParsedMail<'b>> {
    if types.contains(&mail.ctype.mimetype.as_str()) {
        return Some(mail);
    }
    mail.subparts.iter().find_map(|inner| part(inner, types))
}

/// Returns the id in the Message-ID of the returned message, whose headers are the body of this part.
fn message_id(original: &ParsedMail<'_>) -> Option<String> {
    let body = original.get_body_raw().ok()?;
    let (headers, _) = mailparse::parse_headers(&body).ok()?;
    let id = headers.get_first_value("Message-ID")?;
    let id = id.trim().trim_start_matches('<').split('@').next()?.trim().to_owned();
    (!id.is_empty()).then_some(id)
}

/// Returns action, status and diagnostic code of the first recipient that a report is about.
fn of_recipient(report: &[u8]) -> (String, String, String) {
    let text = String::from_utf8_lossy(report).replace("\r\n", "\n");
    for group in text.split("\n\n") {
        let Ok((headers, _)) = mailparse::parse_headers(group.trim_start().as_bytes()) else { continue };
        if headers.get_first_header("Action").is_some() {
            let value =
                |name: &str| headers.get_first_header(name).map(MailHeader::get_value).unwrap_or_default();
            return (value("Action"), value("Status"), value("Diagnostic-Code"));
        }
    }
    Default::default()
}

fn on_one_line(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().filter(|c| !c.is_control()).take(MAX_WORDS).collect()
}

/// Marks a delivered message as returned; returns whether there is one. The page of its request then says that it was not
/// delivered, and why.
///
/// # Errors
/// The database failed.
pub fn mark(c: &mut DbConnection, bounce: &Bounce) -> Result<bool> {
    let delivered = outbox::table.filter(outbox::id.eq(&bounce.message).and(outbox::sent_at.is_not_null()));
    let values = (outbox::held.eq(true), outbox::last_error.eq(&bounce.words));
    let is_news = delivered.filter(outbox::held.eq(false)).count().get_result::<i64>(c)? > 0;
    let is_marked = diesel::update(delivered).set(values).execute(c)? > 0;
    if is_news {
        tell_failure(c, &bounce.message, &bounce.words)?;
    }
    Ok(is_marked)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn report(status: &str, action: &str, original: &str) -> String {
        format!(
            "From: MAILER-DAEMON@mx.example\r\nTo: portal@portal.example\r\nSubject: Undelivered Mail\r\n\
             MIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n\
             --b\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to inform you …\r\n\
             --b\r\nContent-Type: message/delivery-status\r\n\r\n\
             Reporting-MTA: dns; mx.example\r\nArrival-Date: Fri, 27 Nov 2026 10:00:00 +0900\r\n\r\n\
             Final-Recipient: rfc822; it@customer.example\r\nAction: {action}\r\nStatus: {status}\r\n\
             Diagnostic-Code: smtp; 550 5.1.1 <it@customer.example>:\r\n    Recipient address rejected\r\n\r\n\
             --b\r\nContent-Type: {original}\r\n\r\n\
             Message-ID: <6f1c9a52-0000-4000-8000-000000000001@portal.example>\r\nSubject: 관계 요청\r\n\r\n--b--\r\n"
        )
    }

    #[test]
    fn reads_what_mail_servers_return() {
        for original in ["message/rfc822", "text/rfc822-headers"] {
            let bounce = Bounce::parse(report("5.1.1", "failed", original).as_bytes()).unwrap();
            assert_eq!(bounce.message, "6f1c9a52-0000-4000-8000-000000000001");
            assert_eq!(bounce.words, "550 5.1.1 <it@customer.example>: Recipient address rejected");
            assert!(bounce.is_permanent);
        }
        let delayed = Bounce::parse(report("4.4.1", "delayed", "message/rfc822").as_bytes()).unwrap();
        assert!(!delayed.is_permanent);
    }

    #[test]
    fn says_what_is_missing() {
        let said = |mail: &str| Bounce::parse(mail.as_bytes()).unwrap_err().to_string();
        assert!(said("Subject: Hello\r\n\r\nHello").contains("no delivery report"));
        assert!(said(&report("5.0.0", "failed", "text/html")).contains("Message-ID"));
        for mail in ["", "\r\n\r\n", "Content-Type: multipart/report; boundary=b\r\n\r\n--b"] {
            assert!(Bounce::parse(mail.as_bytes()).is_err(), "{mail}");
        }
    }
}
