//! Reads what is due, how far each log is erased, and the counts that are not in the log yet.

use crate::audit::Tx;
use crate::db::rows::{Bind, Row};
use crate::db::schema::{retention, users};
use crate::db::stored::stored_json;
use crate::db::{DbConnection, rows};
use crate::domain::{PartnerId, UserId};
use crate::error::Result;
use crate::features::personal_data::tables::correspondence::{REFERRAL_ENDED, REQUEST_ENDED, REQUEST_HOLDS};
use crate::features::retention::run::Kind;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Returns id and email address of the users who were deactivated at `before` or earlier.
pub fn due_people(c: &mut DbConnection, before: NaiveDateTime) -> Result<Vec<(UserId, String)>> {
    let due = users::table.filter(users::deactivated_at.le(before).and(users::email.ne("")));
    Ok(due.order(users::deactivated_at).select((users::id, users::email)).load(c)?)
}

/// Whether this user is still due.
pub fn is_due(c: &mut DbConnection, person: UserId, before: NaiveDateTime) -> Result<bool> {
    let row = users::table.find(person).filter(users::deactivated_at.le(before));
    Ok(row.select(users::id).first::<UserId>(c).optional()?.is_some())
}

/// Returns the requests that ended without a relationship at `before` or earlier and still contain customer data. With
/// `of`, only those of these ids.
pub fn requests(c: &mut DbConnection, before: NaiveDateTime, of: Option<&[String]>) -> Result<Vec<String>> {
    let due =
        format!("{REQUEST_ENDED} AND {REQUEST_HOLDS} AND changed_at <= {}", rows::timestamp_literal(before));
    ids(c, ("relationship_requests", "id"), due, of)
}

/// Returns the referrals that ended at `before` or earlier and still contain customer data. With `of`, only those of
/// these ids.
pub fn referrals(c: &mut DbConnection, before: NaiveDateTime, of: Option<&[String]>) -> Result<Vec<String>> {
    let due = format!(
        "{REFERRAL_ENDED} AND company_name <> '' AND changed_at <= {}",
        rows::timestamp_literal(before)
    );
    ids(c, ("referrals", "id"), due, of)
}

/// Returns the customers whose relationships with all partners ended at `before` or earlier, except those with a
/// pending request or an undecided acceptance. With `of`, only those of these ids.
pub fn customers(c: &mut DbConnection, before: NaiveDateTime, of: Option<&[String]>) -> Result<Vec<String>> {
    let before = rows::timestamp_literal(before);
    // Without ids, this lets a partial index find the customers with data. With ids, SQLite would use that index
    // instead of the ids.
    let among_all = if of.is_none() { "ended_at IS NOT NULL AND list_name <> '' AND " } else { "" };
    let due = format!(
        "{among_all} ended_at <= {before} AND NOT EXISTS \
         (SELECT 1 FROM partners p JOIN customers k ON k.partner_id = p.id \
          AND k.microsoft_id = customers.microsoft_id WHERE k.ended_at IS NULL OR k.ended_at > {before}) \
         AND microsoft_id NOT IN (SELECT r.again_for FROM relationship_requests r \
          WHERE r.status IN ('draft', 'sent') AND r.again_for IS NOT NULL) \
         AND NOT EXISTS (SELECT 1 FROM request_outcomes o \
          WHERE o.microsoft_id = customers.microsoft_id AND o.outcome = 'undecided')"
    );
    ids(c, ("customers", "microsoft_id"), due, of)
}

/// Returns the sorted, distinct ids of the rows that match a condition. The condition contains its values as literals,
/// because SQLite uses a partial index only if it can prove that the condition implies the index's.
fn ids(
    c: &mut DbConnection,
    (table, column): (&str, &str),
    due: String,
    of: Option<&[String]>,
) -> Result<Vec<String>> {
    let (condition, binds) = match of {
        None => (due, Vec::new()),
        Some(of) => {
            let places = vec!["?"; of.len()].join(", ");
            (format!("{due} AND {column} IN ({places})"), of.iter().cloned().map(Bind::Text).collect())
        }
    };
    let rows = rows::select(c, table, &[column.to_owned()], &condition, &binds)?;
    let id = |row: &Row| row.get(column).and_then(Value::as_str).map(str::to_owned);
    let ids: BTreeSet<String> = rows.iter().filter_map(id).collect();
    Ok(ids.into_iter().collect())
}

/// Returns the Entry ID up to which a log is erased.
pub fn erased_up_to(c: &mut DbConnection, partner: PartnerId, kind: Kind) -> Result<i64> {
    let row = retention::table.find((partner, kind)).select(retention::up_to);
    Ok(row.first(c).optional()?.unwrap_or_default())
}

/// Stores the Entry ID up to which a log is erased.
pub fn set_up_to(tx: &mut Tx<'_>, partner: PartnerId, kind: Kind, up_to: i64) -> Result<()> {
    ensure_row(tx, partner, kind)?;
    let row = retention::table.find((partner, kind));
    diesel::update(row).set(retention::up_to.eq(up_to)).execute(tx.c)?;
    Ok(())
}

/// Replaces the counts that are not in the log yet.
pub fn set_pending_report(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    kind: Kind,
    untold: Map<String, Value>,
) -> Result<()> {
    ensure_row(tx, partner, kind)?;
    let row = retention::table.find((partner, kind));
    diesel::update(row).set(retention::untold.eq(Value::Object(untold).to_string())).execute(tx.c)?;
    Ok(())
}

/// Returns the counts that are not in the log yet.
pub fn pending_report(tx: &mut Tx<'_>, partner: PartnerId, kind: Kind) -> Result<Map<String, Value>> {
    let row = retention::table.find((partner, kind)).select(retention::untold);
    let found: Option<String> = row.first(tx.c).optional()?;
    found.map_or(Ok(Map::new()), |text| stored_json(&text, "retention.untold", partner))
}

/// Returns the partners with counts that are not in the log yet.
pub fn partners_with_pending_report(c: &mut DbConnection, kind: Kind) -> Result<Vec<PartnerId>> {
    let rows = retention::table.filter(retention::kind.eq(kind).and(retention::untold.ne(EMPTY_OBJECT)));
    Ok(rows.order(retention::partner_id).select(retention::partner_id).load(c)?)
}

/// An empty JSON object.
const EMPTY_OBJECT: &str = "{}";

fn ensure_row(tx: &mut Tx<'_>, partner: PartnerId, kind: Kind) -> Result<()> {
    let row = (
        retention::partner_id.eq(partner),
        retention::kind.eq(kind),
        retention::up_to.eq(0),
        retention::untold.eq(EMPTY_OBJECT),
    );
    let is_there = retention::table.find((partner, kind)).select(retention::up_to);
    if is_there.first::<i64>(tx.c).optional()?.is_none() {
        diesel::insert_into(retention::table).values(row).execute(tx.c)?;
    }
    Ok(())
}
