//! Records changes of the customer list: call [`list_changed`] when a customer in the list is added,
//! removed or renamed, or gets another domain, alias or tag. `refresh` reads these records in every process.

use crate::db::schema::{customers, list_changes, partners};
use crate::db::{DbConnection, ID_BATCH_SIZE, customer_summary};
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::{Error, Result};
use diesel::prelude::*;
use std::borrow::Borrow;

/// Number of list versions whose changes are stored. A process that is further behind reads the whole list again.
const MAX_VERSIONS: i64 = 4_096;

/// Records that rows with sort keys in these inclusive ranges were added, changed or removed. A rename
/// gives two ranges: the old key and the new one. Without ranges it does nothing.
///
/// Call it in the transaction of the change, so that the new list version and the rows become visible together.
///
/// # Errors
/// `NotFound` if there is no such partner.
pub fn list_changed(c: &mut DbConnection, partner: PartnerId, ranges: &[(Vec<u8>, Vec<u8>)]) -> Result<()> {
    if ranges.is_empty() {
        return Ok(());
    }
    let this = partners::table.find(partner);
    let raised = diesel::update(this).set(partners::list_seq.eq(partners::list_seq + 1)).execute(c)?;
    if raised == 0 {
        return Err(Error::NotFound);
    }
    let seq: i64 = this.select(partners::list_seq).first(c)?;
    for (first, last) in merge_ranges::<[u8], _>(ranges) {
        diesel::insert_into(list_changes::table)
            .values((
                list_changes::partner_id.eq(partner),
                list_changes::seq.eq(seq),
                list_changes::first_key.eq(first),
                list_changes::last_key.eq(last),
            ))
            .execute(c)?;
    }
    diesel::delete(list_changes::table)
        .filter(list_changes::partner_id.eq(partner))
        .filter(list_changes::seq.le(seq - MAX_VERSIONS))
        .execute(c)?;
    Ok(())
}

/// Records that the subscriptions, resellers or tags of these customers changed: their summary in the list is computed
/// again (see [`customer_summary`]). Call it in the transaction of the change.
///
/// # Errors
/// `NotFound` if there is no such partner.
pub fn customers_changed(c: &mut DbConnection, partner: PartnerId, ids: &[MicrosoftId]) -> Result<()> {
    customer_summary::update(c, partner, ids)?;
    let mut keys: Vec<Vec<u8>> = Vec::with_capacity(ids.len());
    for ids in ids.chunks(ID_BATCH_SIZE) {
        let own = customers::table.filter(customers::partner_id.eq(partner));
        keys.extend(own.filter(customers::microsoft_id.eq_any(ids)).select(customers::sort_key).load(c)?);
    }
    list_changed(c, partner, &key_ranges(keys.iter().map(Vec::as_slice).collect()))
}

/// Returns the changed keys as ranges: one range per key for up to 64 keys, otherwise one range for all.
pub fn key_ranges(mut keys: Vec<&[u8]>) -> Vec<(Vec<u8>, Vec<u8>)> {
    keys.sort_unstable();
    keys.dedup();
    match (keys.first(), keys.last()) {
        (Some(first), Some(last)) if keys.len() > 64 => vec![(first.to_vec(), last.to_vec())],
        _ => keys.into_iter().map(|key| (key.to_vec(), key.to_vec())).collect(),
    }
}

/// Returns the ranges in order, with overlapping ranges merged.
pub(super) fn merge_ranges<K: Ord + ?Sized, R: Borrow<K>>(ranges: &[(R, R)]) -> Vec<(&K, &K)> {
    let bounds = ranges.iter().map(|(a, b)| {
        let (a, b): (&K, &K) = (a.borrow(), b.borrow());
        (a.min(b), a.max(b))
    });
    let mut joined: Vec<(&K, &K)> = bounds.collect();
    joined.sort_unstable();
    joined.dedup_by(|next, kept| {
        let overlaps = next.0 <= kept.1;
        if overlaps {
            kept.1 = kept.1.max(next.1);
        }
        overlaps
    });
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merges_overlapping_ranges() {
        let range = |a: &str, b: &str| (a.as_bytes().to_vec(), b.as_bytes().to_vec());
        let ranges = [range("d", "f"), range("a", "b"), range("e", "e"), range("b", "c"), range("z", "y")];
        let expected: [(&[u8], &[u8]); 3] = [(b"a", b"c"), (b"d", b"f"), (b"y", b"z")];
        assert_eq!(merge_ranges::<[u8], _>(&ranges), expected);
    }
}
