//! Ends runs whose preview was not confirmed in time, and deletes old ones.

use crate::clock;
use crate::db::schema::{connection_pages, connection_pieces, connection_runs};
use crate::db::{BATCH, DbConnection};
use crate::domain::{ConnectionRunId, ConnectionRunState};
use crate::error::Result;
use chrono::TimeDelta;
use diesel::prelude::*;

/// How long ended runs are kept.
const RETENTION: TimeDelta = TimeDelta::days(90);

/// How long a run waits for a person. Then what it has read is out of date.
const WAITING: TimeDelta = TimeDelta::days(7);

/// Deletes one batch of runs that ended long ago; returns how many.
///
/// # Errors
/// The database failed.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    let forgotten = connection_runs::table
        .filter(connection_runs::ended_at.is_null())
        .filter(connection_runs::state.eq(ConnectionRunState::Preview))
        .filter(connection_runs::created_at.lt(clock::now() - WAITING));
    let forgotten: Vec<ConnectionRunId> =
        forgotten.select(connection_runs::id).order(connection_runs::connection_id).limit(BATCH).load(c)?;
    let over = (
        connection_runs::state.eq(ConnectionRunState::Discarded),
        connection_runs::ended_at.eq(Some(clock::now())),
    );
    let rows = connection_runs::table.filter(connection_runs::id.eq_any(&forgotten));
    diesel::update(rows).set(over).execute(c)?;
    let pieces = connection_pieces::table.filter(connection_pieces::run_id.eq_any(&forgotten));
    diesel::delete(pieces).execute(c)?;
    diesel::delete(connection_pages::table.filter(connection_pages::run_id.eq_any(&forgotten))).execute(c)?;
    let old = connection_runs::table.filter(connection_runs::ended_at.lt(clock::now() - RETENTION));
    let old: Vec<ConnectionRunId> = old.select(connection_runs::id).limit(BATCH).load(c)?;
    Ok(diesel::delete(connection_runs::table.filter(connection_runs::id.eq_any(old))).execute(c)?)
}
