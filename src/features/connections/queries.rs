//! Reads the connections of a partner.

use crate::auth::Scope;
use crate::auth::scope::ManageConnections;
use crate::db::DbConnection;
use crate::db::schema::connections;
use crate::domain::{ConnectionId, PartnerId};
use crate::error::{Error, Result};
use crate::features::connections::model::Connection;
use diesel::prelude::*;

/// Returns all connections by name.
///
/// # Errors
/// The database failed.
pub fn all_connections(scope: &Scope<ManageConnections>, c: &mut DbConnection) -> Result<Vec<Connection>> {
    let own = connections::table.filter(connections::partner_id.eq(scope.partner()));
    Ok(own.order((connections::name, connections::id)).select(Connection::as_select()).load(c)?)
}

/// Returns one connection.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id.
pub fn find_connection(
    scope: &Scope<ManageConnections>,
    id: ConnectionId,
    c: &mut DbConnection,
) -> Result<Connection> {
    let own = connections::table.find(id).filter(connections::partner_id.eq(scope.partner()));
    own.select(Connection::as_select()).first(c).optional()?.ok_or(Error::NotFound)
}

/// Returns the connections of a partner for the command line.
///
/// # Errors
/// The database failed.
pub fn connections_of(c: &mut DbConnection, partner: PartnerId) -> Result<Vec<Connection>> {
    let own = connections::table.filter(connections::partner_id.eq(partner));
    Ok(own.order((connections::name, connections::id)).select(Connection::as_select()).load(c)?)
}
