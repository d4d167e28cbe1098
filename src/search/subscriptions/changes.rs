//! Records changes of subscriptions. [`super::refresh`] reads these records in every process.

use crate::db::DbConnection;
use crate::db::schema::{customers, partners, subscription_changes};
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::{Error, Result};
use crate::search::changes::{customers_changed, merge_ranges};
use diesel::prelude::*;
use std::ops::RangeInclusive;

/// Number of versions whose changes are stored. A process that is further behind reads all subscriptions again.
const MAX_VERSIONS: i64 = 4_096;

/// Number of ranges that are recorded for one change. More are recorded as the range that contains them all.
const MAX_RANGES: usize = 64;

/// Records that this partner's subscriptions of customers in these ranges of Microsoft IDs were added, changed or removed,
/// or that its relationship to the customers ended or was restored. Their summary in the customer list is computed again.
/// Without customers it does nothing.
///
/// Call it in the transaction of the change, so that the new version and the rows become visible together.
///
/// # Errors
/// `NotFound` if there is no such partner.
pub fn subscriptions_changed(
    c: &mut DbConnection,
    seller: PartnerId,
    customers: impl IntoIterator<Item = RangeInclusive<MicrosoftId>>,
) -> Result<()> {
    let ranges: Vec<_> = customers.into_iter().map(RangeInclusive::into_inner).collect();
    let changed = customers_in(c, seller, &ranges)?;
    customers_changed(c, seller, &changed)?;
    let mut joined = merge_ranges::<MicrosoftId, _>(&ranges);
    let (Some((first, _)), Some((_, last))) = (joined.first().copied(), joined.last().copied()) else {
        return Ok(());
    };
    if joined.len() > MAX_RANGES {
        joined = vec![(first, last)];
    }
    let this = partners::table.find(seller);
    let next = partners::subscriptions_seq + 1;
    if diesel::update(this).set(partners::subscriptions_seq.eq(next)).execute(c)? == 0 {
        return Err(Error::NotFound);
    }
    let seq: i64 = this.select(partners::subscriptions_seq).first(c)?;
    for (first, last) in joined {
        let row = (
            subscription_changes::partner_id.eq(seller),
            subscription_changes::seq.eq(seq),
            subscription_changes::first_id.eq(*first),
            subscription_changes::last_id.eq(*last),
        );
        diesel::insert_into(subscription_changes::table).values(row).execute(c)?;
    }
    diesel::delete(subscription_changes::table)
        .filter(subscription_changes::partner_id.eq(seller))
        .filter(subscription_changes::seq.le(seq - MAX_VERSIONS))
        .execute(c)?;
    Ok(())
}

/// Returns the customers in these ranges.
fn customers_in(
    c: &mut DbConnection,
    seller: PartnerId,
    ranges: &[(MicrosoftId, MicrosoftId)],
) -> Result<Vec<MicrosoftId>> {
    let mut ids: Vec<MicrosoftId> = Vec::with_capacity(ranges.len());
    for (first, last) in ranges {
        if first == last {
            ids.push(*first);
            continue;
        }
        let own = customers::table.filter(customers::partner_id.eq(seller));
        let within = own.filter(customers::microsoft_id.between(*first, *last));
        ids.extend(within.select(customers::microsoft_id).load::<MicrosoftId>(c)?);
    }
    Ok(ids)
}
