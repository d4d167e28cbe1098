//! Reads the names of a log. `record` writes them.

use crate::customers::model::MicrosoftId;
use crate::db::DbConnection;
use crate::db::schema::{activity_names as names, partners};
use crate::db::stored::stored;
use crate::error::Result;
use crate::partners::model::PartnerId;
use diesel::prelude::*;

/// Returns how often names were erased from this log; a cache from before is invalid.
pub fn erasures(c: &mut DbConnection, partner: PartnerId) -> Result<i32> {
    Ok(partners::table.find(partner.0).select(partners::names_erased).first(c)?)
}

/// The names that came up after this entry: the entry, the customer, the name.
pub fn names_after(
    c: &mut DbConnection,
    partner: PartnerId,
    seq: i64,
) -> Result<Vec<(i64, MicrosoftId, String)>> {
    let rows: Vec<(i64, String, String)> = names::table
        .filter(names::partner_id.eq(partner.0).and(names::seq.gt(seq)))
        .order(names::seq)
        .select((names::seq, names::microsoft_id, names::name))
        .load(c)?;
    let parsed = rows.into_iter().map(|(seq, id, name)| {
        Ok((seq, stored(&id, "activity_names.microsoft_id", format_args!("{} {seq}", partner.0))?, name))
    });
    parsed.collect()
}
