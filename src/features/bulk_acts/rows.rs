//! The queries of the rows of an act, for the thread that works on it.

use crate::audit::Tx;
use crate::db::bulk_insert::{BulkRowInsert, insert_bulk_rows};
use crate::db::bulk_update::{BulkRowOutcome, update_bulk_rows};
use crate::db::schema::{bulk_acts, bulk_rows};
use crate::db::stored::stored_json;
use crate::db::{BATCH, DbConnection};
use crate::domain::{BulkActId, MicrosoftId, PartnerId, RelationshipRequestId, SubscriptionId};
use crate::error::{Error, Result};
use crate::features::bulk_acts::outcomes::{DoneRow, NO_CUSTOMER, PlannedRow, RowOutcome, RowToDo};
use diesel::prelude::*;

/// Rows that are read at most for one customer.
const MAX_OF_CUSTOMER: i64 = 10_000;

/// Inserts planned rows after those that the act has, and counts them.
///
/// # Errors
/// The database failed, or the act would have more rows than positions.
pub fn insert(
    c: &mut DbConnection,
    partner: PartnerId,
    act: BulkActId,
    first: i64,
    rows: &[PlannedRow],
) -> Result<()> {
    let items: Vec<String> = rows.iter().map(item).collect();
    let mut inserts = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let reason = row.reason.as_ref().map(serde_json::to_string).transpose().map_err(Error::internal)?;
        inserts.push(BulkRowInsert {
            act_id: act,
            position: i32::try_from(first + at as i64).map_err(Error::internal)?,
            partner_id: partner,
            microsoft_id: row.customer,
            item: &items[at],
            outcome: row.outcome.as_str(),
            reason,
            details: serde_json::to_string(&row.details).map_err(Error::internal)?,
            mark: &row.mark,
        });
    }
    insert_bulk_rows(c, &inserts)?;
    let count = |outcome| rows.iter().filter(|row| row.outcome == outcome).count() as i64;
    let is_same =
        |one: &PlannedRow, next: &PlannedRow| one.customer == next.customer && one.request.is_none();
    let customers = rows.chunk_by(is_same).count() as i64;
    let values = (
        bulk_acts::customers.eq(bulk_acts::customers + customers),
        bulk_acts::planned.eq(bulk_acts::planned + count(RowOutcome::Planned)),
        bulk_acts::same.eq(bulk_acts::same + count(RowOutcome::Same)),
        bulk_acts::blocked.eq(bulk_acts::blocked + count(RowOutcome::Blocked)),
    );
    diesel::update(bulk_acts::table.filter(bulk_acts::id.eq(act))).set(values).execute(c)?;
    Ok(())
}

/// Returns the id of a row beside its customer; empty if it is the customer.
fn item(row: &PlannedRow) -> String {
    let request = row.request.map(|id| id.to_string());
    request.or_else(|| row.subscription.as_ref().map(ToString::to_string)).unwrap_or_default()
}

/// Returns subscription and request of a row with this customer and [`item`].
pub(super) fn parse_item(
    customer: MicrosoftId,
    item: String,
) -> (Option<SubscriptionId>, Option<RelationshipRequestId>) {
    match customer == NO_CUSTOMER {
        true => (None, item.parse().ok()),
        false => (Some(item).filter(|item| !item.is_empty()).map(SubscriptionId), None),
    }
}

/// Deletes a batch of rows of an act whose preparation begins again, and its counts; returns how many rows.
pub fn delete_batch(c: &mut DbConnection, partner: PartnerId, act: BulkActId) -> Result<usize> {
    let own = bulk_rows::table.filter(bulk_rows::act_id.eq(act).and(bulk_rows::partner_id.eq(partner)));
    let positions: Vec<i32> = own.select(bulk_rows::position).limit(BATCH).load(c)?;
    let rows = bulk_rows::table.filter(bulk_rows::act_id.eq(act));
    let gone = diesel::delete(rows.filter(bulk_rows::position.eq_any(positions))).execute(c)?;
    let none = (
        bulk_acts::customers.eq(0),
        (bulk_acts::planned.eq(0), bulk_acts::same.eq(0), bulk_acts::blocked.eq(0)),
    );
    diesel::update(bulk_acts::table.filter(bulk_acts::id.eq(act))).set(none).execute(c)?;
    Ok(gone)
}

type Columns = (i32, MicrosoftId, String, String, String);

/// Returns the next rows with this outcome, about `most`: all rows of a customer come together.
///
/// # Errors
/// The database failed.
pub fn next(tx: &mut Tx<'_>, act: BulkActId, outcome: RowOutcome, most: usize) -> Result<Vec<RowToDo>> {
    let mut rows = load(tx, act, outcome, most as i64 + 1)?;
    if rows.len() > most {
        let beyond = rows.pop().map(|row| row.customer);
        if beyond == Some(NO_CUSTOMER) {
            return Ok(rows);
        }
        let whole = rows.iter().rposition(|row| Some(row.customer) != beyond).map_or(0, |last| last + 1);
        if whole == 0 {
            rows = load(tx, act, outcome, MAX_OF_CUSTOMER)?;
            rows.retain(|row| Some(row.customer) == beyond);
        } else {
            rows.truncate(whole);
        }
    }
    Ok(rows)
}

fn load(tx: &mut Tx<'_>, act: BulkActId, outcome: RowOutcome, most: i64) -> Result<Vec<RowToDo>> {
    let rows: Vec<Columns> = bulk_rows::table
        .filter(bulk_rows::act_id.eq(act).and(bulk_rows::outcome.eq(outcome)))
        .order(bulk_rows::position)
        .limit(most)
        .select((
            bulk_rows::position,
            bulk_rows::microsoft_id,
            bulk_rows::item,
            bulk_rows::details,
            bulk_rows::mark,
        ))
        .load(tx.c)?;
    rows.into_iter().map(row_to_do).collect()
}

fn row_to_do((position, customer, item, details, mark): Columns) -> Result<RowToDo> {
    let (subscription, request) = parse_item(customer, item);
    Ok(RowToDo {
        position,
        customer,
        subscription,
        request,
        details: stored_json(&details, "bulk_rows.details", position)?,
        mark,
    })
}

/// Stores what became of rows that had the outcome `from`, and counts it.
///
/// # Errors
/// The database failed.
pub fn record(tx: &mut Tx<'_>, act: BulkActId, from: RowOutcome, rows: &[DoneRow]) -> Result<()> {
    let mut outcomes = Vec::with_capacity(rows.len());
    for row in rows {
        outcomes.push(BulkRowOutcome {
            position: row.position,
            outcome: row.outcome.as_str(),
            reason: row.reason.as_ref().map(serde_json::to_string).transpose().map_err(Error::internal)?,
            details: serde_json::to_string(&row.details).map_err(Error::internal)?,
            mark: &row.mark,
        });
    }
    update_bulk_rows(tx.c, act, &outcomes)?;
    let more = |outcome: RowOutcome| {
        let now = rows.iter().filter(|row| row.outcome == outcome).count() as i64;
        if outcome == from { now - rows.len() as i64 } else { now }
    };
    let values = (
        bulk_acts::planned.eq(bulk_acts::planned + more(RowOutcome::Planned)),
        bulk_acts::same.eq(bulk_acts::same + more(RowOutcome::Same)),
        bulk_acts::changed.eq(bulk_acts::changed + more(RowOutcome::Changed)),
        bulk_acts::failed.eq(bulk_acts::failed + more(RowOutcome::Failed)),
        bulk_acts::undone.eq(bulk_acts::undone + more(RowOutcome::Undone)),
        bulk_acts::kept.eq(bulk_acts::kept + more(RowOutcome::Kept)),
    );
    diesel::update(bulk_acts::table.filter(bulk_acts::id.eq(act))).set(values).execute(tx.c)?;
    Ok(())
}
