//! Queries of the indexes of subscriptions: versions, rows and changes. [`super::changes`] writes the changes.

use crate::db::column_types::UuidText;
use crate::db::connection::MultiBackend;
use crate::db::schema::{customers, offers, partners, partnerships, subscription_changes, subscriptions};
use crate::db::{DbConnection, stream};
use crate::domain::{BillingCycle, MicrosoftId, PartnerId, SubscriptionStatus};
use crate::error::{Error, Result};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::HashSet;
use std::ops::{Range, RangeInclusive};
use uuid::Uuid;

/// A subscription as read from the database.
#[derive(Queryable, Selectable)]
#[diesel(table_name = subscriptions, check_for_backend(MultiBackend))]
pub(super) struct Row {
    #[diesel(column_name = microsoft_id)]
    pub customer: MicrosoftId,
    #[diesel(column_name = subscription_id)]
    pub id: UuidText,
    pub name: String,
    pub offer_id: Option<String>,
    pub quantity: i32,
    pub status: SubscriptionStatus,
    #[diesel(column_name = reseller_id)]
    pub reseller: Option<PartnerId>,
    pub billing_cycle: Option<BillingCycle>,
    pub auto_renew: bool,
    pub renews_on: Option<NaiveDate>,
    pub cancels_on: Option<NaiveDate>,
    pub deletes_on: Option<NaiveDate>,
    pub renewal_quantity: Option<i32>,
    pub renewal_offer_id: Option<String>,
}

/// Returns the version of the subscriptions that this partner sold, in this transaction.
pub(super) fn seq(c: &mut DbConnection, seller: PartnerId) -> Result<i64> {
    let seq = partners::table.find(seller).select(partners::subscriptions_seq).first(c).optional()?;
    seq.ok_or(Error::NotFound)
}

/// Calls `take` for the subscriptions of customers in this range, in order.
pub(super) fn for_each_row(
    c: &mut DbConnection,
    seller: PartnerId,
    customers: &Range<Option<u128>>,
    mut take: impl FnMut(&Row),
) -> Result<()> {
    let take = |row: Row| {
        take(&row);
        Ok(())
    };
    let rows = subscriptions::table
        .filter(subscriptions::partner_id.eq(seller))
        .filter(subscriptions::microsoft_id.ge(id(customers.start.unwrap_or_default())))
        .order((subscriptions::microsoft_id, subscriptions::subscription_id))
        .select(stream::columns::<Row>());
    match customers.end {
        Some(end) => stream::for_each(c, rows.filter(subscriptions::microsoft_id.lt(id(end))), take),
        None => stream::for_each(c, rows, take),
    }
}

/// Returns the customers in this range whose relationship to the partner has ended.
pub(super) fn ended_customers(
    c: &mut DbConnection,
    partner: PartnerId,
    range: &Range<Option<u128>>,
) -> Result<HashSet<u128>> {
    let ended = customers::table
        .filter(customers::partner_id.eq(partner).and(customers::ended_at.is_not_null()))
        .select(customers::microsoft_id);
    let ids: Vec<MicrosoftId> = match (range.start, range.end) {
        (None, None) => ended.load(c)?,
        (start, None) => ended.filter(customers::microsoft_id.ge(id(start.unwrap_or_default()))).load(c)?,
        (start, Some(end)) => {
            let from = customers::microsoft_id.ge(id(start.unwrap_or_default()));
            ended.filter(from.and(customers::microsoft_id.lt(id(end)))).load(c)?
        }
    };
    Ok(ids.into_iter().map(|id| id.0.as_u128()).collect())
}

/// Returns the customers whose subscriptions changed in the versions after `after` up to `up_to`; `None` if some of these
/// records are already deleted.
pub(super) fn changes(
    c: &mut DbConnection,
    seller: PartnerId,
    after: i64,
    up_to: i64,
) -> Result<Option<Vec<RangeInclusive<u128>>>> {
    let changes: Vec<(i64, MicrosoftId, MicrosoftId)> = subscription_changes::table
        .filter(subscription_changes::partner_id.eq(seller))
        .filter(subscription_changes::seq.gt(after))
        .filter(subscription_changes::seq.le(up_to))
        .order((subscription_changes::seq, subscription_changes::first_id))
        .select((subscription_changes::seq, subscription_changes::first_id, subscription_changes::last_id))
        .load(c)?;
    let numbers = changes.chunk_by(|a, b| a.0 == b.0).count();
    let complete = i64::try_from(numbers).is_ok_and(|numbers| numbers == up_to - after);
    let ranges = changes.into_iter().map(|(_, first, last)| first.0.as_u128()..=last.0.as_u128());
    Ok(complete.then(|| ranges.collect()))
}

/// Returns the partners that sell with this one as the reseller of record, now or formerly.
pub(super) fn providers_of(c: &mut DbConnection, reseller: PartnerId) -> Result<Vec<PartnerId>> {
    let links = partnerships::table.filter(partnerships::reseller_id.eq(reseller));
    Ok(links.order(partnerships::provider_id).select(partnerships::provider_id).load(c)?)
}

/// Returns Offer ID and name of the offers of this publisher that the seller has.
pub(super) fn offers_of(
    c: &mut DbConnection,
    seller: PartnerId,
    publisher: &str,
) -> Result<Vec<(String, String)>> {
    let of = offers::table.filter(offers::partner_id.eq(seller).and(offers::publisher.eq(publisher)));
    Ok(of.select((offers::offer_id, offers::name)).load(c)?)
}

/// Returns the sort key of a customer in the partner's list.
pub(super) fn sort_key(c: &mut DbConnection, partner: PartnerId, customer: u128) -> Result<Option<Vec<u8>>> {
    let row = customers::table
        .filter(customers::partner_id.eq(partner).and(customers::microsoft_id.eq(id(customer))));
    Ok(row.select(customers::sort_key).first(c).optional()?)
}

fn id(number: u128) -> MicrosoftId {
    MicrosoftId(Uuid::from_u128(number))
}
