//! The letters of a report: that a file is ready, and that the report was paused. Each is in the language and the time zone
//! of its recipient, and is written in the transaction of what it is about.

use crate::audit::Tx;
use crate::auth::Actor;
use crate::auth::unsubscribe_link::{StoppedMail, Unsubscription};
use crate::domain::{ReportId, ReportList, ReportPause, ReportRunId};
use crate::error::Result;
use crate::features::reports::pause::PauseCause;
use crate::i18n::{Locale, Texts};
use crate::mail::body::Body;
use crate::mail::notices::NoticeSender;
use crate::mail::outbox;
use crate::mail::outbox::{MailKind, NewMail};
use crate::state::AppState;
use crate::table_file::TableFormat;
use crate::urls;
use crate::web::request;
use chrono::NaiveDateTime;

/// What a letter says about a run.
#[derive(Debug, Clone)]
pub struct RunLetter<'a> {
    /// The report, which the recipient can stop.
    pub report: ReportId,
    /// The run.
    pub run: ReportRunId,
    /// The name of the report.
    pub name: &'a str,
    /// The name of its owner.
    pub owner: &'a str,
    /// The list.
    pub list: ReportList,
    /// The filters as labels and values, in the language of the recipient.
    pub filter: &'a [(String, String)],
    /// The format of the file.
    pub format: TableFormat,
    /// The number of rows.
    pub rows: u64,
    /// When the list was read, UTC.
    pub made_at: NaiveDateTime,
    /// When it was due, if that is long ago.
    pub late_since: Option<NaiveDateTime>,
    /// The address of the list with the filter, if the file is too large to be stored.
    pub list_address: Option<String>,
    /// Whether the file is attached.
    pub attaches: bool,
}

/// Returns the language in which a person gets letters.
pub fn language(portal: &AppState, person: &Actor) -> Locale {
    NoticeSender::from_settings(&portal.settings).language(person.language.as_deref())
}

/// Writes the letter about a run to a recipient. Without a mail server it writes none; returns whether it did.
///
/// # Errors
/// The database failed.
pub fn send_run(tx: &mut Tx<'_>, portal: &AppState, to: &Actor, letter: &RunLetter<'_>) -> Result<bool> {
    if !NoticeSender::from_settings(&portal.settings).sends_mail() {
        return Ok(false);
    }
    let locale = language(portal, to);
    let (subject, body) = letter.compose(locale, to, &portal.settings.public_url());
    let unsubscribe = Some(Unsubscription { user: to.user, mail: StoppedMail::Report(letter.report) });
    let mail = NewMail { unsubscribe, ..message(to, locale, &subject, body) };
    outbox::enqueue_report(tx, letter.run, letter.attaches, &mail)?;
    Ok(true)
}

/// Writes the letter that a report was paused to its owner.
///
/// # Errors
/// The database failed.
pub fn send_pause(
    tx: &mut Tx<'_>,
    portal: &AppState,
    owner: &Actor,
    name: &str,
    cause: &PauseCause,
) -> Result<()> {
    if !NoticeSender::from_settings(&portal.settings).sends_mail() {
        return Ok(());
    }
    let locale = language(portal, owner);
    let texts = locale.texts();
    let page = format!("{}{}", portal.settings.public_url(), urls::reports());
    let text = [
        texts.mail_greeting(&owner.name),
        texts.report_mail_paused_text(name),
        pause_words(texts, cause.reason, cause.detail.as_deref()),
        texts.report_mail_page(page),
    ];
    let body = Body::plain(text.join("\n\n"));
    let subject = texts.report_mail_paused(name);
    outbox::enqueue(tx, &message(owner, locale, &subject, body))
}

/// Returns why a report is paused, and what to do.
pub fn pause_words(texts: &Texts, reason: ReportPause, detail: Option<&str>) -> String {
    match (reason, detail) {
        (ReportPause::Filter, Some(value)) => texts.report_paused_filter_value(value),
        (reason, _) => reason.label(texts),
    }
}

/// Returns filters in one sentence, or that there are none.
pub fn filter_sentence(texts: &Texts, filter: &[(String, String)]) -> String {
    if filter.is_empty() {
        return texts.report_all_rows();
    }
    let separator = texts.report_filter_separator() + &texts.sentence_gap();
    let one = |(label, value): &(String, String)| format!("{label}{}{value}", texts.colon());
    filter.iter().map(one).collect::<Vec<_>>().join(&separator)
}

impl RunLetter<'_> {
    /// Returns subject and text.
    pub fn compose(&self, locale: Locale, to: &Actor, portal: &str) -> (String, Body) {
        let (texts, zone) = (locale.texts(), request::time_zone(to));
        let rows = texts.report_rows(self.rows, locale.number(self.rows));
        let subject = texts.report_mail_subject(self.name, &rows);
        let made =
            texts.report_mail_made(locale.moment_in(self.made_at, zone), locale.zone_label(zone.name()));
        let mut about = vec![
            texts.report_mail_list(self.list.label(texts), self.format.as_str().to_uppercase()),
            texts.report_mail_filter(filter_sentence(texts, self.filter)),
            texts.report_mail_rows(&rows),
            made,
        ];
        about.extend(self.late_since.map(|due| texts.report_mail_late(locale.moment_in(due, zone))));
        let before =
            [texts.mail_greeting(&to.name), texts.report_mail_intro(self.name, self.owner), about.join("\n")];
        let before = before.join("\n\n");
        let page = texts.report_mail_page(format!("{portal}{}", urls::reports()));
        if let Some(address) = &self.list_address {
            let large = texts.report_mail_large(format!("{portal}{address}"));
            return (subject, Body::plain([before, large, page].join("\n\n")));
        }
        let how = if self.attaches { texts.report_mail_attached() } else { texts.report_mail_link() };
        let first = format!("{before}\n\n{how}\n\n");
        (subject, Body::from_pieces(vec![first, format!("\n\n{page}")]))
    }
}

fn message<'a>(to: &'a Actor, language: Locale, subject: &'a str, body: Body) -> NewMail<'a> {
    NewMail {
        kind: MailKind::Notice,
        partner: to.partner.id,
        request: None,
        link_seq: None,
        recipient: &to.email,
        reply_to: "",
        language,
        subject,
        body,
        unsubscribe: None,
    }
}
