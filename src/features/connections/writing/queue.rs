//! Reads the queue, and stores what became of its rows.

use crate::audit::Tx;
use crate::auth::Scope;
use crate::auth::scope::ManageConnections;
use crate::clock;
use crate::db::schema::{connection_writes, connections, partners};
use crate::db::{BATCH, DbConnection};
use crate::domain::{
    ConnectionId, ConnectionWriteId, ConnectionWriteState, PartnerId, TextEnum, WritePolicy, WriteSubject,
};
use crate::error::{Error, Result};
use crate::features::connections::fault::RunFault;
use crate::features::connections::model::Connection;
use crate::features::connections::write_choices::WriteChoices;
use crate::features::connections::writing::model::{ConnectionWrite, Fields};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

/// Maximum number of rows on a page.
pub const MAX_SHOWN: i64 = 200;

/// How long rows are kept that were written or given up.
const RETENTION: TimeDelta = TimeDelta::days(90);

/// Maximum number of rows that are read for one connection in one query.
const ROWS: i64 = 200;

/// How an attempt ended.
#[derive(Debug, Clone)]
pub enum Attempt {
    /// The server has the value, from now on or already.
    Written,
    /// The value was deleted, or the rule prefers the server's, which is given.
    GivenUp(Option<Fields>),
    /// Both sides changed it: what the server has.
    Conflict(Fields),
    /// The server refused it.
    Refused(RunFault),
    /// It is tried again at this time.
    Later(RunFault, NaiveDateTime),
}

/// Returns the connections that write something back, of all partners.
///
/// # Errors
/// The database failed.
pub(in crate::features::connections) fn writing_connections(c: &mut DbConnection) -> Result<Vec<Connection>> {
    let active = connections::table
        .filter(connections::pause_reason.is_null().and(connections::log_read_to.is_not_null()))
        .order(connections::id);
    Ok(active.select(Connection::as_select()).load(c)?)
}

/// Returns the next rows of a connection that are due.
///
/// # Errors
/// The database failed.
pub(in crate::features::connections) fn due(
    connection: &Connection,
    now: NaiveDateTime,
    c: &mut DbConnection,
) -> Result<Vec<ConnectionWrite>> {
    let waiting = connection_writes::table
        .filter(connection_writes::connection_id.eq(connection.id))
        .filter(connection_writes::partner_id.eq(connection.partner_id))
        .filter(connection_writes::state.eq(ConnectionWriteState::Waiting))
        .filter(connection_writes::next_at.is_null().or(connection_writes::next_at.le(now)))
        .order(connection_writes::id)
        .limit(ROWS);
    Ok(waiting.select(ConnectionWrite::as_select()).load(c)?)
}

/// Stores how an attempt ended, unless the row has changed meanwhile, for example because the value was changed here again. Returns
/// whether it was stored.
pub(super) fn store(
    write: &ConnectionWrite,
    attempt: &Attempt,
    now: NaiveDateTime,
    c: &mut DbConnection,
) -> Result<bool> {
    use ConnectionWriteState as S;
    let json = |fields: &Fields| serde_json::to_string(fields).map_err(Error::internal);
    let (state, theirs, fault, next) = match attempt {
        Attempt::Written => (S::Written, None, None, None),
        Attempt::GivenUp(theirs) => (S::GivenUp, theirs.as_ref().map(json).transpose()?, None, None),
        Attempt::Conflict(theirs) => (S::Conflict, Some(json(theirs)?), None, None),
        Attempt::Refused(fault) => (S::Refused, None, Some(fault), None),
        Attempt::Later(fault, at) => (S::Waiting, None, Some(fault), Some(*at)),
    };
    let same = connection_writes::table
        .find(write.id)
        .filter(connection_writes::partner_id.eq(write.partner_id))
        .filter(connection_writes::state.eq(S::Waiting).and(connection_writes::base.eq(&write.base)))
        .filter(connection_writes::tries.eq(write.tries));
    let fault = fault.map(serde_json::to_string).transpose().map_err(Error::internal)?;
    let values = (
        (connection_writes::state.eq(state), connection_writes::tries.eq(write.tries + 1)),
        (connection_writes::theirs.eq(theirs), connection_writes::fault.eq(fault)),
        (connection_writes::next_at.eq(next), connection_writes::tried_at.eq(Some(now))),
        connection_writes::ended_at.eq(state.is_over().then_some(now)),
    );
    Ok(diesel::update(same).set(values).execute(c)? == 1)
}

/// Returns the rows of a connection: the open ones first, then the newest.
///
/// # Errors
/// The database failed.
pub fn newest_writes(
    scope: &Scope<ManageConnections>,
    connection: ConnectionId,
    c: &mut DbConnection,
) -> Result<Vec<ConnectionWrite>> {
    let own = connection_writes::table
        .filter(connection_writes::connection_id.eq(connection))
        .filter(connection_writes::partner_id.eq(scope.partner()))
        .order((connection_writes::ended_at.is_not_null(), connection_writes::id.desc()))
        .limit(MAX_SHOWN);
    Ok(own.select(ConnectionWrite::as_select()).load(c)?)
}

/// Returns the numbers of rows that wait, and of those that a person has to look at.
///
/// # Errors
/// The database failed.
pub fn open_counts(
    scope: &Scope<ManageConnections>,
    connection: ConnectionId,
    c: &mut DbConnection,
) -> Result<(i64, i64)> {
    let own = || {
        connection_writes::table
            .filter(connection_writes::connection_id.eq(connection))
            .filter(connection_writes::partner_id.eq(scope.partner()))
    };
    let waiting = own().filter(connection_writes::state.eq(ConnectionWriteState::Waiting));
    let asked = [ConnectionWriteState::Conflict, ConnectionWriteState::Refused];
    let asking = own().filter(connection_writes::state.eq_any(asked));
    Ok((waiting.count().get_result(c)?, asking.count().get_result(c)?))
}

/// Returns a row of a connection that is open.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with these ids; [`Error::Stale`] if it was written or given up.
pub(super) fn find_open(
    scope: &Scope<ManageConnections>,
    (connection, write): (ConnectionId, ConnectionWriteId),
    c: &mut DbConnection,
) -> Result<ConnectionWrite> {
    let own = connection_writes::table.find(write).filter(connection_writes::partner_id.eq(scope.partner()));
    let own = own.filter(connection_writes::connection_id.eq(connection));
    let found: ConnectionWrite =
        own.select(ConnectionWrite::as_select()).first(c).optional()?.ok_or(Error::NotFound)?;
    if found.ended_at.is_some() { Err(Error::Stale) } else { Ok(found) }
}

/// Starts reading the log when a connection begins to write back, and stops when it ends. Waiting rows of values that are no
/// longer written are given up.
pub(in crate::features::connections) fn read_log_for(
    tx: &mut Tx<'_>,
    (id, partner): (ConnectionId, PartnerId),
    before: &WriteChoices,
    after: &WriteChoices,
) -> Result<()> {
    let row = connections::table.find(id).filter(connections::partner_id.eq(partner));
    if before.is_any() != after.is_any() {
        let newest: i64 = partners::table.find(partner).select(partners::log_seq).first(tx.c)?;
        let from = after.is_any().then_some(newest);
        diesel::update(row).set(connections::log_read_to.eq(from)).execute(tx.c)?;
    }
    let ended = WriteSubject::ALL.iter().map(|(subject, _)| *subject);
    let ended: Vec<WriteSubject> = ended.filter(|one| after.policy(*one) == WritePolicy::Never).collect();
    let open = connection_writes::table
        .filter(connection_writes::connection_id.eq(id).and(connection_writes::partner_id.eq(partner)))
        .filter(connection_writes::subject.eq_any(ended).and(connection_writes::ended_at.is_null()));
    let over = (
        connection_writes::state.eq(ConnectionWriteState::GivenUp),
        connection_writes::ended_at.eq(Some(tx.at)),
    );
    diesel::update(open).set(over).execute(tx.c)?;
    Ok(())
}

/// Deletes rows that ended long ago.
///
/// # Errors
/// The database failed.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    let old = connection_writes::table.filter(connection_writes::ended_at.lt(clock::now() - RETENTION));
    let old: Vec<ConnectionWriteId> = old.select(connection_writes::id).limit(BATCH).load(c)?;
    Ok(diesel::delete(connection_writes::table.filter(connection_writes::id.eq_any(old))).execute(c)?)
}
