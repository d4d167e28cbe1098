//! The text of a request: drafted in the customer's language, edited by staff, always with the personal link in it.
//! Stored, `{link}` stands where the link goes; on the page and in the mail it is the link itself.

use super::model::Kind;
use crate::i18n::Locale;
pub use crate::mail::message::LINK;
use chrono::NaiveDate;

/// A mailto: address that is longer than this is cut off or refused by some mail programs.
const LONGEST_MAILTO: usize = 1_800;

/// Who asks, for whom and until when.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)] // what the text names
pub struct Asking<'a> {
    pub kind: Kind,
    pub partner: &'a str,
    pub provider: &'a str,
    pub person: &'a str,
    pub email: &'a str,
    pub until: NaiveDate,
}

/// Subject and text in this language.
pub fn written(locale: Locale, asking: &Asking<'_>) -> (String, String) {
    let texts = locale.texts();
    let Asking { kind, partner, provider, person, email, until } = *asking;
    let until = locale.date(until);
    match kind {
        Kind::Customer => (
            texts.mail_request_subject(partner),
            texts.mail_request_body(partner, LINK, until, person, email),
        ),
        Kind::CustomerWithProvider => (
            texts.mail_both_subject(partner, provider),
            texts.mail_both_body(partner, provider, LINK, until, person, email),
        ),
        Kind::Partnership => (
            texts.mail_partnership_subject(partner),
            texts.mail_partnership_body(partner, LINK, until, person, email),
        ),
    }
}

/// Subject and text of a reminder.
pub fn reminder(locale: Locale, asking: &Asking<'_>) -> (String, String) {
    let texts = locale.texts();
    let Asking { partner, person, email, until, .. } = *asking;
    let body = texts.mail_reminder_body(partner, LINK, locale.date(until), person, email);
    (texts.mail_reminder_subject(partner), body)
}

/// The text as it is stored: lines end alike, and the link is its mark.
pub fn stored(typed: &str, link: &str) -> String {
    typed.replace("\r\n", "\n").replace('\r', "\n").replace(link, LINK).trim().to_owned()
}

/// The text as people read it.
pub fn shown(stored: &str, link: &str) -> String {
    stored.replace(LINK, link)
}

/// The text with the link put back at its end.
pub fn with_link(stored: &str) -> String {
    if stored.contains(LINK) {
        stored.to_owned()
    } else {
        format!("{}\n\n{LINK}", stored.trim_end()).trim_start().to_owned()
    }
}

/// An address that opens the draft in a mail program; none if the text is too long for one.
pub fn mailto(recipient: &str, subject: &str, body: &str) -> Option<String> {
    let lines = body.replace('\n', "\r\n");
    let address =
        format!("mailto:{}?subject={}&body={}", encoded(recipient), encoded(subject), encoded(&lines));
    (address.len() <= LONGEST_MAILTO).then_some(address)
}

/// Percent-encoded, but for what means nothing in an address.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' => {
                encoded.push(byte as char)
            }
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_is_stored_as_its_mark_and_can_be_put_back() {
        let link = "https://portal.example/invitations/abc";
        let stored = stored(&format!("Hello\r\n\r\n{link}\r\n"), link);
        assert_eq!(stored, "Hello\n\n{link}");
        assert_eq!(shown(&stored, link), format!("Hello\n\n{link}"));
        assert_eq!(with_link("Hello"), "Hello\n\n{link}");
        assert_eq!(with_link(""), "{link}");
        assert_eq!(with_link(&stored), stored);
    }

    #[test]
    fn a_mailto_cannot_be_broken_out_of_and_is_not_too_long() {
        let address = mailto("a@b.example", "x&cc=e@f.example", "한\n강");
        assert_eq!(
            address.as_deref(),
            Some("mailto:a@b.example?subject=x%26cc%3De@f.example&body=%ED%95%9C%0D%0A%EA%B0%95")
        );
        assert_eq!(mailto("a@b.example", "x", &"가".repeat(300)), None);
    }
}
