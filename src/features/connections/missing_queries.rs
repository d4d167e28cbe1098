//! The queries about customers that a connection has found at its server.

use crate::audit::Tx;
use crate::auth::Scope;
use crate::db::schema::{connection_customers, connections, customers};
use crate::db::{DbConnection, ID_BATCH_SIZE, bulk_insert};
use crate::domain::{ConnectionId, MicrosoftId, PartnerId};
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A customer of an earlier run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownCustomer {
    /// Its Microsoft ID.
    pub id: MicrosoftId,
    /// Whether it is marked as missing.
    pub is_missing: bool,
}

/// Returns the customers that earlier runs have found.
pub fn known(
    connection: ConnectionId,
    partner: PartnerId,
    c: &mut DbConnection,
) -> Result<Vec<KnownCustomer>> {
    let own = connection_customers::table.filter(
        connection_customers::connection_id.eq(connection).and(connection_customers::partner_id.eq(partner)),
    );
    let columns = (connection_customers::microsoft_id, connection_customers::missing_since.is_not_null());
    let rows: Vec<(MicrosoftId, bool)> = own.select(columns).load(c)?;
    Ok(rows.into_iter().map(|(id, is_missing)| KnownCustomer { id, is_missing }).collect())
}

/// Returns those of these customers that the partner has and whose relationship has not ended.
pub fn active_of(partner: PartnerId, ids: &[MicrosoftId], c: &mut DbConnection) -> Result<Vec<MicrosoftId>> {
    let mut found = Vec::new();
    for ids in ids.chunks(ID_BATCH_SIZE) {
        let own = customers::table
            .filter(customers::partner_id.eq(partner).and(customers::microsoft_id.eq_any(ids)))
            .filter(customers::ended_at.is_null());
        found.extend(own.select(customers::microsoft_id).load::<MicrosoftId>(c)?);
    }
    Ok(found)
}

/// Returns the number of customers of the partner.
pub fn count_active(partner: PartnerId, c: &mut DbConnection) -> Result<u64> {
    let own = customers::table.filter(customers::partner_id.eq(partner).and(customers::ended_at.is_null()));
    Ok(own.count().get_result::<i64>(c)?.unsigned_abs())
}

/// Returns the names of these customers.
pub fn names(
    partner: PartnerId,
    ids: &[MicrosoftId],
    c: &mut DbConnection,
) -> Result<Vec<(MicrosoftId, String)>> {
    let own =
        customers::table.filter(customers::partner_id.eq(partner).and(customers::microsoft_id.eq_any(ids)));
    Ok(own.order(customers::sort_key).select((customers::microsoft_id, customers::list_name)).load(c)?)
}

/// Remembers that a connection has found these customers.
pub fn insert(
    connection: ConnectionId,
    partner: PartnerId,
    ids: &[MicrosoftId],
    c: &mut DbConnection,
) -> Result<()> {
    let rows: Vec<_> = ids
        .iter()
        .map(|id| bulk_insert::ConnectionCustomerInsert {
            connection_id: connection,
            microsoft_id: *id,
            partner_id: partner,
        })
        .collect();
    bulk_insert::insert_connection_customers(c, &rows)
}

/// Marks customers as missing or as there again. Returns those that were not marked so before, with their names, as far as their
/// relationship has not ended.
pub fn mark(
    tx: &mut Tx<'_>,
    (connection, partner): (ConnectionId, PartnerId),
    ids: &[MicrosoftId],
    is_missing: bool,
) -> Result<Vec<(MicrosoftId, String)>> {
    let own = || {
        connection_customers::table.filter(connection_customers::connection_id.eq(connection)).filter(
            connection_customers::partner_id.eq(partner).and(connection_customers::microsoft_id.eq_any(ids)),
        )
    };
    let columns = (connection_customers::microsoft_id, connection_customers::missing_since.is_not_null());
    let stored: Vec<(MicrosoftId, bool)> = own().select(columns).load(tx.c)?;
    let other: Vec<MicrosoftId> =
        stored.into_iter().filter(|(_, was_missing)| *was_missing != is_missing).map(|(id, _)| id).collect();
    let since = connection_customers::missing_since.eq(is_missing.then_some(tx.at));
    diesel::update(own().filter(connection_customers::microsoft_id.eq_any(&other)))
        .set(since)
        .execute(tx.c)?;
    let active = customers::table
        .filter(customers::partner_id.eq(partner).and(customers::microsoft_id.eq_any(&other)))
        .filter(customers::ended_at.is_null());
    Ok(active.select((customers::microsoft_id, customers::list_name)).load(tx.c)?)
}

/// Returns the connections at whose servers a customer is missing, and since when.
///
/// # Errors
/// The database failed.
pub fn missing_at<P>(
    scope: &Scope<P>,
    id: MicrosoftId,
    c: &mut DbConnection,
) -> Result<Vec<(String, NaiveDateTime)>> {
    let marks = connection_customers::table
        .inner_join(connections::table.on(connections::id.eq(connection_customers::connection_id)))
        .filter(connection_customers::partner_id.eq(scope.partner()))
        .filter(connection_customers::microsoft_id.eq(id))
        .order(connections::name)
        .select((connections::name, connection_customers::missing_since));
    let rows: Vec<(String, Option<NaiveDateTime>)> = marks.load(c)?;
    Ok(rows.into_iter().filter_map(|(name, since)| Some((name, since?))).collect())
}
