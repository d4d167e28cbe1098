//! The daily job: notices of dates that are coming. Each morning of a partner it writes one notice for each day and kind, with
//! the number of subscriptions, requests or referrals; if it is only one, the notice names it.

use crate::audit::notices;
use crate::audit::notices::NewNotice;
use crate::clock;
use crate::db::{DbConnection, partners, portable};
use crate::domain::{NoticeEvent, Partner, PartnerId};
use crate::error::Result;
use crate::features::notices::coming_queries as queries;
use crate::features::notices::coming_queries::{Coming, SubscriptionDate};
use crate::i18n::time_zone::partner_zone;
use crate::state::AppState;
use chrono::{Days, NaiveDate, NaiveDateTime, Timelike};
use serde_json::json;

/// The hour of the partner's day from which the notices are written: before the digests.
const HOUR: u32 = 6;

/// How many days are made up for after the job did not run: as far back, no date has passed yet.
const MAX_MISSED: u64 = 3;

/// How many days ahead users are notified of each kind of date.
const DATES: &[(NoticeEvent, SubscriptionDate, u64)] = &[
    (NoticeEvent::SubscriptionEnds, SubscriptionDate::End, 30),
    (NoticeEvent::SubscriptionEnds, SubscriptionDate::End, 7),
    (NoticeEvent::SubscriptionEnds, SubscriptionDate::AnnualRenewal, 30),
    (NoticeEvent::SubscriptionEnds, SubscriptionDate::AnnualRenewal, 7),
    (NoticeEvent::MonthlyRenewal, SubscriptionDate::MonthlyRenewal, 7),
    (NoticeEvent::SubscriptionDeletion, SubscriptionDate::Deletion, 7),
];

/// How many days before the end of their validity users are notified of requests.
const REQUEST_DAYS: u64 = 7;

/// How many days before the last day to answer users are notified of referrals.
const REFERRAL_DAYS: u64 = 3;

/// Writes the notices of all partners whose morning has come; returns how many.
///
/// # Errors
/// The database failed. What was written for other partners stays.
pub fn run(portal: &AppState) -> Result<usize> {
    run_at(portal, clock::now())
}

/// Like [`run`], but for the time `now` (UTC).
///
/// # Errors
/// As [`run`].
pub fn run_at(portal: &AppState, now: NaiveDateTime) -> Result<usize> {
    let mut written = 0;
    for partner in portal.db.read_now(partners::all)? {
        let there = now.and_utc().with_timezone(&partner_zone(&partner));
        let today = there.date_naive();
        let last = portal.db.read_now(|c| queries::last_day(c, partner.id))?;
        if there.hour() >= HOUR && last.is_none_or(|last| last < today) {
            written += portal.db.write_now(|c| write(c, &partner, (today, now)))?;
        }
    }
    Ok(written)
}

/// Writes the notices of a partner for the days since the last run, in one transaction.
fn write(c: &mut DbConnection, partner: &Partner, (today, now): (NaiveDate, NaiveDateTime)) -> Result<usize> {
    portable::lock_log(c, partner.id)?;
    // Another process may have been faster.
    let last = queries::last_day(c, partner.id)?;
    if last.is_some_and(|last| last >= today) {
        return Ok(0);
    }
    let first = last.and_then(|last| last.succ_opt()).unwrap_or(today).max(today - Days::new(MAX_MISSED));
    let mut written = 0;
    for day in first.iter_days().take_while(|day| *day <= today) {
        for new in due_on(c, partner.id, day, now)? {
            notices::insert(c, &new)?;
            written += 1;
        }
    }
    queries::delete_surplus(c, partner.id)?;
    queries::set_last_day(c, partner.id, today)?;
    Ok(written)
}

/// Returns the notices to write on this day.
fn due_on(
    c: &mut DbConnection,
    partner: PartnerId,
    day: NaiveDate,
    at: NaiveDateTime,
) -> Result<Vec<NewNotice>> {
    let mut due = Vec::new();
    let notice = |event, date: NaiveDate, kind: &str, coming: Coming| {
        let details = json!({
            "day": date, "kind": kind, "count": coming.count, "licenses": coming.licenses, "name": coming.name,
        });
        let (user, object, customer) = (None, coming.object, coming.customer);
        NewNotice { partner, at, event, user, object, customer, details }
    };
    for (event, date, days) in DATES {
        let on = day + Days::new(*days);
        if let Some(coming) = queries::subscriptions(c, partner, *date, on)? {
            let kind = if *date == SubscriptionDate::End { "ends" } else { "renews" };
            due.push(notice(*event, on, kind, coming));
        }
    }
    let on = day + Days::new(REQUEST_DAYS);
    let requests = queries::requests(c, partner, on)?;
    due.extend(requests.map(|coming| notice(NoticeEvent::RequestExpires, on, "expires", coming)));
    let on = day + Days::new(REFERRAL_DAYS);
    let referrals = queries::referrals(c, partner, on)?;
    due.extend(referrals.map(|coming| notice(NoticeEvent::Referral, on, "expires", coming)));
    Ok(due)
}
