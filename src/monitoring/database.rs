//! What the database knows about the work that waits, and about itself.

use crate::backup::record;
use crate::backup::record::BackupRecord;
use crate::db::connection::MultiBackend;
use crate::db::schema::{imports, jobs, outbox};
use crate::db::{Backend, DbConnection, migrations, pause};
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::dsl::{count_star, min};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// The state of the database at one moment.
#[derive(Debug, Clone)]
pub struct DatabaseState {
    /// Its size in bytes, with SQLite's write-ahead log.
    pub bytes: u64,
    /// How many migrations it has.
    pub migrations: usize,
    /// How many migrations this program has.
    pub known_migrations: usize,
    /// The messages that were not delivered yet.
    pub mail: MailQueue,
    /// The jobs that one process runs at a time, by name.
    pub jobs: Vec<JobRow>,
    /// When an operator's pause began, in UTC; `None` if jobs and mail run.
    pub paused_since: Option<String>,
    /// Imports that a process works on.
    pub running_imports: i64,
    /// The last backup.
    pub last_backup: Option<BackupRecord>,
    /// The last backup that failed.
    pub failed_backup: Option<BackupRecord>,
}

/// The messages that were not delivered yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MailQueue {
    /// Those that were not tried yet.
    pub waiting: i64,
    /// Those that the server refused for now, or could not be reached for.
    pub retrying: i64,
    /// Those that are held until somebody releases them.
    pub held: i64,
    /// When the oldest that is not held was written, in UTC.
    pub oldest: Option<NaiveDateTime>,
}

/// A job that one process runs at a time.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = jobs, check_for_backend(MultiBackend))]
#[allow(missing_docs)] // the columns of the table
pub struct JobRow {
    pub name: String,
    /// When a process gives up its lease unless it renews it; `None` if no process runs the job.
    pub leased_until: Option<NaiveDateTime>,
    /// How many runs have failed since the last success.
    pub attempts: i32,
    /// When it last succeeded, in UTC.
    pub ended_at: Option<NaiveDateTime>,
    /// How much it did then.
    pub did: i32,
    pub last_error: Option<String>,
}

/// Reads the state of the database. `c` must be in one snapshot.
///
/// # Errors
/// The database failed.
pub fn read(c: &mut DbConnection, backend: &Backend) -> Result<DatabaseState> {
    Ok(DatabaseState {
        bytes: bytes(c, backend)?,
        migrations: migrations::applied(c)?.len(),
        known_migrations: migrations::known()?.len(),
        mail: mail_queue(c)?,
        jobs: jobs::table.order(jobs::name).select(JobRow::as_select()).load(c)?,
        paused_since: pause::paused_since(c)?,
        running_imports: imports::table
            .filter(imports::leased_until.gt(crate::clock::now()))
            .count()
            .get_result(c)?,
        last_backup: record::last(c)?,
        failed_backup: record::last_failure(c)?,
    })
}

fn mail_queue(c: &mut DbConnection) -> Result<MailQueue> {
    let unsent = || outbox::table.filter(outbox::sent_at.is_null());
    let waiting = unsent().filter(outbox::held.eq(false));
    let untried = waiting.filter(outbox::attempts.eq(0)).count().get_result(c)?;
    let (all, oldest): (i64, _) = waiting.select((count_star(), min(outbox::created_at))).first(c)?;
    let held = unsent().filter(outbox::held.eq(true)).count().get_result(c)?;
    Ok(MailQueue { waiting: untried, retrying: all - untried, held, oldest })
}

#[derive(QueryableByName)]
struct Size {
    #[diesel(sql_type = BigInt)]
    bytes: i64,
}

fn bytes(c: &mut DbConnection, backend: &Backend) -> Result<u64> {
    match backend {
        Backend::Sqlite(path) => {
            let size = |file: &std::path::Path| file.metadata().map_or(0, |file| file.len());
            let mut log = path.clone().into_os_string();
            log.push("-wal");
            Ok(size(path) + size(log.as_ref()))
        }
        Backend::Postgres(_) => {
            let query = diesel::sql_query("SELECT pg_database_size(current_database()) AS bytes");
            Ok(query.get_result::<Size>(c)?.bytes.unsigned_abs())
        }
    }
}
