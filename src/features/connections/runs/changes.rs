//! What people do with runs: start one, let it write after its preview, discard it.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::ManageConnections;
use crate::db::DbConnection;
use crate::db::schema::{
    connection_customers, connection_pages, connection_pieces, connection_runs, connection_writes,
    connections,
};
use crate::domain::{ConnectionId, ConnectionRunCause, ConnectionRunId, ConnectionRunState, PartnerId};
use crate::error::{Error, Result};
use crate::features::connections::model::Connection;
use crate::features::connections::queries::find_connection;
use crate::features::connections::runs::model::RunContent;
use crate::features::connections::runs::queries::find_run;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::json;

/// Starts a run of a connection.
///
/// # Errors
/// [`Error::NotFound`] if the partner has no such connection; [`Error::Stale`] if it is paused or has a run that is not over.
pub fn start_run(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageConnections>,
    id: ConnectionId,
) -> Result<((), Vec<Activity>)> {
    let connection = find_connection(scope, id, tx.c)?;
    if connection.pause_reason.is_some() {
        return Err(Error::Stale);
    }
    insert_run(tx, &connection, ConnectionRunCause::Person, false)?.ok_or(Error::Stale)?;
    Ok(((), vec![entry(&connection, "started")]))
}

/// Inserts a run. Returns `None` if the connection has one that is not over.
pub fn insert_run(
    tx: &mut Tx<'_>,
    connection: &Connection,
    cause: ConnectionRunCause,
    is_dry_run: bool,
) -> Result<Option<ConnectionRunId>> {
    // An update locks the row, so that of two transactions the second sees the run of the first.
    let row =
        connections::table.find(connection.id).filter(connections::partner_id.eq(connection.partner_id));
    let next = connection.next_run_at.and(connection.schedule.interval()).map(|time| tx.at + time);
    if diesel::update(row).set(connections::next_run_at.eq(next)).execute(tx.c)? == 0 {
        return Err(Error::NotFound);
    }
    if open_run(connection.id, connection.partner_id, tx.c)?.is_some() {
        return Ok(None);
    }
    let content = serde_json::to_string(&RunContent::default()).map_err(Error::internal)?;
    let run = (
        (
            connection_runs::connection_id.eq(connection.id),
            connection_runs::partner_id.eq(connection.partner_id),
        ),
        (connection_runs::state.eq(ConnectionRunState::Reading), connection_runs::cause.eq(cause)),
        (connection_runs::is_dry_run.eq(is_dry_run), connection_runs::content.eq(content)),
        connection_runs::created_at.eq(tx.at),
    );
    diesel::insert_into(connection_runs::table).values(run).execute(tx.c)?;
    open_run(connection.id, connection.partner_id, tx.c)
}

/// Returns the run of a connection that is not over.
///
/// # Errors
/// The database failed.
pub fn open_run(
    connection: ConnectionId,
    partner: PartnerId,
    c: &mut DbConnection,
) -> Result<Option<ConnectionRunId>> {
    let open = connection_runs::table
        .filter(connection_runs::connection_id.eq(connection).and(connection_runs::partner_id.eq(partner)))
        .filter(connection_runs::ended_at.is_null());
    Ok(open.select(connection_runs::id).first(c).optional()?)
}

/// Lets a run write after its preview. From then on, runs of the connection write by themselves.
///
/// # Errors
/// [`Error::NotFound`] if the partner has no such run; [`Error::Stale`] if it does not wait for a person.
pub fn confirm_run(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageConnections>,
    (connection, run): (ConnectionId, ConnectionRunId),
) -> Result<((), Vec<Activity>)> {
    let connection = find_connection(scope, connection, tx.c)?;
    find_run(scope, (connection.id, run), tx.c)?;
    let waiting = connection_runs::table
        .filter(connection_runs::id.eq(run).and(connection_runs::state.eq(ConnectionRunState::Preview)));
    if diesel::update(waiting).set(connection_runs::state.eq(ConnectionRunState::Writing)).execute(tx.c)? == 0
    {
        return Err(Error::Stale);
    }
    let next = connection.schedule.interval().map(|time| tx.at + time);
    let confirmed = (connections::confirmed_at.eq(Some(tx.at)), connections::next_run_at.eq(next));
    diesel::update(connections::table.find(connection.id)).set(confirmed).execute(tx.c)?;
    Ok(((), vec![entry(&connection, "confirmed")]))
}

/// Discards a run. What it has written already stays.
///
/// # Errors
/// [`Error::NotFound`] if the partner has no such run; [`Error::Stale`] if it is over.
pub fn discard_run(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageConnections>,
    (connection, run): (ConnectionId, ConnectionRunId),
) -> Result<((), Vec<Activity>)> {
    let connection = find_connection(scope, connection, tx.c)?;
    find_run(scope, (connection.id, run), tx.c)?;
    let open =
        connection_runs::table.filter(connection_runs::id.eq(run).and(connection_runs::ended_at.is_null()));
    if diesel::update(open).set(Discarded::at(tx.at)).execute(tx.c)? == 0 {
        return Err(Error::Stale);
    }
    delete_what_was_read(tx, &[run])?;
    Ok(((), vec![entry(&connection, "discarded")]))
}

/// Deletes what a connection knows of its server, and discards a run that is not over. Earlier runs stay, as a history of what
/// was written.
pub fn forget_server(tx: &mut Tx<'_>, id: ConnectionId) -> Result<()> {
    let runs = connection_runs::table.filter(connection_runs::connection_id.eq(id));
    diesel::update(runs.filter(connection_runs::ended_at.is_null()))
        .set(Discarded::at(tx.at))
        .execute(tx.c)?;
    let runs: Vec<ConnectionRunId> = runs.select(connection_runs::id).load(tx.c)?;
    delete_what_was_read(tx, &runs)?;
    let writes = connection_writes::table.filter(connection_writes::connection_id.eq(id));
    diesel::delete(writes).execute(tx.c)?;
    let known = connection_customers::table.filter(connection_customers::connection_id.eq(id));
    diesel::delete(known).execute(tx.c)?;
    Ok(())
}

/// Deletes the runs of a connection and what it knows of its server.
pub fn delete_runs(tx: &mut Tx<'_>, id: ConnectionId) -> Result<()> {
    forget_server(tx, id)?;
    diesel::delete(connection_runs::table.filter(connection_runs::connection_id.eq(id))).execute(tx.c)?;
    Ok(())
}

fn delete_what_was_read(tx: &mut Tx<'_>, runs: &[ConnectionRunId]) -> Result<()> {
    diesel::delete(connection_pieces::table.filter(connection_pieces::run_id.eq_any(runs))).execute(tx.c)?;
    diesel::delete(connection_pages::table.filter(connection_pages::run_id.eq_any(runs))).execute(tx.c)?;
    Ok(())
}

/// The columns of a run that is discarded. The process that works on it loses its lease.
#[derive(AsChangeset)]
#[diesel(table_name = connection_runs, treat_none_as_null = true)]
struct Discarded {
    state: ConnectionRunState,
    ended_at: Option<NaiveDateTime>,
    lease: Option<String>,
    leased_until: Option<NaiveDateTime>,
}

impl Discarded {
    fn at(now: NaiveDateTime) -> Self {
        Discarded {
            state: ConnectionRunState::Discarded,
            ended_at: Some(now),
            lease: None,
            leased_until: None,
        }
    }
}

fn entry(connection: &Connection, act: &'static str) -> Activity {
    let details = json!({ "name": connection.name, "connection_run": act });
    Activity::new(Action::RunConnection, "connection", details)
}
