//! Collects what people changed here: new entries of the partner's log become rows of the queue. The place in the log and the rows are
//! written in one transaction, so that no change is missed and none is collected twice.

use crate::audit::{Action, Tx};
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{activity_entries, connection_writes, connections, partners};
use crate::domain::{
    ConnectionWriteState, MicrosoftId, PartnerId, TextEnum, UserId, WritePolicy, WriteSubject,
};
use crate::error::{Error, Result};
use crate::features::connections::model::Connection;
use crate::features::connections::writing::model::{ConnectionWrite, Fields};
use diesel::prelude::*;
use serde_json::Value;

/// Maximum number of entries in one transaction.
const ENTRIES: i64 = 1_000;

/// The actions of entries that change what can be written.
const ACTIONS: [Action; 4] =
    [Action::UpdateBillTo, Action::UpdateBillToName, Action::UpdateSubscription, Action::DeleteSubscription];

/// Something that was changed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The customer.
    pub customer: MicrosoftId,
    /// The subscription; empty for a contact and address.
    pub subscription: String,
    /// What was changed.
    pub subject: WriteSubject,
    /// The changed fields, with the values before.
    pub base: Fields,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = activity_entries, check_for_backend(MultiBackend))]
struct EntryRow {
    microsoft_id: Option<String>,
    action: String,
    details: String,
}

/// Collects the next entries for a connection, and returns whether there are more.
///
/// # Errors
/// The database failed.
pub fn collect(tx: &mut Tx<'_>, connection: &Connection) -> Result<bool> {
    let own = connections::table
        .find(connection.id)
        .filter(connections::partner_id.eq(connection.partner_id))
        .select(connections::log_read_to);
    let read_to: Option<Option<i64>> = own.first(tx.c).optional()?;
    let Some(read_to) = read_to.flatten() else { return Ok(false) };
    let newest: i64 = partners::table.find(connection.partner_id).select(partners::log_seq).first(tx.c)?;
    let to = newest.min(read_to + ENTRIES);
    if to <= read_to {
        return Ok(false);
    }
    for changed in changed_since(connection, (read_to, to), None, tx.c)? {
        enqueue(tx, connection, &changed)?;
    }
    let row = connections::table.find(connection.id);
    diesel::update(row).set(connections::log_read_to.eq(Some(to))).execute(tx.c)?;
    Ok(to < newest)
}

/// Returns what the entries with these numbers changed, as far as it is written to the server: of all customers or of some. What the
/// connection itself has written is not among it.
///
/// # Errors
/// The database failed.
pub(in crate::features::connections) fn changed_since(
    connection: &Connection,
    (after, to): (i64, i64),
    only: Option<&[MicrosoftId]>,
    c: &mut DbConnection,
) -> Result<Vec<Changed>> {
    let (partner, account): (PartnerId, UserId) = (connection.partner_id, connection.user_id);
    let mut rows = activity_entries::table
        .filter(activity_entries::partner_id.eq(partner))
        .filter(activity_entries::seq.gt(after).and(activity_entries::seq.le(to)))
        .filter(activity_entries::action.eq_any(ACTIONS.map(Action::as_str)))
        .filter(activity_entries::actor_id.is_null().or(activity_entries::actor_id.ne(account.0)))
        .order(activity_entries::seq)
        .select(EntryRow::as_select())
        .into_boxed();
    if let Some(only) = only {
        let ids: Vec<String> = only.iter().map(ToString::to_string).collect();
        rows = rows.filter(activity_entries::microsoft_id.eq_any(ids));
    }
    let rows: Vec<EntryRow> = rows.load(c)?;
    let writes = connection.writes()?;
    let is_written = |changed: &Changed| writes.policy(changed.subject) != WritePolicy::Never;
    Ok(rows.iter().flat_map(changed_by).filter(is_written).collect())
}

/// Returns what an entry changed. One whose details were erased names nothing.
fn changed_by(row: &EntryRow) -> Vec<Changed> {
    let customer = row.microsoft_id.as_deref().and_then(|id| id.parse().ok());
    let (Some(customer), Ok(details)) = (customer, serde_json::from_str::<Value>(&row.details)) else {
        return Vec::new();
    };
    if matches!(Action::from_text(&row.action), Ok(Action::UpdateBillTo | Action::UpdateBillToName)) {
        return bill_to(customer, &details).into_iter().collect();
    }
    let lines = details.get("lines").and_then(Value::as_array);
    let lines = lines.map_or_else(|| std::slice::from_ref(&details), Vec::as_slice);
    lines.iter().flat_map(|line| of_subscription(customer, line)).collect()
}

fn bill_to(customer: MicrosoftId, details: &Value) -> Option<Changed> {
    let mut base = details.get("before")?.as_object()?.clone();
    base.remove("company_name");
    let subject = WriteSubject::BillTo;
    (!base.is_empty()).then(|| Changed { customer, subscription: String::new(), subject, base })
}

/// Returns the values of a subscription that a line changed. An import names all values, also those that are the same.
fn of_subscription(customer: MicrosoftId, line: &Value) -> Vec<Changed> {
    let side = |name: &str| line.get(name).and_then(Value::as_object);
    let id = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let named = id(line.get("subscription_id"));
    let (Some(before), Some(after)) = (side("before"), side("after")) else { return Vec::new() };
    let Some(subscription) = named.or_else(|| id(after.get("subscription_id"))) else { return Vec::new() };
    let changed = |subject: &WriteSubject| {
        let field = subject.field();
        let (old, new) = (before.get(field)?, after.get(field)?);
        let base = Fields::from_iter([(field.to_owned(), old.clone())]);
        let subject = *subject;
        (old != new).then(|| Changed { customer, subscription: subscription.clone(), subject, base })
    };
    WriteSubject::OF_SUBSCRIPTIONS.iter().filter_map(changed).collect()
}

/// Puts a change into the queue. If the value waits there already, the values from before the first change stay the base.
fn enqueue(tx: &mut Tx<'_>, connection: &Connection, changed: &Changed) -> Result<()> {
    let open = connection_writes::table
        .filter(connection_writes::connection_id.eq(connection.id))
        .filter(connection_writes::microsoft_id.eq(changed.customer))
        .filter(connection_writes::subscription_id.eq(&changed.subscription))
        .filter(connection_writes::subject.eq(changed.subject).and(connection_writes::ended_at.is_null()))
        .select(ConnectionWrite::as_select());
    let open: Option<ConnectionWrite> = open.first(tx.c).optional()?;
    let mut base = changed.base.clone();
    if let Some(open) = &open {
        base.extend(open.base()?);
    }
    let base = serde_json::to_string(&base).map_err(Error::internal)?;
    let Some(open) = open else {
        let row = (
            (
                connection_writes::connection_id.eq(connection.id),
                connection_writes::partner_id.eq(connection.partner_id),
            ),
            (
                connection_writes::microsoft_id.eq(changed.customer),
                connection_writes::subscription_id.eq(&changed.subscription),
            ),
            (connection_writes::subject.eq(changed.subject), connection_writes::base.eq(base)),
            (
                connection_writes::state.eq(ConnectionWriteState::Waiting),
                connection_writes::is_confirmed.eq(false),
            ),
            connection_writes::created_at.eq(tx.at),
        );
        diesel::insert_into(connection_writes::table).values(row).execute(tx.c)?;
        return Ok(());
    };
    let again = (
        connection_writes::base.eq(base),
        connection_writes::state.eq(ConnectionWriteState::Waiting),
        connection_writes::tries.eq(0),
        connection_writes::next_at.eq(None::<chrono::NaiveDateTime>),
    );
    diesel::update(connection_writes::table.find(open.id)).set(again).execute(tx.c)?;
    Ok(())
}
