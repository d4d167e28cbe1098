//! The differences between SQLite and PostgreSQL, one function each.

use crate::db::DbConnection;
use crate::db::schema::partners;
use crate::domain::PartnerId;
use crate::error::{Error, Result};
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::prelude::*;
use std::time::{Duration, Instant};

/// Runs `query` in one snapshot: all its statements see the same state.
pub fn snapshot<T>(c: &mut DbConnection, query: impl FnOnce(&mut DbConnection) -> Result<T>) -> Result<T> {
    let begin = match c {
        DbConnection::Sqlite(_) => "BEGIN DEFERRED",
        DbConnection::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    };
    in_transaction(c, begin, query)
}

/// Runs `change` in a transaction that may write from its first statement on.
pub fn immediate_transaction<T>(
    c: &mut DbConnection,
    change: impl FnOnce(&mut DbConnection) -> Result<T>,
) -> Result<T> {
    let begin = match c {
        DbConnection::Sqlite(_) => "BEGIN IMMEDIATE",
        DbConnection::Postgres(_) => "BEGIN",
    };
    let began = Instant::now();
    loop {
        match begin_transaction(c, begin).map_err(busy_or_database) {
            // SQLite's own back-off sleeps longer each time and would starve during an import.
            Err(error) if error.is_busy() && began.elapsed() < MAX_WAIT => std::thread::sleep(POLL),
            Err(error) => return Err(error),
            Ok(()) => return finished(c, change),
        }
    }
}

/// The interval at which a writer tries to get the lock.
const POLL: Duration = Duration::from_millis(2);

/// The time after which a writer gives up.
const MAX_WAIT: Duration = Duration::from_secs(5);

/// Sets how long SQLite itself waits for a lock before it reports that it is busy.
pub fn wait_for_locks(c: &mut DbConnection, millis: u32) -> Result<()> {
    if let DbConnection::Sqlite(_) = c {
        c.batch_execute(&format!("PRAGMA busy_timeout = {millis}"))?;
    }
    Ok(())
}

fn in_transaction<T>(
    c: &mut DbConnection,
    begin: &str,
    work: impl FnOnce(&mut DbConnection) -> Result<T>,
) -> Result<T> {
    begin_transaction(c, begin).map_err(busy_or_database)?;
    finished(c, work)
}

/// Calls a function of Diesel's transaction manager on the connection inside. The manager knows how deep a connection is
/// in transactions and whether one could not be ended; the pool asks it, and drops such a connection. Diesel's own
/// `immediate_transaction` and `build_transaction` pass the connection of one database to the closure; queries take
/// [`DbConnection`], so the `BEGIN` is written here.
macro_rules! manager {
    ($c:expr, $function:ident $(, $argument:expr)*) => {
        match $c {
            DbConnection::Sqlite(c) => AnsiTransactionManager::$function(c $(, $argument)*),
            DbConnection::Postgres(c) => AnsiTransactionManager::$function(c $(, $argument)*),
        }
    };
}

fn begin_transaction(c: &mut DbConnection, begin: &str) -> QueryResult<()> {
    manager!(c, begin_transaction_sql, begin)
}

/// Runs `work` in a transaction that has begun, and ends it. A failed commit is rolled back.
fn finished<T>(c: &mut DbConnection, work: impl FnOnce(&mut DbConnection) -> Result<T>) -> Result<T> {
    match work(c) {
        Ok(value) => {
            manager!(c, commit_transaction).map_err(busy_or_database)?;
            Ok(value)
        }
        Err(error) => {
            if manager!(c, rollback_transaction).is_err() {
                tracing::warn!("a transaction could not be rolled back; its connection is closed");
            }
            Err(error)
        }
    }
}

fn busy_or_database(error: diesel::result::Error) -> Error {
    let error = Error::Database(error);
    if error.is_busy() { Error::Unavailable(error.to_string()) } else { error }
}

/// Runs `part` in a savepoint of a transaction; rolls `part` back if it returns an error.
pub fn savepoint<T>(c: &mut DbConnection, part: impl FnOnce(&mut DbConnection) -> Result<T>) -> Result<T> {
    manager!(c, begin_transaction)?;
    match part(c) {
        Ok(value) => {
            manager!(c, commit_transaction)?;
            Ok(value)
        }
        Err(error) => {
            manager!(c, rollback_transaction)?;
            Err(error)
        }
    }
}

/// Moves the write-ahead log into the database file, so that it stays small. PostgreSQL does so by itself.
pub fn checkpoint(c: &mut DbConnection) -> Result<()> {
    if let DbConnection::Sqlite(_) = c {
        c.batch_execute("PRAGMA wal_checkpoint(PASSIVE)")?;
    }
    Ok(())
}

/// Defers foreign key checks to the end of the transaction, for a change of a key that other rows refer to.
pub fn defer_foreign_keys(c: &mut DbConnection) -> Result<()> {
    c.batch_execute(match c {
        DbConnection::Sqlite(_) => "PRAGMA defer_foreign_keys = ON",
        DbConnection::Postgres(_) => "SET CONSTRAINTS ALL DEFERRED",
    })?;
    Ok(())
}

/// Moves the whole write-ahead log into the database file and truncates it, so that deleted data is in neither. It
/// waits for readers, and leaves the rest to the next checkpoint if they do not end in time.
pub fn checkpoint_whole(c: &mut DbConnection) -> Result<()> {
    if let DbConnection::Sqlite(_) = c {
        c.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)")?;
    }
    Ok(())
}

/// Runs `work` while no other process does. `lock` is a connection that `work` does not use; its transaction holds the lock,
/// because behind a pooler only a transaction keeps its connection to the server. SQLite locks the file by itself.
pub fn alone_to_migrate<T>(lock: &mut DbConnection, work: impl FnOnce() -> Result<T>) -> Result<T> {
    if let DbConnection::Sqlite(_) = lock {
        return work();
    }
    in_transaction(lock, "BEGIN", |lock| {
        lock.batch_execute(
            "SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
             SELECT pg_advisory_xact_lock(7091842210)",
        )?;
        work()
    })
}

/// Lets the statements of this connection wait for locks as long as it takes. SQLite: see [`wait_for_locks`].
pub fn wait_long(c: &mut DbConnection) -> Result<()> {
    if let DbConnection::Postgres(_) = c {
        c.batch_execute("SET lock_timeout = 0")?;
    }
    Ok(())
}

/// Locks this partner's list and log against other writers until the transaction ends. SQLite has only one writer.
pub fn lock_partner(c: &mut DbConnection, partner: PartnerId) -> Result<()> {
    if let DbConnection::Postgres(c) = c {
        let row = partners::table.find(partner).select(partners::id).for_no_key_update();
        row.first::<PartnerId>(c)?;
    }
    Ok(())
}

/// Keeps others from changing these tables until the transaction ends, which may take long; they can read. SQLite has only one
/// writer.
pub fn lock_tables(c: &mut DbConnection, names: &str) -> Result<()> {
    if let DbConnection::Postgres(_) = c {
        c.batch_execute(&format!(
            "SET LOCAL idle_in_transaction_session_timeout = 0; LOCK TABLE {names} IN SHARE MODE"
        ))?;
    }
    Ok(())
}

/// Returns the last Entry ID and chain state of a partner's log, and locks it as [`lock_partner`] does.
pub fn lock_log(c: &mut DbConnection, partner: PartnerId) -> Result<(i64, Vec<u8>)> {
    let row = partners::table.find(partner).select((partners::log_seq, partners::log_mac));
    Ok(match c {
        DbConnection::Sqlite(c) => row.first(c)?,
        DbConnection::Postgres(c) => row.for_no_key_update().first(c)?,
    })
}

/// Locks a name against other transactions, even if it has no row yet. SQLite has only one writer.
pub fn lock_name(c: &mut DbConnection, name: &str) -> Result<()> {
    if let DbConnection::Postgres(c) = c {
        let lock = diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))");
        lock.bind::<diesel::sql_types::Text, _>(name).execute(c)?;
    }
    Ok(())
}

/// Turns SQLite's automatic checkpoints off or on. While they are off, only [`checkpoint`] makes one, and no commit is
/// delayed by it.
pub fn checkpoint_by_hand(c: &mut DbConnection, by_hand: bool) -> Result<()> {
    if let DbConnection::Sqlite(_) = c {
        let pages = if by_hand { 0 } else { 1000 };
        c.batch_execute(&format!("PRAGMA wal_autocheckpoint = {pages}"))?;
    }
    Ok(())
}
