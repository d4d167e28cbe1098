//! The queries of the daily job: what comes on a day, by the index of that date.

use crate::db::DbConnection;
use crate::db::schema::{
    customers, notice_days, notices, referrals, relationship_requests as requests, subscriptions,
};
use crate::domain::{
    BillingCycle, MicrosoftId, PartnerId, ReferralId, ReferralStatus, RelationshipRequestId, RequestStatus,
    SubscriptionId, SubscriptionStatus,
};
use crate::error::Result;
use chrono::NaiveDate;
use diesel::dsl::exists;
use diesel::prelude::*;

/// A date of subscriptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SubscriptionDate {
    /// The term ends, and the subscription does not renew.
    End,
    /// An annual subscription renews.
    AnnualRenewal,
    /// A monthly subscription renews.
    MonthlyRenewal,
    /// A suspended subscription is deleted.
    Deletion,
}

/// What comes on a day.
#[derive(Debug, Default)]
pub(super) struct Coming {
    pub count: u64,
    /// Of subscriptions.
    pub licenses: u64,
    /// The id, if it is one.
    pub object: Option<String>,
    /// Its customer.
    pub customer: Option<MicrosoftId>,
    /// Its name.
    pub name: Option<String>,
}

/// Returns the last day for which notices were written.
pub(super) fn last_day(c: &mut DbConnection, partner: PartnerId) -> Result<Option<NaiveDate>> {
    Ok(notice_days::table.find(partner).select(notice_days::day).first(c).optional()?)
}

/// Stores the last day for which notices were written.
pub(super) fn set_last_day(c: &mut DbConnection, partner: PartnerId, day: NaiveDate) -> Result<()> {
    diesel::delete(notice_days::table.find(partner)).execute(c)?;
    let row = (notice_days::partner_id.eq(partner), notice_days::day.eq(day));
    diesel::insert_into(notice_days::table).values(row).execute(c)?;
    Ok(())
}

/// Maximum number of notices of a partner, so that a page never reads more.
const MAX_KEPT: i64 = 50_000;

/// Deletes the oldest notices of a partner above [`MAX_KEPT`].
pub(super) fn delete_surplus(c: &mut DbConnection, partner: PartnerId) -> Result<()> {
    let own = notices::table.filter(notices::partner_id.eq(partner));
    let surplus = own.order(notices::id.desc()).offset(MAX_KEPT).select(notices::id);
    if let Some(newest_surplus) = surplus.first::<i32>(c).optional()? {
        diesel::delete(own.filter(notices::id.le(newest_surplus))).execute(c)?;
    }
    Ok(())
}

/// Returns the subscriptions with this date that the partner sells or is the reseller of record of, of customers in its list.
pub(super) fn subscriptions(
    c: &mut DbConnection,
    partner: PartnerId,
    date: SubscriptionDate,
    day: NaiveDate,
) -> Result<Option<Coming>> {
    let held = exists(
        customers::table
            .filter(customers::partner_id.eq(partner))
            .filter(customers::microsoft_id.eq(subscriptions::microsoft_id))
            .filter(customers::ended_at.is_null()),
    );
    let own = || {
        let own = subscriptions::partner_id.eq(partner);
        let rows = subscriptions::table
            .filter(own.or(subscriptions::reseller_id.eq(partner).assume_not_null()))
            .filter(held)
            .into_boxed();
        let renewing = |rows: subscriptions::BoxedQuery<'static, _>, auto_renew: bool| {
            rows.filter(subscriptions::renews_on.eq(day))
                .filter(subscriptions::status.eq(SubscriptionStatus::Active))
                .filter(subscriptions::auto_renew.eq(auto_renew))
        };
        match date {
            SubscriptionDate::End => renewing(rows, false),
            SubscriptionDate::AnnualRenewal => {
                renewing(rows, true).filter(subscriptions::billing_cycle.eq(BillingCycle::Annual))
            }
            SubscriptionDate::MonthlyRenewal => {
                renewing(rows, true).filter(subscriptions::billing_cycle.eq(BillingCycle::Monthly))
            }
            SubscriptionDate::Deletion => rows
                .filter(subscriptions::deletes_on.eq(day))
                .filter(subscriptions::status.eq(SubscriptionStatus::Suspended)),
        }
    };
    let sums = (diesel::dsl::count_star(), diesel::dsl::sum(subscriptions::quantity));
    let (count, licenses): (i64, Option<i64>) = own().select(sums).first(c)?;
    let coming = Coming {
        count: count.unsigned_abs(),
        licenses: licenses.unwrap_or_default().unsigned_abs(),
        ..Coming::default()
    };
    if count != 1 {
        return Ok((count > 0).then_some(coming));
    }
    let one =
        own().select((subscriptions::microsoft_id, subscriptions::subscription_id, subscriptions::name));
    let (customer, id, name): (MicrosoftId, SubscriptionId, String) = one.first(c)?;
    Ok(Some(Coming { object: Some(id.0), customer: Some(customer), name: Some(name), ..coming }))
}

/// Returns the unanswered requests of the partner that are valid until this day.
pub(super) fn requests(c: &mut DbConnection, partner: PartnerId, day: NaiveDate) -> Result<Option<Coming>> {
    let waiting = requests::table
        .filter(requests::partner_id.eq(partner).and(requests::valid_until.eq(day)))
        .filter(requests::status.eq_any(RequestStatus::WAITING));
    let ids: Vec<RelationshipRequestId> = waiting.select(requests::id).load(c)?;
    Ok(of_ids(ids.iter().map(ToString::to_string).collect()))
}

/// Returns the unanswered referrals to the partner that can be answered until this day.
pub(super) fn referrals(c: &mut DbConnection, partner: PartnerId, day: NaiveDate) -> Result<Option<Coming>> {
    let waiting = referrals::table
        .filter(referrals::partner_id.eq(partner).and(referrals::status.eq(ReferralStatus::Received)))
        .filter(referrals::answer_until.eq(day));
    let ids: Vec<ReferralId> = waiting.select(referrals::id).load(c)?;
    Ok(of_ids(ids.iter().map(ToString::to_string).collect()))
}

fn of_ids(ids: Vec<String>) -> Option<Coming> {
    let count = ids.len() as u64;
    let object = if let [one] = &*ids { Some(one.clone()) } else { None };
    (count > 0).then(|| Coming { count, object, ..Coming::default() })
}
