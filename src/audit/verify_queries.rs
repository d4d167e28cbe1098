//! Queries that read a log in the order of its chain.

use crate::audit::entry::{Entry, Row};
use crate::db::DbConnection;
use crate::db::schema::{activity_entries as log, activity_log as bare, partners};
use crate::domain::PartnerId;
use crate::error::Result;
use crate::text::hex;
use diesel::prelude::*;

/// The end of a log, as stored in the partner's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The last Entry ID.
    pub seq: i64,
    /// The state of the chain there.
    pub state: Vec<u8>,
}

/// Entries in order.
#[derive(Debug)]
pub struct Rows {
    /// The entries with their chain values.
    pub entries: Vec<Row>,
    /// Whether the next entry cannot be read because a column has a value that the portal never writes.
    pub unreadable: bool,
}

/// Returns the end of a partner's log.
pub fn head(c: &mut DbConnection, partner: PartnerId) -> Result<Head> {
    let row = partners::table.find(partner).select((partners::log_seq, partners::log_mac));
    let (seq, state) = row.first(c)?;
    Ok(Head { seq, state })
}

/// Returns at most `limit` entries after `seq`.
pub fn after(c: &mut DbConnection, partner: PartnerId, seq: i64, limit: i64) -> Result<Rows> {
    use diesel::result::Error::DeserializationError;
    match fetch_range(c, partner, seq, limit) {
        Ok(entries) => Ok(Rows { entries, unreadable: false }),
        Err(DeserializationError(_)) if limit > 1 => {
            // Bisect, to return the readable entries before the unreadable one.
            let first = after(c, partner, seq, limit / 2)?;
            if first.unreadable {
                return Ok(first);
            }
            let last = first.entries.last().map_or(seq, |(entry, _)| entry.seq);
            let rest = after(c, partner, last, limit - limit / 2)?;
            let entries = first.entries.into_iter().chain(rest.entries).collect();
            Ok(Rows { entries, unreadable: rest.unreadable })
        }
        Err(DeserializationError(_)) => Ok(Rows { entries: Vec::new(), unreadable: true }),
        Err(error) => Err(error.into()),
    }
}

/// Returns the next Entry ID after this one, if there is one.
pub fn next_seq(c: &mut DbConnection, partner: PartnerId, seq: i64) -> Result<Option<i64>> {
    let rows = bare::table.filter(bare::partner_id.eq(partner).and(bare::seq.gt(seq)));
    Ok(rows.order(bare::seq).select(bare::seq).first(c).optional()?)
}

/// The chain value of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedValue {
    /// The Entry ID.
    pub seq: i64,
    /// Its value.
    pub value: Vec<u8>,
    /// The value in version 1 of the chain, if the entry was resealed.
    pub old: Option<Vec<u8>>,
}

impl CarriedValue {
    /// Whether this is the entry's value in hexadecimal, in version 1 or 2.
    pub fn equals(&self, told: &str) -> bool {
        hex(&self.value) == told || self.old.as_ref().is_some_and(|old| hex(old) == told)
    }
}

/// Returns the values of these entries, in order.
pub fn values(c: &mut DbConnection, partner: PartnerId, seqs: &[i64]) -> Result<Vec<CarriedValue>> {
    let of = log::table.filter(log::partner_id.eq(partner).and(log::seq.eq_any(seqs.to_vec())));
    let rows = of.order(log::seq).select((log::seq, log::mac, log::old_mac)).load(c)?;
    Ok(rows.into_iter().map(|(seq, value, old)| CarriedValue { seq, value, old }).collect())
}

fn fetch_range(
    c: &mut DbConnection,
    partner: PartnerId,
    seq: i64,
    limit: i64,
) -> QueryResult<Vec<(Entry, Vec<u8>)>> {
    let rows = log::table.filter(log::partner_id.eq(partner).and(log::seq.gt(seq)));
    rows.order(log::seq).limit(limit).select((Entry::as_select(), log::mac)).load(c)
}
