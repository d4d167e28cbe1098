//! The text of letters and digests: the same sentences as in the portal, in the language and time zone of the user.

use crate::config::Settings;
use crate::features::activity_log::wording::ReaderFormat;
use crate::features::notices::model::Notice;
use crate::features::notices::wording::notice_text;
use crate::mail::body::Body;
use crate::urls;

/// Maximum length of a subject, in characters.
const MAX_SUBJECT: usize = 120;

/// The notices of a message.
#[derive(Debug)]
pub struct MailContent<'a> {
    /// The first of them.
    pub notices: &'a [Notice],
    /// How many there are in all.
    pub total: u64,
    /// The paragraphs before them, such as the numbers of the overview; may be empty.
    pub before: Vec<String>,
}

impl MailContent<'_> {
    /// Returns the subject of a letter: what happened, or how many things.
    pub fn letter_subject(&self, reading: ReaderFormat) -> String {
        match self.notices {
            [one] if self.total == 1 => shorten(&first_line(one, reading)),
            _ => reading.texts().notices_count(self.total, reading.locale.number(self.total)),
        }
    }

    /// Returns the text. `stop` says what its last link stops.
    pub fn body(&self, settings: &Settings, name: &str, reading: ReaderFormat, stop: &str) -> Body {
        let texts = reading.texts();
        let mut paragraphs = vec![texts.mail_greeting(name)];
        paragraphs.extend(self.before.iter().cloned());
        let mut last_day = None;
        for notice in self.notices {
            let day = reading.clock.day(notice.row.at);
            if self.total > 1 && last_day != Some(day) {
                paragraphs.push(reading.locale.weekday_date(day));
                last_day = Some(day);
            }
            paragraphs.push(lines(notice, reading));
        }
        match self.total.saturating_sub(self.notices.len() as u64) {
            0 => {}
            more => paragraphs.push(texts.mail_notices_more(more, reading.locale.number(more))),
        }
        paragraphs.push(format!("{}{}", settings.public_url(), urls::notifications()));
        let settings = format!("{}{}", settings.public_url(), urls::profile_notifications());
        Body::with_link(|link| {
            let end = format!("{}\n{settings}\n{stop}\n{link}", texts.mail_notices_settings());
            paragraphs.iter().chain([&end]).cloned().collect::<Vec<_>>().join("\n\n")
        })
    }
}

/// Returns the sentence of a notice with the name of the customer.
pub fn first_line(notice: &Notice, reading: ReaderFormat) -> String {
    let text = notice_text(notice, reading);
    let said: String = text.sentence.parts.iter().map(ToString::to_string).collect();
    match text.customer {
        Some(customer) => format!("{said} · {customer}"),
        None => said,
    }
}

/// Returns what a message says about a notice: the sentence, then what else there is to say.
fn lines(notice: &Notice, reading: ReaderFormat) -> String {
    format!("{}\n{}", first_line(notice, reading), more_line(notice, reading))
}

/// Returns what else there is to say about a notice: time, actor and details.
pub fn more_line(notice: &Notice, reading: ReaderFormat) -> String {
    let text = notice_text(notice, reading);
    let note: String = text.sentence.note.iter().map(ToString::to_string).collect();
    let more = [Some(reading.clock.time(notice.row.at)), text.actor, Some(note)];
    let more: Vec<String> = more.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    more.join(" · ")
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(MAX_SUBJECT) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
