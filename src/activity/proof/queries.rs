//! Reads a log in the order in which it was chained.

use crate::activity::chain::Entry;
use crate::activity::reading::queries::{ENTRY, Row};
use crate::db::DbConnection;
use crate::db::schema::{activity_log as log, partners};
use crate::error::Result;
use crate::partners::model::PartnerId;
use diesel::prelude::*;

/// The end of a log as the partner's row has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The last Entry ID.
    pub seq: i64,
    /// The state of the chain there.
    pub state: Vec<u8>,
}

/// Some entries in order.
#[derive(Debug)]
pub struct Rows {
    /// The entries and the values that they carry.
    pub entries: Vec<Row>,
    /// The entry behind them cannot be read: a column holds what the portal never writes.
    pub unreadable: bool,
}

/// The end of a partner's log.
pub fn head(c: &mut DbConnection, partner: PartnerId) -> Result<Head> {
    let row = partners::table.find(partner.0).select((partners::log_seq, partners::log_mac));
    let (seq, state) = row.first(c)?;
    Ok(Head { seq, state })
}

/// The entries after this one.
pub fn after(c: &mut DbConnection, partner: PartnerId, seq: i64, limit: i64) -> Result<Rows> {
    use diesel::result::Error::DeserializationError;
    match stretch(c, partner, seq, limit) {
        Ok(entries) => Ok(Rows { entries, unreadable: false }),
        Err(DeserializationError(_)) if limit > 1 => {
            // Halve until the readable ones are told from the one that is not.
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

/// The values of these entries: Entry ID and value, in order.
pub fn values(c: &mut DbConnection, partner: PartnerId, seqs: &[i64]) -> Result<Vec<(i64, Vec<u8>)>> {
    let of = log::table.filter(log::partner_id.eq(partner.0).and(log::seq.eq_any(seqs.to_vec())));
    Ok(of.order(log::seq).select((log::seq, log::mac)).load(c)?)
}

fn stretch(
    c: &mut DbConnection,
    partner: PartnerId,
    seq: i64,
    limit: i64,
) -> QueryResult<Vec<(Entry, Vec<u8>)>> {
    let rows = log::table.filter(log::partner_id.eq(partner.0).and(log::seq.gt(seq)));
    rows.order(log::seq).limit(limit).select((ENTRY, log::mac)).load(c)
}
