//! The values that no run replaces, because what people changed here was not written to the server yet.

use crate::csv::Column;
use crate::db::DbConnection;
use crate::db::schema::{connection_writes, connections, partners};
use crate::domain::{MicrosoftId, WriteSubject};
use crate::error::Result;
use crate::features::connections::model::Connection;
use crate::features::connections::writing::collecting::changed_since;
use crate::features::import::engine::held_cells::HeldCells;
use diesel::prelude::*;

/// Returns the held values of these customers: those in the queue, and those of entries that were not collected yet.
///
/// # Errors
/// The database failed.
pub(in crate::features::connections) fn held_cells(
    connection: &Connection,
    ids: &[MicrosoftId],
    c: &mut DbConnection,
) -> Result<HeldCells> {
    let mut held = HeldCells::default();
    let own = connections::table
        .find(connection.id)
        .filter(connections::partner_id.eq(connection.partner_id))
        .select(connections::log_read_to);
    let read_to: Option<Option<i64>> = own.first(c).optional()?;
    let Some(read_to) = read_to.flatten() else { return Ok(held) };
    let queued = connection_writes::table
        .filter(connection_writes::connection_id.eq(connection.id))
        .filter(connection_writes::partner_id.eq(connection.partner_id))
        .filter(connection_writes::microsoft_id.eq_any(ids).and(connection_writes::ended_at.is_null()))
        .select((
            connection_writes::microsoft_id,
            connection_writes::subscription_id,
            connection_writes::subject,
        ));
    let queued: Vec<(MicrosoftId, String, WriteSubject)> = queued.load(c)?;
    for (customer, subscription, subject) in queued {
        held.insert(customer, &subscription, column(subject));
    }
    let newest: i64 = partners::table.find(connection.partner_id).select(partners::log_seq).first(c)?;
    if newest > read_to {
        for changed in changed_since(connection, (read_to, newest), Some(ids), c)? {
            held.insert(changed.customer, &changed.subscription, column(changed.subject));
        }
    }
    Ok(held)
}

/// Returns the column of the rows that this subject is written from.
pub fn column(subject: WriteSubject) -> Column {
    match subject {
        WriteSubject::BillTo => Column::AddressLine1,
        WriteSubject::Quantity => Column::Quantity,
        WriteSubject::Status => Column::Status,
        WriteSubject::AutoRenewal => Column::AutoRenewal,
    }
}
