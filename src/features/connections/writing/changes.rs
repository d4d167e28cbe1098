//! What people do with rows of the queue: try again, also over what the server has; or give up.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::ManageConnections;
use crate::db::DbConnection;
use crate::db::schema::{connection_writes, customers};
use crate::domain::{ConnectionId, ConnectionWriteId, ConnectionWriteState, TextEnum};
use crate::error::{Error, Result};
use crate::features::connections::queries::find_connection;
use crate::features::connections::writing::model::ConnectionWrite;
use crate::features::connections::writing::queue::find_open;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::{Value, json};

/// Tries again to write a value. A person who does so with one that both sides changed wants to write over what the server has.
///
/// # Errors
/// [`Error::NotFound`] if the partner has no such row; [`Error::Stale`] if it is over.
pub fn retry(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageConnections>,
    ids: (ConnectionId, ConnectionWriteId),
) -> Result<((), Vec<Activity>)> {
    let write = find_open(scope, ids, tx.c)?;
    let is_confirmed = write.is_confirmed || write.state == ConnectionWriteState::Conflict;
    let values = (
        (
            connection_writes::state.eq(ConnectionWriteState::Waiting),
            connection_writes::is_confirmed.eq(is_confirmed),
        ),
        (connection_writes::tries.eq(0), connection_writes::next_at.eq(None::<NaiveDateTime>)),
    );
    let same = connection_writes::table.find(write.id).filter(connection_writes::state.eq(write.state));
    if diesel::update(same).set(values).execute(tx.c)? == 0 {
        return Err(Error::Stale);
    }
    Ok(((), vec![entry(tx, scope, &write, "retried")?]))
}

/// Gives up a value: the next run replaces it by the rules of the connection.
///
/// # Errors
/// As [`retry`].
pub fn give_up(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageConnections>,
    ids: (ConnectionId, ConnectionWriteId),
) -> Result<((), Vec<Activity>)> {
    let write = find_open(scope, ids, tx.c)?;
    let values = (
        connection_writes::state.eq(ConnectionWriteState::GivenUp),
        connection_writes::ended_at.eq(Some(tx.at)),
    );
    let same = connection_writes::table.find(write.id).filter(connection_writes::state.eq(write.state));
    if diesel::update(same).set(values).execute(tx.c)? == 0 {
        return Err(Error::Stale);
    }
    Ok(((), vec![entry(tx, scope, &write, "given-up")?]))
}

fn entry(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageConnections>,
    write: &ConnectionWrite,
    act: &'static str,
) -> Result<Activity> {
    let connection = find_connection(scope, write.connection_id, tx.c)?;
    let customer = customer_name(write, tx.c)?;
    let details = details(write, &connection.name, act);
    Ok(Activity::for_customer(Action::WriteToServer, write.microsoft_id, &customer, details))
}

/// Returns the details of an entry about a row.
pub(super) fn details(write: &ConnectionWrite, connection: &str, act: &'static str) -> Value {
    let mut details =
        json!({ "connection": connection, "written_value": write.subject.text(), "connection_write": act });
    if !write.subscription_id.is_empty() {
        details["subscription_id"] = json!(write.subscription_id);
    }
    details
}

fn customer_name(write: &ConnectionWrite, c: &mut DbConnection) -> Result<String> {
    let row = customers::table
        .filter(customers::partner_id.eq(write.partner_id))
        .filter(customers::microsoft_id.eq(write.microsoft_id))
        .select(customers::list_name);
    Ok(row.first(c).optional()?.unwrap_or_default())
}
