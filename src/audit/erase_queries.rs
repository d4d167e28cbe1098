//! Queries that erase values of entries and delete the names by which a log can be searched.

use crate::audit::Tx;
use crate::audit::seals::Field;
use crate::db::DbConnection;
use crate::db::schema::{
    activity_entries as entries, activity_names as names, activity_values as values, partners,
};
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::Result;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Number of entries in one statement.
const BATCH_SIZE: usize = 500;

/// Erases one field of these entries and its salt; returns the number of entries.
pub fn erase(tx: &mut Tx<'_>, partner: PartnerId, field: Field, seqs: &[i64]) -> Result<u64> {
    let (no_text, no_salt) = (None::<String>, None::<Vec<u8>>);
    let mut erased = 0;
    for seqs in seqs.chunks(BATCH_SIZE) {
        let rows =
            values::table.filter(values::partner_id.eq(partner).and(values::seq.eq_any(seqs.to_vec())));
        let rows = diesel::update(rows);
        let c = &mut *tx.c;
        erased += match field {
            Field::CustomerName => rows
                .set((values::customer_name.eq(&no_text), values::customer_name_salt.eq(&no_salt)))
                .execute(c)?,
            Field::ActorName => rows
                .set((values::actor_name.eq(&no_text), values::actor_name_salt.eq(&no_salt)))
                .execute(c)?,
            Field::Details => {
                rows.set((values::details.eq(&no_text), values::details_salt.eq(&no_salt))).execute(c)?
            }
            Field::Address => {
                rows.set((values::address.eq(&no_text), values::address_salt.eq(&no_salt))).execute(c)?
            }
        };
    }
    Ok(erased as u64)
}

/// Deletes names of customers from a log's search index; each is a Microsoft ID and a name. Returns how many.
pub fn delete_names(tx: &mut Tx<'_>, partner: PartnerId, named: &BTreeSet<(String, String)>) -> Result<u64> {
    let mut forgotten = 0;
    for (id, name) in named {
        let row = names::partner_id.eq(partner).and(names::microsoft_id.eq(id)).and(names::name.eq(name));
        forgotten += diesel::delete(names::table.filter(row)).execute(tx.c)?;
    }
    Ok(forgotten as u64)
}

/// Returns those of the names that no entry after `seq` has; each is a Microsoft ID and a name. Each lookup
/// uses an index.
pub fn names_without_later(
    c: &mut DbConnection,
    partner: PartnerId,
    seq: i64,
    mut named: BTreeSet<(String, String)>,
) -> Result<BTreeSet<(String, String)>> {
    let mut later = BTreeSet::new();
    for (id, name) in &named {
        let rows = entries::partner_id.eq(partner).and(entries::microsoft_id.eq(id));
        let rows = entries::table.filter(rows.and(entries::customer_name.eq(name)).and(entries::seq.gt(seq)));
        if rows.select(entries::seq).first::<i64>(c).optional()?.is_some() {
            later.insert((id.clone(), name.clone()));
        }
    }
    named.retain(|one| !later.contains(one));
    Ok(named)
}

/// Returns the names in entries after `seq`; each is a Microsoft ID and a name. Entries without a name are
/// filtered here and not in SQL, so that the database scans by Entry ID instead of reading all entries
/// about customers.
pub fn names_since(tx: &mut Tx<'_>, partner: PartnerId, seq: i64) -> Result<Vec<(String, String)>> {
    let rows = entries::table.filter(entries::partner_id.eq(partner).and(entries::seq.gt(seq)));
    let rows = rows.order(entries::seq).select((entries::microsoft_id, entries::customer_name));
    let named: Vec<(Option<String>, Option<String>)> = rows.load(tx.c)?;
    Ok(named.into_iter().filter_map(|(id, name)| id.zip(name)).collect())
}

/// Deletes all names of one customer from a log's search index. Returns how many.
pub fn delete_customer_names(tx: &mut Tx<'_>, partner: PartnerId, id: MicrosoftId) -> Result<u64> {
    let rows = names::partner_id.eq(partner).and(names::microsoft_id.eq(id));
    Ok(diesel::delete(names::table.filter(rows)).execute(tx.c)? as u64)
}

/// Increments the version that makes every process reload the names of this log.
pub fn bump_names_version(tx: &mut Tx<'_>, partner: PartnerId) -> Result<()> {
    let count = partners::names_erased.eq(partners::names_erased + 1);
    diesel::update(partners::table.find(partner)).set(count).execute(tx.c)?;
    Ok(())
}
