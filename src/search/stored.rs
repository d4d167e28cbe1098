//! Queries of the search: the version of a list, its rows, and its changes. [`super::changes`] writes the changes.

use crate::db::schema::{customers, list_changes, partners};
use crate::db::{DbConnection, stream};
use crate::domain::PartnerId;
use crate::error::{Error, Result};
use crate::search::Cursor;
use crate::search::block::{Block, Row};
use diesel::prelude::*;
use std::ops::RangeInclusive;

/// Returns the version of the partner's list in this transaction.
pub(super) fn list_seq(c: &mut DbConnection, partner: PartnerId) -> Result<i64> {
    let seq = partners::table.find(partner).select(partners::list_seq).first(c).optional()?;
    seq.ok_or(Error::NotFound)
}

/// Calls `take` for the active customers in list order, with sort keys from `from` up to but not including
/// `before`.
pub(super) fn for_each_row(
    c: &mut DbConnection,
    partner: PartnerId,
    from: &[u8],
    before: Option<&[u8]>,
    mut take: impl FnMut(Row),
) -> Result<()> {
    let take = |row| {
        take(row);
        Ok(())
    };
    let rows = customers::table
        .filter(customers::partner_id.eq(partner))
        .filter(customers::ended_at.is_null())
        .filter(customers::sort_key.ge(from))
        .order((customers::sort_key, customers::microsoft_id))
        .select((
            customers::sort_key,
            customers::microsoft_id,
            customers::list_name,
            customers::domain,
            customers::other_names,
        ));
    match before {
        Some(before) => stream::for_each(c, rows.filter(customers::sort_key.lt(before)), take),
        None => stream::for_each(c, rows, take),
    }
}

/// Returns how many rows of the block are before a cursor, including the cursor's own row if `with_it`.
pub(super) fn rank(
    c: &mut DbConnection,
    partner: PartnerId,
    block: &Block,
    position: &Cursor,
    with_it: bool,
) -> Result<usize> {
    let id = position.id;
    let rows = customers::table
        .filter(customers::partner_id.eq(partner))
        .filter(customers::ended_at.is_null())
        .filter(customers::sort_key.ge(block.first_key()))
        .filter(customers::sort_key.le(&position.key));
    let smaller_key = customers::sort_key.lt(&position.key);
    let count: i64 = if with_it {
        rows.filter(smaller_key.or(customers::microsoft_id.le(id))).count().get_result(c)?
    } else {
        rows.filter(smaller_key.or(customers::microsoft_id.lt(id))).count().get_result(c)?
    };
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Returns the ranges of sort keys that changed in the versions after `after` up to `up_to`; `None` if some
/// of these records are already deleted.
pub(super) fn changes(
    c: &mut DbConnection,
    partner: PartnerId,
    after: i64,
    up_to: i64,
) -> Result<Option<Vec<RangeInclusive<Vec<u8>>>>> {
    let changes: Vec<(i64, Vec<u8>, Vec<u8>)> = list_changes::table
        .filter(list_changes::partner_id.eq(partner))
        .filter(list_changes::seq.gt(after))
        .filter(list_changes::seq.le(up_to))
        .order((list_changes::seq, list_changes::first_key))
        .select((list_changes::seq, list_changes::first_key, list_changes::last_key))
        .load(c)?;
    let numbers = changes.chunk_by(|a, b| a.0 == b.0).count();
    let complete = i64::try_from(numbers).is_ok_and(|numbers| numbers == up_to - after);
    Ok(complete.then(|| changes.into_iter().map(|(_, first, last)| first..=last).collect()))
}
