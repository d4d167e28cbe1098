//! The digest: one letter a day or a week with what has come since the last one, at an hour of the user's day. While the last
//! one waits for the mail server no other is written; what came since is in the next one.

use crate::audit::Tx;
use crate::auth::Scope;
use crate::auth::notices::{NoticeReader, newest};
use crate::auth::scope::OwnProfile;
use crate::auth::unsubscribe_link::StoppedMail;
use crate::clock;
use crate::db::schema::notices;
use crate::domain::{NoticeEvent, NoticeLevel};
use crate::error::{Error, Result};
use crate::features::notices::digest_clock::due_day;
use crate::features::notices::digest_figures::figures;
use crate::features::notices::letters::{count_written, enqueue, reading, write_as};
use crate::features::notices::mail_queries as cursors;
use crate::features::notices::mail_text::MailContent;
use crate::features::notices::model::NoticeRow;
use crate::features::notices::queries::with_objects;
use crate::state::AppState;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;

/// Maximum number of notices that a digest names.
const MAX_NAMED: i64 = 50;

/// Older notices are left out, for example after a pause of the portal.
const MAX_AGE: TimeDelta = TimeDelta::days(8);

/// Writes the digests that are due; returns how many. Writes none without a mail server.
///
/// # Errors
/// The error of the first user for whom it failed; the others have their digests.
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
    count_written(portal.db.read_now(cursors::digest_readers)?.into_iter().filter_map(|one| {
        let day = due_day(now, one.zone, one.rhythm, one.last)?;
        // The numbers are read before the transaction, which holds up other writers.
        Some(figures(portal, one.user).and_then(|figures| {
            write_as(portal, one.user, |tx, scope| write(tx, portal, scope, (day, now), figures))
        }))
    }))
}

fn write(
    tx: &mut Tx<'_>,
    portal: &AppState,
    scope: &Scope<OwnProfile>,
    (day, now): (NaiveDate, NaiveDateTime),
    figures: Option<String>,
) -> Result<bool> {
    let user = scope.actor().user;
    let cursor = cursors::cursor(tx, scope)?;
    if cursor.digest_day.is_some_and(|last| last >= day) {
        return Err(Error::Stale);
    }
    let days = (cursor.digest_day, day);
    if cursors::is_waiting(tx, cursor.digest_id.as_deref())? {
        cursors::move_digest(tx, user, days, None)?;
        return Ok(false);
    }
    let reader = NoticeReader::load(tx.c, scope.actor())?;
    let newest = newest(tx.c, scope.partner())?.unwrap_or_default();
    // Security events have messages of their own.
    let levels = reader.levels().iter();
    let events = levels.filter(|(event, level)| *level >= NoticeLevel::Digest && !event.is_security());
    let events: Vec<NoticeEvent> = events.map(|(event, _)| *event).collect();
    let news = || {
        let since = notices::id.gt(cursor.digested_to).and(notices::id.le(newest));
        reader.visible_events(events.clone()).filter(since).filter(notices::at.gt(now - MAX_AGE))
    };
    let rows: Vec<NoticeRow> =
        news().order(notices::id).limit(MAX_NAMED).select(NoticeRow::as_select()).load(tx.c)?;
    let mut digest = None;
    if !rows.is_empty() {
        let total: i64 = news().count().get_result(tx.c)?;
        let named = with_objects(scope, &reader, rows, tx.c)?;
        let before = figures.into_iter().collect();
        let content = MailContent { notices: &named, total: total.unsigned_abs(), before };
        let reading = reading(scope.actor());
        let subject = reading.texts().mail_digest_subject(reading.locale.date(day));
        digest = Some(enqueue(tx, portal, scope.actor(), StoppedMail::Digest, &content, &subject)?);
    }
    let is_written = digest.is_some();
    cursors::move_digest(tx, user, days, Some((newest, digest)))?;
    Ok(is_written)
}
