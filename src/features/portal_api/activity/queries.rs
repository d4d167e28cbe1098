//! Reads entries with their values in the chain, and those of the entries before them.

use crate::audit::entry::{Entry, Row};
use crate::audit::verify::ChainCheck;
use crate::auth::Scope;
use crate::auth::scope::ViewActivity;
use crate::db::DbConnection;
use crate::db::schema::{activity_entries, partners};
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::HashMap;

/// An entry with its value and that of the entry before it in the log.
#[derive(Debug)]
pub struct ChainedEntry {
    /// The entry.
    pub entry: Entry,
    /// Its value.
    pub value: Vec<u8>,
    /// The value of the previous entry; `None` for the first one.
    pub previous: Option<Vec<u8>>,
}

/// Where a log ends, and how far it was verified.
#[derive(Debug)]
pub struct ChainHead {
    /// The newest Entry ID.
    pub last: i64,
    /// Its value.
    pub value: Option<Vec<u8>>,
    /// What was verified.
    pub checked: ChainCheck,
    /// When.
    pub checked_at: NaiveDateTime,
}

/// Adds to entries the values of the entries before them.
///
/// # Errors
/// The database failed.
pub fn with_previous(
    scope: &Scope<ViewActivity>,
    rows: Vec<Row>,
    c: &mut DbConnection,
) -> Result<Vec<ChainedEntry>> {
    let known: HashMap<i64, Vec<u8>> = rows.iter().map(|(entry, value)| (entry.seq, value.clone())).collect();
    let before = rows.iter().map(|(entry, _)| entry.seq - 1);
    let unknown: Vec<i64> = before.filter(|seq| *seq > 0 && !known.contains_key(seq)).collect();
    let mut values = values(scope, &unknown, c)?;
    values.extend(known);
    let chained = rows.into_iter().map(|(entry, value)| {
        let previous = values.get(&(entry.seq - 1)).cloned();
        ChainedEntry { entry, value, previous }
    });
    Ok(chained.collect())
}

/// Returns where the log ends, with what was verified of it.
///
/// # Errors
/// The database failed.
pub fn head(
    scope: &Scope<ViewActivity>,
    (checked, checked_at): (ChainCheck, NaiveDateTime),
    c: &mut DbConnection,
) -> Result<ChainHead> {
    let last: i64 = partners::table.find(scope.partner()).select(partners::log_seq).first(c)?;
    let value = values(scope, &[last], c)?.remove(&last);
    Ok(ChainHead { last, value, checked, checked_at })
}

fn values(scope: &Scope<ViewActivity>, seqs: &[i64], c: &mut DbConnection) -> Result<HashMap<i64, Vec<u8>>> {
    if seqs.is_empty() {
        return Ok(HashMap::new());
    }
    let of_log = activity_entries::partner_id.eq(scope.partner());
    let rows = activity_entries::table.filter(of_log.and(activity_entries::seq.eq_any(seqs)));
    let rows: Vec<(i64, Vec<u8>)> = rows.select((activity_entries::seq, activity_entries::mac)).load(c)?;
    Ok(rows.into_iter().collect())
}
