//! Starts the runs that are due by the schedules of connections.

use crate::audit::Author;
use crate::db::schema::connections;
use crate::domain::{ConnectionId, ConnectionRunCause};
use crate::error::Result;
use crate::features::connections::model::Connection;
use crate::features::connections::runs::changes::insert_run;
use crate::state::AppState;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// Starts all runs that are due at this time; returns how many. A connection that has a run which is not over gets none.
///
/// # Errors
/// The database failed.
pub fn start_due(portal: &AppState, now: NaiveDateTime) -> Result<usize> {
    let due = connections::table
        .filter(connections::next_run_at.le(now).and(connections::pause_reason.is_null()))
        .order(connections::next_run_at)
        .select(connections::id);
    let due: Vec<ConnectionId> = portal.db.read_now(|c| Ok(due.load(c)?))?;
    let mut started = 0;
    for id in due {
        // The rows of a run have the authors of their entries; that a run begins by schedule is no entry.
        started += portal.log.record_now(&Author::operator(None), |tx| {
            let again = connections::table
                .filter(connections::id.eq(id).and(connections::next_run_at.le(now)))
                .filter(connections::pause_reason.is_null());
            let found: Option<Connection> = again.select(Connection::as_select()).first(tx.c).optional()?;
            let Some(connection) = found else { return Ok((0, Vec::new())) };
            let run = insert_run(tx, &connection, ConnectionRunCause::Schedule, false)?;
            Ok((usize::from(run.is_some()), Vec::new()))
        })?;
    }
    Ok(started)
}
