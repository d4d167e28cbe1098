//! Reads acts and their rows for pages and files.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{bulk_acts, bulk_rows, customers, users};
use crate::db::stored::stored_json;
use crate::domain::{BulkActId, BulkActKind, MicrosoftId, RelationshipRequestId, SubscriptionId, UserId};
use crate::error::{Error, Result};
use crate::features::bulk_acts::model::{BulkRow, BulkState};
use crate::features::bulk_acts::outcomes::{RowDetails, RowOutcome, RowReason};
use crate::features::bulk_acts::rows::parse_item;
use crate::features::relationship_requests::queries::by_ids;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::HashMap;

/// Number of acts in the list.
pub const MAX_ACTS: i64 = 50;

/// A row of an act with the customer's name.
#[derive(Debug, Clone)]
pub struct ShownRow {
    /// The position in the act.
    pub position: i32,
    /// The customer.
    pub customer: MicrosoftId,
    /// The customer's name in the list, also if the relationship has ended, or the recipient of the request; empty if it is
    /// not known any more.
    pub customer_name: String,
    /// The relationship request.
    pub request: Option<RelationshipRequestId>,
    /// The subscription.
    pub subscription: Option<SubscriptionId>,
    /// What became of it.
    pub outcome: RowOutcome,
    /// Why it was not changed.
    pub reason: Option<RowReason>,
    /// Values before and after.
    pub details: RowDetails,
}

impl ShownRow {
    /// Returns what identifies the row for scripts: the Microsoft ID of the customer, or the id of the request.
    pub fn id(&self) -> String {
        self.request.map_or_else(|| self.customer.to_string(), |request| request.to_string())
    }
}

/// An act with the names of the people involved.
#[derive(Debug, Clone)]
pub struct NamedAct {
    /// The act.
    pub row: BulkRow,
    /// The name of the person on whose behalf it runs.
    pub person: String,
    /// The name of the person who stopped it.
    pub stopped_by: Option<String>,
}

/// Returns an act of the partner.
///
/// # Errors
/// [`Error::NotFound`] if the partner has no such act.
pub fn find<P>(scope: &Scope<P>, id: BulkActId, c: &mut DbConnection) -> Result<NamedAct> {
    let own = bulk_acts::table.filter(bulk_acts::id.eq(id).and(bulk_acts::partner_id.eq(scope.partner())));
    let row = own.select(BulkRow::as_select()).first(c).optional()?.ok_or(Error::NotFound)?;
    Ok(with_names(scope, vec![row], c)?.remove(0))
}

/// Returns the newest acts of the partner that were confirmed or wait for this user, at most [`MAX_ACTS`].
pub fn recent<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<NamedAct>> {
    let is_own = bulk_acts::user_id.eq(scope.actor().user);
    let rows: Vec<BulkRow> = bulk_acts::table
        .filter(bulk_acts::partner_id.eq(scope.partner()))
        .filter(bulk_acts::started_at.is_not_null().or(is_own))
        .order((bulk_acts::created_at.desc(), bulk_acts::id))
        .limit(MAX_ACTS)
        .select(BulkRow::as_select())
        .load(c)?;
    with_names(scope, rows, c)
}

/// An act of the user that waits for confirmation or has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = bulk_acts, check_for_backend(MultiBackend))]
pub struct FinishedAct {
    /// Its id.
    pub id: BulkActId,
    /// What is done.
    pub act: BulkActKind,
    /// Its state.
    pub state: BulkState,
}

/// Returns the user's acts that wait for confirmation or have ended, and began after this time; at most three, the newest first.
pub fn finished_acts<P>(
    scope: &Scope<P>,
    since: NaiveDateTime,
    c: &mut DbConnection,
) -> Result<Vec<FinishedAct>> {
    let own = bulk_acts::table.filter(bulk_acts::user_id.eq(scope.actor().user));
    let own = own.filter(bulk_acts::partner_id.eq(scope.partner()).and(bulk_acts::created_at.ge(since)));
    let idle = own.filter(bulk_acts::state.ne_all(BulkState::AT_WORK));
    let newest = idle.order((bulk_acts::created_at.desc(), bulk_acts::id)).limit(3);
    Ok(newest.select(FinishedAct::as_select()).load(c)?)
}

fn with_names<P>(scope: &Scope<P>, rows: Vec<BulkRow>, c: &mut DbConnection) -> Result<Vec<NamedAct>> {
    let mut ids: Vec<UserId> =
        rows.iter().flat_map(|row| [Some(row.user_id), row.stopped_by]).flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    let people = users::table.filter(users::partner_id.eq(scope.partner()).and(users::id.eq_any(ids)));
    let people: Vec<(UserId, String)> = people.select((users::id, users::name)).load(c)?;
    let people: HashMap<UserId, String> = people.into_iter().collect();
    let name = |id: UserId| people.get(&id).cloned().unwrap_or_default();
    Ok(rows
        .into_iter()
        .map(|row| NamedAct { person: name(row.user_id), stopped_by: row.stopped_by.map(name), row })
        .collect())
}

/// Returns the rows of an act with one of these outcomes, in order, at most `most`. The act must be the partner's.
pub fn rows<P>(
    scope: &Scope<P>,
    act: BulkActId,
    outcomes: &[RowOutcome],
    most: i64,
    c: &mut DbConnection,
) -> Result<Vec<ShownRow>> {
    let mut found = Vec::new();
    for outcome in outcomes {
        let left = most - found.len() as i64;
        let with = bulk_rows::act_id.eq(act).and(bulk_rows::outcome.eq(*outcome));
        let rows = bulk_rows::table.filter(with).order(bulk_rows::position).limit(left);
        found.extend(rows.select(columns()).load::<Columns>(c)?);
    }
    shown(scope, found, c)
}

/// Returns the next rows of an act after a position, at most `most`. The act must be the partner's.
pub fn rows_after<P>(
    scope: &Scope<P>,
    act: BulkActId,
    position: i32,
    most: i64,
    c: &mut DbConnection,
) -> Result<Vec<ShownRow>> {
    let next = bulk_rows::act_id.eq(act).and(bulk_rows::position.gt(position));
    let rows = bulk_rows::table.filter(next).order(bulk_rows::position).limit(most);
    let found = rows.select(columns()).load::<Columns>(c)?;
    shown(scope, found, c)
}

type Columns = (i32, MicrosoftId, String, RowOutcome, Option<String>, String);

#[diesel::dsl::auto_type(no_type_alias)]
fn columns() -> _ {
    (
        bulk_rows::position,
        bulk_rows::microsoft_id,
        bulk_rows::item,
        bulk_rows::outcome,
        bulk_rows::reason,
        bulk_rows::details,
    )
}

fn shown<P>(scope: &Scope<P>, rows: Vec<Columns>, c: &mut DbConnection) -> Result<Vec<ShownRow>> {
    let mut ids: Vec<MicrosoftId> = rows.iter().map(|row| row.1).collect();
    ids.dedup();
    let own = customers::partner_id.eq(scope.partner()).and(customers::microsoft_id.eq_any(ids));
    let names: Vec<(MicrosoftId, String)> =
        customers::table.filter(own).select((customers::microsoft_id, customers::list_name)).load(c)?;
    let names: HashMap<MicrosoftId, String> = names.into_iter().collect();
    let of_requests = rows.iter().filter_map(|row| parse_item(row.1, row.2.clone()).1).collect::<Vec<_>>();
    let recipients: HashMap<RelationshipRequestId, String> = by_ids(scope, &of_requests, c)?
        .into_iter()
        .map(|request| (request.id, request.recipient_label().unwrap_or_default().to_owned()))
        .collect();
    let one = |(position, customer, item, outcome, reason, details): Columns| {
        let (subscription, request) = parse_item(customer, item);
        let recipient = request.and_then(|id| recipients.get(&id));
        let reason = reason.map(|reason| stored_json(&reason, "bulk_rows.reason", position)).transpose()?;
        Ok(ShownRow {
            position,
            customer,
            customer_name: recipient.or_else(|| names.get(&customer)).cloned().unwrap_or_default(),
            request,
            subscription,
            outcome,
            reason,
            details: stored_json(&details, "bulk_rows.details", position)?,
        })
    };
    rows.into_iter().map(one).collect()
}
