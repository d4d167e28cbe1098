//! Reads runs.

use crate::auth::Scope;
use crate::auth::scope::ManageConnections;
use crate::db::DbConnection;
use crate::db::schema::{connection_runs, connections};
use crate::domain::{ConnectionId, ConnectionRunId, PartnerId};
use crate::error::{Error, Result};
use crate::features::connections::model::Connection;
use crate::features::connections::runs::model::ConnectionRun;
use diesel::prelude::*;

/// Maximum number of runs on a page.
pub const MAX_SHOWN: i64 = 50;

/// Returns the newest runs of a connection, the newest first.
///
/// # Errors
/// The database failed.
pub fn newest_runs(
    scope: &Scope<ManageConnections>,
    connection: ConnectionId,
    c: &mut DbConnection,
) -> Result<Vec<ConnectionRun>> {
    let own = connection_runs::table
        .filter(connection_runs::connection_id.eq(connection))
        .filter(connection_runs::partner_id.eq(scope.partner()));
    Ok(own.order(connection_runs::id.desc()).limit(MAX_SHOWN).select(ConnectionRun::as_select()).load(c)?)
}

/// Returns the newest run of each of these connections.
///
/// # Errors
/// The database failed.
pub fn last_runs(scope: &Scope<ManageConnections>, c: &mut DbConnection) -> Result<Vec<ConnectionRun>> {
    let own = connections::table.filter(connections::partner_id.eq(scope.partner()));
    let all: Vec<ConnectionId> = own.select(connections::id).load(c)?;
    let own = connection_runs::table.filter(connection_runs::connection_id.eq_any(all));
    let newest = own.group_by(connection_runs::connection_id).select(diesel::dsl::max(connection_runs::id));
    let ids: Vec<Option<ConnectionRunId>> = newest.load(c)?;
    let ids: Vec<ConnectionRunId> = ids.into_iter().flatten().collect();
    let own = connection_runs::table.filter(connection_runs::partner_id.eq(scope.partner()));
    Ok(own.filter(connection_runs::id.eq_any(ids)).select(ConnectionRun::as_select()).load(c)?)
}

/// Returns a run of a connection.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with these ids.
pub fn find_run(
    scope: &Scope<ManageConnections>,
    (connection, run): (ConnectionId, ConnectionRunId),
    c: &mut DbConnection,
) -> Result<ConnectionRun> {
    let found = load(run, scope.partner(), c)?;
    if found.connection_id == connection { Ok(found) } else { Err(Error::NotFound) }
}

/// Returns a run of a partner.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id.
pub fn load(id: ConnectionRunId, partner: PartnerId, c: &mut DbConnection) -> Result<ConnectionRun> {
    let own = connection_runs::table.find(id).filter(connection_runs::partner_id.eq(partner));
    own.select(ConnectionRun::as_select()).first(c).optional()?.ok_or(Error::NotFound)
}

/// Returns the connection of a run.
///
/// # Errors
/// [`Error::NotFound`] if it was removed.
pub(in crate::features::connections) fn connection_of(
    run: &ConnectionRun,
    c: &mut DbConnection,
) -> Result<Connection> {
    let own = connections::table.find(run.connection_id).filter(connections::partner_id.eq(run.partner_id));
    own.select(Connection::as_select()).first(c).optional()?.ok_or(Error::NotFound)
}
