//! The message of a request: drafted in the customer's language, edited by a user, always with the personal link. The
//! stored text has the placeholders `{link}` and `{valid_until}`. The page and the mail show the values instead, so a
//! renewed request shows the new date.

use crate::features::relationship_requests::model::{RelationshipRequest, RequestKind};
use crate::i18n::Locale;
use crate::mail::body::Body;
use crate::text::percent::percent_encode_for_mailto;
use chrono::NaiveDate;

/// The placeholder of the personal link.
pub const LINK: &str = "{link}";

/// The placeholder of the last day of validity.
const VALID_UNTIL: &str = "{valid_until}";

/// The maximum length of a `mailto:` URL; Windows passes at most 2,083 characters to programs.
const MAX_MAILTO: usize = 2_000;

/// The values in a draft.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)] // the values in the text
pub struct MessageContext<'a> {
    pub kind: RequestKind,
    pub partner: &'a str,
    pub provider: &'a str,
    pub person: &'a str,
    pub email: &'a str,
    pub until: NaiveDate,
    /// The address of the partner's privacy notice; may be empty.
    pub privacy_notice: &'a str,
}

/// Returns subject and body of a draft in this language.
pub fn draft_message(locale: Locale, asking: &MessageContext<'_>) -> (String, String) {
    let texts = locale.texts();
    let [partner, provider] = [asking.partner, asking.provider];
    let [from, with] = [partner, provider].map(escape_marks);
    let [person, email] = [asking.person, asking.email].map(escape_marks);
    let until = VALID_UNTIL;
    let (subject, body) = match asking.kind {
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
    };
    (subject, with_privacy_notice(body, locale, &escape_marks(asking.privacy_notice)))
}

/// Adds a line with the address of the privacy notice before the signature, which is the last paragraph.
fn with_privacy_notice(body: String, locale: Locale, address: &str) -> String {
    match body.rsplit_once("\n\n") {
        Some((text, signature)) if !address.is_empty() => {
            format!("{text}\n\n{}\n\n{signature}", locale.texts().mail_privacy(address))
        }
        _ => body,
    }
}

/// Removes placeholders from a name, so that they are not replaced in the draft.
fn escape_marks(name: &str) -> String {
    name.replace(LINK, "(link)").replace(VALID_UNTIL, "(valid_until)")
}

/// Returns the text with the placeholder instead of the date; call it before changing the date. Requests from before
/// placeholders existed contain the date itself.
pub fn mark_day(request: &RelationshipRequest) -> String {
    request.body.replace(&request.language.date(request.valid_until), VALID_UNTIL)
}

/// Returns subject and body of a reminder.
pub fn reminder(locale: Locale, asking: &MessageContext<'_>) -> (String, Body) {
    let texts = locale.texts();
    let MessageContext { partner, person, email, until, privacy_notice, .. } = *asking;
    let body = Body::with_link(|link| {
        let text = texts.mail_reminder_body(partner, link, locale.date(until), person, email);
        with_privacy_notice(text, locale, privacy_notice)
    });
    (texts.mail_reminder_subject(partner), body)
}

/// The values of one request's placeholders.
#[derive(Debug, Clone)]
pub struct Placeholders {
    /// The personal link.
    pub link: String,
    /// The last day of validity, in the language of the request.
    pub valid_until: String,
}

impl Placeholders {
    /// Returns the values for this request.
    pub fn new(request: &RelationshipRequest, link: String) -> Self {
        Placeholders { link, valid_until: request.language.date(request.valid_until) }
    }

    /// Returns the text to store: with `\n` as line ending, and placeholders instead of link and date.
    pub fn to_stored(&self, typed: &str) -> String {
        let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
        let marked = lines.replace(&self.link, LINK).replace(&self.valid_until, VALID_UNTIL);
        marked.trim().to_owned()
    }

    /// Returns the text with link and date.
    pub fn to_shown(&self, stored: &str) -> String {
        stored.split(LINK).map(|piece| self.insert_day(piece)).collect::<Vec<_>>().join(&self.link)
    }

    /// Returns the text for a mail, which adds the link when it is sent.
    pub fn body(&self, stored: &str) -> Body {
        Body::from_pieces(stored.split(LINK).map(|piece| self.insert_day(piece)).collect())
    }

    fn insert_day(&self, piece: &str) -> String {
        piece.replace(VALID_UNTIL, &self.valid_until)
    }
}

/// Returns the text with the link, adding it if it is missing: before the last paragraph, which is the signature, or at
/// the end if there is only one paragraph.
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

/// Returns the `mailto:` URL that opens the draft in a mail program; `None` if the text is too long for it.
pub fn mailto(recipient: &str, subject: &str, body: &str) -> Option<String> {
    let lines = body.replace('\n', "\r\n");
    let address = format!(
        "mailto:{}?subject={}&body={}",
        percent_encode_for_mailto(recipient),
        percent_encode_for_mailto(subject),
        percent_encode_for_mailto(&lines)
    );
    (address.len() <= MAX_MAILTO).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stores_the_link_as_a_placeholder_and_restores_it() {
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
    fn mailto_links_are_escaped_and_bounded() {
        let address = mailto("a@b.example", "x&cc=e@f.example", "한\n강");
        assert_eq!(
            address.as_deref(),
            Some("mailto:a@b.example?subject=x%26cc%3De@f.example&body=%ED%95%9C%0D%0A%EA%B0%95")
        );
        assert_eq!(mailto("a@b.example", "x", &"가".repeat(300)), None);
    }

    /// Unedited drafts with long names and a realistic URL of the portal must fit into a `mailto:` URL.
    #[test]
    fn every_draft_fits_into_a_mailto_link() {
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
                    privacy_notice: "",
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
