//! Immediate mail: a job writes one letter to each user with all notices since the last one. So 10,000 events in a minute
//! are one letter, and a server that is down gets one letter when it is back.

use crate::audit::{Author, Tx};
use crate::auth::actor::active_person;
use crate::auth::notices::{NoticeReader, newest};
use crate::auth::scope::OwnProfile;
use crate::auth::unsubscribe_link::{StoppedMail, Unsubscription};
use crate::auth::{Actor, Scope};
use crate::clock;
use crate::db::schema::notices;
use crate::domain::{NoticeEvent, NoticeLevel, UserId};
use crate::error::{Error, Result};
use crate::features::activity_log::wording::ReaderFormat;
use crate::features::notices::mail_queries as cursors;
use crate::features::notices::mail_text::MailContent;
use crate::features::notices::model::NoticeRow;
use crate::features::notices::queries::with_objects;
use crate::i18n::Locale;
use crate::mail::notices::addressee;
use crate::mail::outbox;
use crate::mail::outbox::{MailKind, NewMail};
use crate::state::AppState;
use crate::web::request;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use uuid::Uuid;

/// Minimum time between two letters to a user.
const PAUSE: TimeDelta = TimeDelta::minutes(5);

/// Older notices are left out, for example after mail was switched on.
const MAX_AGE: TimeDelta = TimeDelta::days(1);

/// Maximum number of notices that a letter names.
const MAX_NAMED: i64 = 20;

/// Writes the letters that are due; returns how many. Writes none without a mail server.
///
/// # Errors
/// The error of the first user for whom it failed; the others have their letters.
pub fn run(portal: &AppState) -> Result<usize> {
    run_at(portal, clock::now())
}

/// Like [`run`], but for the time `now` (UTC).
///
/// # Errors
/// As [`run`].
pub fn run_at(portal: &AppState, now: NaiveDateTime) -> Result<usize> {
    if portal.mail.is_none() {
        return Ok(0);
    }
    let users = portal.db.read_now(cursors::with_news)?.into_iter();
    count_written(users.map(|user| write_as(portal, user, |tx, scope| write(tx, portal, scope, now))))
}

/// Writes the messages of all users; returns how many were written.
///
/// # Errors
/// The first error; the other users have their messages.
pub(super) fn count_written(messages: impl Iterator<Item = Result<bool>>) -> Result<usize> {
    let (mut written, mut failed) = (0, None);
    for message in messages {
        match message {
            Ok(is_written) => written += usize::from(is_written),
            // Another process was faster.
            Err(Error::Stale) => {}
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    failed.map_or(Ok(written), Err)
}

/// Runs a change of the mail of a user, with the roles of this moment. Does nothing for a user without a role, or whose account
/// is not active.
///
/// # Errors
/// Those of the change.
pub(super) fn write_as(
    portal: &AppState,
    user: UserId,
    change: impl FnOnce(&mut Tx<'_>, &Scope<OwnProfile>) -> Result<bool>,
) -> Result<bool> {
    portal.log.record_now(&Author::operator(None), |tx| {
        let person = active_person(tx.c, user)?.filter(|person| person.roles.iter().next().is_some());
        let Some(person) = person else { return Ok((false, Vec::new())) };
        let author = Author::system(person.partner.id);
        let Some(scope) = Scope::for_job(person, author) else { return Ok((false, Vec::new())) };
        Ok((change(tx, &scope)?, Vec::new()))
    })
}

fn write(tx: &mut Tx<'_>, portal: &AppState, scope: &Scope<OwnProfile>, now: NaiveDateTime) -> Result<bool> {
    let user = scope.actor().user;
    let cursor = cursors::cursor(tx, scope)?;
    let rests = cursor.mailed_at.is_some_and(|at| at <= now && now - at < PAUSE);
    if rests || cursors::is_waiting(tx, cursor.letter_id.as_deref())? {
        return Ok(false);
    }
    let reader = NoticeReader::load(tx.c, scope.actor())?;
    let Some(newest) = newest(tx.c, scope.partner())?.filter(|newest| *newest > cursor.mailed_to) else {
        return Ok(false);
    };
    // Security events have messages of their own.
    let levels = reader.levels().iter();
    let events = levels.filter(|(event, level)| *level == NoticeLevel::AtOnce && !event.is_security());
    let events: Vec<NoticeEvent> = events.map(|(event, _)| *event).collect();
    let news = || {
        reader
            .unread(reader.visible_events(events.clone()))
            .filter(notices::id.gt(cursor.mailed_to).and(notices::id.le(newest)))
            .filter(notices::at.gt(now - MAX_AGE))
    };
    let rows: Vec<NoticeRow> =
        news().order(notices::id).limit(MAX_NAMED).select(NoticeRow::as_select()).load(tx.c)?;
    let letter = if rows.is_empty() || !cursor.has_letters {
        None
    } else {
        let total: i64 = news().count().get_result(tx.c)?;
        let named = with_objects(scope, &reader, rows, tx.c)?;
        let content = MailContent { notices: &named, total: total.unsigned_abs(), before: Vec::new() };
        let same = named.first().map(|first| first.row.event);
        let one_event =
            same.filter(|event| total <= MAX_NAMED && named.iter().all(|notice| notice.row.event == *event));
        let mail = one_event.map_or(StoppedMail::Letters, StoppedMail::Event);
        let subject = content.letter_subject(reading(scope.actor()));
        Some(enqueue(tx, portal, scope.actor(), mail, &content, &subject)?)
    };
    let is_written = letter.is_some();
    cursors::move_letters(tx, user, (cursor.mailed_to, newest), letter)?;
    Ok(is_written)
}

/// Returns the language and the time zone of a user.
pub(super) fn reading(actor: &Actor) -> ReaderFormat {
    let locale = actor.language.as_deref().and_then(Locale::from_tag).unwrap_or_default();
    ReaderFormat { locale, clock: request::clock(actor) }
}

/// Writes a message with notices to the outbox; returns its id.
pub(super) fn enqueue(
    tx: &mut Tx<'_>,
    portal: &AppState,
    actor: &Actor,
    mail: StoppedMail,
    content: &MailContent<'_>,
    subject: &str,
) -> Result<String> {
    let reading = reading(actor);
    let texts = reading.texts();
    let stop = match mail {
        StoppedMail::Event(event) => texts.mail_stop_event(event.label(texts)),
        StoppedMail::Letters => texts.mail_stop_letters(),
        StoppedMail::Digest => texts.mail_stop_digest(),
        StoppedMail::Report(_) => texts.report_unsubscribe(),
    };
    let body = content.body(&portal.settings, &actor.name, reading, &stop);
    let person = addressee(tx, actor.user)?;
    let id = Uuid::new_v4();
    let unsubscribe = Some(Unsubscription { user: actor.user, mail });
    let message = NewMail { unsubscribe, ..person.mail(MailKind::Notice, reading.locale, subject, body) };
    outbox::enqueue_with_id(tx, id, &message)?;
    Ok(id.to_string())
}
