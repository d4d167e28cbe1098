//! The text of a request: drafted in the customer's language, edited by staff, always with the personal link in it.
//! Stored, `{link}` stands where the link goes and `{valid_until}` where the last day goes; on the page and in the mail
//! they are the link and the day themselves, so that a request that is renewed says its new day.

use crate::features::relationship_requests::model::{RelationshipRequest, RequestKind};
use crate::i18n::Locale;
use crate::mail::body::Body;
use chrono::NaiveDate;

/// Where the personal link goes.
pub const LINK: &str = "{link}";

/// Where the last day goes.
const VALID_UNTIL: &str = "{valid_until}";

/// Windows hands programs addresses of up to 2,083 characters.
const MAX_MAILTO: usize = 2_000;

/// Who asks, for whom and until when.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)] // what the text names
pub struct MessageContext<'a> {
    pub kind: RequestKind,
    pub partner: &'a str,
    pub provider: &'a str,
    pub person: &'a str,
    pub email: &'a str,
    pub until: NaiveDate,
}

/// Subject and text in this language.
pub fn draft_message(locale: Locale, asking: &MessageContext<'_>) -> (String, String) {
    let texts = locale.texts();
    let [partner, provider] = [asking.partner, asking.provider];
    let [from, with] = [partner, provider].map(escape_marks);
    let [person, email] = [asking.person, asking.email].map(escape_marks);
    let until = VALID_UNTIL;
    match asking.kind {
        RequestKind::Customer => {
            (texts.mail_request_subject(partner), texts.mail_request_body(from, LINK, until, person, email))
        }
        RequestKind::CustomerWithProvider => (
            texts.mail_both_subject(partner, provider),
            texts.mail_both_body(from, with, LINK, until, person, email),
        ),
        RequestKind::Partnership => (
            texts.mail_partnership_subject(partner),
            texts.mail_partnership_body(from, LINK, until, person, email),
        ),
    }
}

/// A name that is put into a draft is no mark there.
fn escape_marks(name: &str) -> String {
    name.replace(LINK, "(link)").replace(VALID_UNTIL, "(valid_until)")
}

/// The text of a request whose last day is about to change: one from before there were marks has the day itself.
pub fn mark_day(request: &RelationshipRequest) -> String {
    request.body.replace(&request.language.date(request.valid_until), VALID_UNTIL)
}

/// Subject and body of a reminder.
pub fn reminder(locale: Locale, asking: &MessageContext<'_>) -> (String, Body) {
    let texts = locale.texts();
    let MessageContext { partner, person, email, until, .. } = *asking;
    let body =
        Body::with_link(|link| texts.mail_reminder_body(partner, link, locale.date(until), person, email));
    (texts.mail_reminder_subject(partner), body)
}

/// What stands for the marks of one request.
#[derive(Debug, Clone)]
pub struct Placeholders {
    /// The personal link.
    pub link: String,
    /// The last day, in the language of the request.
    pub valid_until: String,
}

impl Placeholders {
    /// Those of this request.
    pub fn new(request: &RelationshipRequest, link: String) -> Self {
        Placeholders { link, valid_until: request.language.date(request.valid_until) }
    }

    /// The text as it is stored: lines end alike, and link and day are their marks.
    pub fn to_stored(&self, typed: &str) -> String {
        let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
        let marked = lines.replace(&self.link, LINK).replace(&self.valid_until, VALID_UNTIL);
        marked.trim().to_owned()
    }

    /// The text as people read it.
    pub fn to_shown(&self, stored: &str) -> String {
        stored.split(LINK).map(|piece| self.insert_day(piece)).collect::<Vec<_>>().join(&self.link)
    }

    /// The text as a letter carries it, without the link.
    pub fn body(&self, stored: &str) -> Body {
        Body::from_pieces(stored.split(LINK).map(|piece| self.insert_day(piece)).collect())
    }

    fn insert_day(&self, piece: &str) -> String {
        piece.replace(VALID_UNTIL, &self.valid_until)
    }
}

/// The text with the link put back: before its last paragraph, which is the signature; at the end of a single one.
pub fn with_link(stored: &str) -> String {
    if stored.contains(LINK) {
        stored.to_owned()
    } else {
        match stored.trim_end().rsplit_once("\n\n") {
            Some((before, signature)) => format!("{}\n\n{LINK}\n\n{signature}", before.trim_end()),
            None => format!("{}\n\n{LINK}", stored.trim_end()).trim_start().to_owned(),
        }
    }
}

/// An address that opens the draft in a mail program; none if the text is too long for one.
pub fn mailto(recipient: &str, subject: &str, body: &str) -> Option<String> {
    let lines = body.replace('\n', "\r\n");
    let address =
        format!("mailto:{}?subject={}&body={}", encoded(recipient), encoded(subject), encoded(&lines));
    (address.len() <= MAX_MAILTO).then_some(address)
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
        let marks = |day: &str| Placeholders { link: link.to_owned(), valid_until: day.to_owned() };
        let stored = marks("3 May").to_stored(&format!("Hello until 3 May\r\n\r\n{link}\r\n"));
        assert_eq!(stored, "Hello until {valid_until}\n\n{link}");
        assert_eq!(marks("9 June").to_shown(&stored), format!("Hello until 9 June\n\n{link}"));
        assert_eq!(marks("9 June").body(&stored).text("x"), "Hello until 9 June\n\nx");
        assert_eq!(with_link("Hello"), "Hello\n\n{link}");
        assert_eq!(with_link(""), "{link}");
        assert_eq!(with_link("Hello,\n\nread\n\nAra\nHan\n"), "Hello,\n\nread\n\n{link}\n\nAra\nHan");
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

    /// As drafted, each text opens in a mail program, with a real address of a portal and names that are long.
    #[test]
    fn every_draft_fits_into_an_address() {
        let link = format!("https://portal.distributor.example/invitations/{}", "x".repeat(43));
        for locale in Locale::ALL {
            let [partner, provider, person] = match locale {
                Locale::En => [
                    "Northern Lights Cloud Services Inc.",
                    "Continental Distribution Group Ltd.",
                    "Grace Rivera",
                ],
                Locale::Ko => {
                    ["주식회사 솔빛클라우드테크놀로지", "한강디스트리뷰션코리아 주식회사", "남궁지우"]
                }
                Locale::ZhTw => ["玉山雲端資訊科技股份有限公司", "臺灣通路聯合資訊股份有限公司", "歐陽志明"],
            };
            for kind in [RequestKind::Customer, RequestKind::CustomerWithProvider, RequestKind::Partnership] {
                let until = NaiveDate::from_ymd_opt(2026, 12, 28).unwrap_or_default();
                let asking = MessageContext {
                    kind,
                    partner,
                    provider,
                    person,
                    email: "jiwoo.namgung@solbitcloud.example",
                    until,
                };
                let (subject, body) = draft_message(locale, &asking);
                let marks = Placeholders { link: link.clone(), valid_until: locale.date(until) };
                let address =
                    mailto("procurement@saebyeok-precision.example", &subject, &marks.to_shown(&body));
                assert!(address.is_some(), "{locale:?} {kind:?}");
            }
        }
    }
}
