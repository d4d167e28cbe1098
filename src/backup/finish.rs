//! What follows when a backup has replaced the database: it brings back sign-ins that were ended, links that were used,
//! and mail that was sent since, so all of these end, and nothing goes out until an operator has looked.

use crate::audit::{Action, Activity, ActivityLog, Author};
use crate::clock;
use crate::db::schema::{
    api_application_secrets, api_tokens, bulk_acts, chat_channels, connection_pages, connection_pieces,
    connection_runs, connections, imports, jobs, notice_readers, notices, outbox, password_tokens,
    recovery_codes, report_runs, reports, sessions, settings, users, webhook_deliveries, webhooks,
};
use crate::db::{Db, DbConnection, partners, pause};
use crate::domain::{DeliveryState, UserId, WebhookPause};
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::json;

/// The setting that a restored database has until [`finish_restore`].
const RESTORED: &str = "restored_from";

/// Why a message is held.
const HELD: &str = "held after a restore: it may have been sent already";

/// One kind of thing that a restore ends or holds. Everything that signs people or programs in, or that the portal sends,
/// has a line in [`KINDS`].
struct Kind {
    /// How it is called in the report.
    name: &'static str,
    /// Ends or holds all of it; returns how many there were.
    end: fn(&mut DbConnection) -> QueryResult<usize>,
}

const KINDS: &[Kind] = &[
    Kind { name: "sign-ins ended", end: end_sessions },
    Kind { name: "API tokens ended", end: |c| diesel::delete(api_tokens::table).execute(c) },
    Kind {
        name: "secrets of applications ended",
        end: |c| diesel::delete(api_application_secrets::table).execute(c),
    },
    Kind {
        name: "links to set a password ended",
        end: |c| diesel::delete(password_tokens::table).execute(c),
    },
    Kind { name: "recovery codes ended", end: |c| diesel::delete(recovery_codes::table).execute(c) },
    Kind { name: "unsent messages held", end: hold_mail },
    Kind { name: "notices that are not mailed again", end: skip_notices },
    Kind { name: "bulk changes stopped", end: stop_bulk_acts },
    Kind { name: "reports paused", end: pause_reports },
    Kind { name: "chat channels paused", end: pause_channels },
    Kind { name: "webhooks switched off", end: pause_webhooks },
    Kind { name: "connections paused", end: pause_connections },
    Kind { name: "running jobs stopped", end: stop_jobs },
];

fn end_sessions(c: &mut DbConnection) -> QueryResult<usize> {
    diesel::update(users::table).set(users::session_epoch.eq(users::session_epoch + 1)).execute(c)?;
    diesel::delete(sessions::table).execute(c)
}

fn hold_mail(c: &mut DbConnection) -> QueryResult<usize> {
    let unsent = outbox::table.filter(outbox::sent_at.is_null().and(outbox::held.eq(false)));
    diesel::update(unsent).set((outbox::held.eq(true), outbox::last_error.eq(HELD))).execute(c)
}

/// Notices that were written before the backup may have been mailed after it, so none of them is mailed.
fn skip_notices(c: &mut DbConnection) -> QueryResult<usize> {
    let newest: i32 =
        notices::table.select(diesel::dsl::max(notices::id)).first::<Option<i32>>(c)?.unwrap_or(0);
    let known = notice_readers::table.select(notice_readers::user_id);
    let others: Vec<UserId> = users::table.filter(users::id.ne_all(known)).select(users::id).load(c)?;
    for user in others {
        diesel::insert_into(notice_readers::table).values(notice_readers::user_id.eq(user)).execute(c)?;
    }
    let cursors = (notice_readers::mailed_to.eq(newest), notice_readers::digested_to.eq(newest));
    diesel::update(notice_readers::table.filter(notice_readers::mailed_to.lt(newest))).set(cursors).execute(c)
}

/// Acts that were under way when the backup was made: a person looks at what they did since, and continues them. What was not
/// confirmed yet stays.
fn stop_bulk_acts(c: &mut DbConnection) -> QueryResult<usize> {
    let free = (bulk_acts::lease.eq(None::<String>), bulk_acts::leased_until.eq(None::<NaiveDateTime>));
    diesel::update(bulk_acts::table).set(free).execute(c)?;
    let running = bulk_acts::table.filter(bulk_acts::state.eq_any(["running", "undoing"]));
    let stopped = (bulk_acts::state.eq("stopped"), bulk_acts::stop_reason.eq("restore"));
    diesel::update(running).set((stopped, bulk_acts::ended_at.eq(clock::now()))).execute(c)
}

/// Reports: what was due since the backup may have been sent already. A person looks at them, and resumes them.
fn pause_reports(c: &mut DbConnection) -> QueryResult<usize> {
    let waiting = report_runs::table.filter(report_runs::finished_at.is_null());
    let now = clock::now();
    let stopped = (
        (report_runs::state.eq("stopped"), report_runs::finished_at.eq(now)),
        report_runs::file_until.eq(now),
    );
    let free = (report_runs::lease.eq(None::<String>), report_runs::leased_until.eq(None::<NaiveDateTime>));
    diesel::update(waiting).set((stopped, free)).execute(c)?;
    let active = reports::table.filter(reports::pause_reason.is_null());
    diesel::update(active).set(reports::pause_reason.eq("restore")).execute(c)
}

/// Chat channels: what happened since the backup may have been sent already. A person resumes them.
fn pause_channels(c: &mut DbConnection) -> QueryResult<usize> {
    let free =
        (chat_channels::lease.eq(None::<String>), chat_channels::leased_until.eq(None::<NaiveDateTime>));
    diesel::update(chat_channels::table).set(free).execute(c)?;
    let active = chat_channels::table.filter(chat_channels::pause_reason.is_null());
    diesel::update(active).set(chat_channels::pause_reason.eq("restore")).execute(c)
}

/// Webhooks: what happened since the backup may have been sent already. A person switches them on again.
fn pause_webhooks(c: &mut DbConnection) -> QueryResult<usize> {
    let free = (webhooks::lease.eq(None::<String>), webhooks::leased_until.eq(None::<NaiveDateTime>));
    diesel::update(webhooks::table).set(free).execute(c)?;
    let waiting = webhook_deliveries::table.filter(webhook_deliveries::state.eq(DeliveryState::Waiting));
    let ended = (
        webhook_deliveries::state.eq(DeliveryState::Undelivered),
        webhook_deliveries::next_at.eq(None::<NaiveDateTime>),
    );
    diesel::update(waiting).set(ended).execute(c)?;
    let active = webhooks::table.filter(webhooks::pause_reason.is_null());
    let paused =
        (webhooks::pause_reason.eq(Some(WebhookPause::Restore)), webhooks::paused_at.eq(Some(clock::now())));
    diesel::update(active).set(paused).execute(c)
}

/// Connections: a refresh token of the backup may have been replaced since, and what a run was about to write may be written
/// already. A person resumes them.
fn pause_connections(c: &mut DbConnection) -> QueryResult<usize> {
    let open = connection_runs::table.filter(connection_runs::ended_at.is_null());
    let free =
        (connection_runs::lease.eq(None::<String>), connection_runs::leased_until.eq(None::<NaiveDateTime>));
    let over = (connection_runs::state.eq("discarded"), connection_runs::ended_at.eq(clock::now()));
    diesel::update(open).set((over, free)).execute(c)?;
    diesel::delete(connection_pieces::table).execute(c)?;
    diesel::delete(connection_pages::table).execute(c)?;
    let active = connections::table.filter(connections::pause_reason.is_null());
    diesel::update(active).set(connections::pause_reason.eq("restore")).execute(c)
}

/// Leases of processes that ended long ago.
fn stop_jobs(c: &mut DbConnection) -> QueryResult<usize> {
    let none = None::<NaiveDateTime>;
    diesel::update(imports::table).set(imports::leased_until.eq(none)).execute(c)?;
    let running = jobs::table.filter(jobs::leased_until.is_not_null());
    diesel::update(running).set((jobs::lease.eq(None::<String>), jobs::leased_until.eq(none))).execute(c)
}

/// Returns the SQL that marks a database as restored from a backup of this time.
pub(super) fn mark(created_at: NaiveDateTime) -> String {
    let at = created_at.format("%Y-%m-%dT%H:%M:%SZ");
    format!(
        "DELETE FROM settings WHERE key = '{RESTORED}'; INSERT INTO settings (key, value) VALUES ('{RESTORED}', '{at}')"
    )
}

/// A finished restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// When the backup was made, as in its manifest.
    pub backup_of: String,
    /// What was ended or held, and how many.
    pub counts: Vec<(&'static str, usize)>,
}

/// Ends and holds what has to be after a restore, and pauses jobs and mail. Does nothing if the database was not restored.
///
/// # Errors
/// The database failed; nothing has changed then.
pub fn finish_restore(db: &Db) -> Result<Option<Finished>> {
    let marked = |c: &mut DbConnection| {
        settings::table.find(RESTORED).select(settings::value).first::<String>(c).optional()
    };
    if db.read_now(|c| Ok(marked(c)?))?.is_none() {
        return Ok(None);
    }
    db.write_now(|c| {
        let Some(backup_of) = marked(c)? else { return Ok(None) };
        let counts = KINDS.iter().map(|kind| Ok((kind.name, (kind.end)(c)?))).collect::<Result<_>>()?;
        pause::pause(c, clock::now())?;
        diesel::delete(settings::table.find(RESTORED)).execute(c)?;
        Ok(Some(Finished { backup_of, counts }))
    })
}

/// Writes into each activity log that a backup was restored: what happened after it is no longer in the log. Call it once the
/// logs have the newest secret.
///
/// # Errors
/// The database failed.
pub fn record_restore(log: &ActivityLog, finished: &Finished) -> Result<()> {
    log.record_now(&Author::operator(None), |tx| {
        let mut entry =
            Activity::new(Action::RestoreBackup, "partner", json!({ "backup_of": finished.backup_of }));
        entry.also_of = partners::all(tx.c)?.into_iter().map(|partner| partner.id).collect();
        Ok(((), vec![entry]))
    })
}

/// Releases the messages that a restore has held; returns how many.
///
/// # Errors
/// The database failed.
pub fn release_mail(c: &mut DbConnection) -> Result<usize> {
    let held = outbox::table.filter(outbox::held.eq(true).and(outbox::last_error.eq(HELD)));
    let free =
        (outbox::held.eq(false), outbox::last_error.eq(None::<String>), outbox::not_before.eq(clock::now()));
    Ok(diesel::update(held).set(free).execute(c)?)
}
