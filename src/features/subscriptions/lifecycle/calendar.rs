//! Computes the dates in a subscription's lifecycle from its own dates.
//! [`super::transitions`] and [`super::daily`] define what happens on them. Rules:
//! docs/reference/domain.md#subscriptions.

use crate::domain::BillingCycle;
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta};

/// The minimum number of days for which a suspended subscription is kept.
const RETENTION: u64 = 90;

/// The maximum number of days for which a suspended subscription is kept.
const MAX_KEPT: u64 = 120;

/// Returns the date on which a suspended subscription is deleted: 90 days after the suspension, plus the days between
/// the subscription's start and its first billing day (the first of the next month), but at most 120 days in total.
pub fn deletion_day(started: NaiveDate, suspended: NaiveDate) -> NaiveDate {
    let first_billing = started.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
    let before_billing = first_billing.map_or(0, |day| (day - started).num_days().unsigned_abs());
    let kept = (RETENTION + before_billing).min(MAX_KEPT);
    suspended.checked_add_days(Days::new(kept)).unwrap_or(suspended)
}

/// Returns until when a cancellation is fully refunded: 24 hours after the start if billed monthly, 14 days if
/// annually. `None` for other cycles, which are never refunded.
pub fn refunded_until(cycle: Option<BillingCycle>, started_at: NaiveDateTime) -> Option<NaiveDateTime> {
    match cycle? {
        BillingCycle::Monthly => Some(started_at + TimeDelta::hours(24)),
        BillingCycle::Annual => Some(started_at + TimeDelta::days(14)),
        BillingCycle::OneTime | BillingCycle::None => None,
    }
}

/// Returns the first renewal date after `today`, a whole number of terms after the last one; `None` for cycles without
/// renewal. A subscription that began on the 31st renews on the last day of shorter months, and on the 31st again in
/// longer ones.
pub fn next_renewal(
    cycle: Option<BillingCycle>,
    started: NaiveDate,
    last: NaiveDate,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let term = match cycle {
        Some(BillingCycle::Monthly) => 1,
        Some(BillingCycle::Annual) | None => 12,
        Some(BillingCycle::OneTime | BillingCycle::None) => return None,
    };
    let months_behind = (today.year() - last.year()) * 12 + today.month() as i32 - last.month() as i32;
    let begun = months_behind.max(0).unsigned_abs() / term;
    let terms = [begun, begun + 1, begun + 2];
    let days = terms.into_iter().filter_map(|terms| last.checked_add_months(Months::new(terms * term)));
    days.map(|day| align_day(day, last, started)).find(|day| *day > today && *day > last)
}

/// Moves `day` back to the start's day of the month, if the last renewal was in a month too short for it.
fn align_day(day: NaiveDate, last: NaiveDate, started: NaiveDate) -> NaiveDate {
    let was_cut = last.succ_opt().is_some_and(|next| next.day() == 1) && started.day() > last.day();
    if !was_cut {
        return day;
    }
    (day.day()..=started.day()).rev().find_map(|number| day.with_day(number)).unwrap_or(day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn suspended_subscriptions_are_kept_for_90_to_120_days() {
        let kept =
            |started: &str| (deletion_day(day(started), day("2026-03-01")) - day("2026-03-01")).num_days();
        assert_eq!(kept("2025-06-01"), 120);
        assert_eq!(kept("2025-06-02"), 119);
        assert_eq!(kept("2025-07-01"), 120, "31 days are cut to 30");
        assert_eq!(kept("2025-12-31"), 91);
    }

    #[test]
    fn renewals_add_whole_terms_and_keep_the_day_of_the_month() {
        let monthly = |last: &str, today: &str| {
            next_renewal(Some(BillingCycle::Monthly), day("2025-01-31"), day(last), day(today)).unwrap()
        };
        assert_eq!(monthly("2026-01-31", "2026-01-31"), day("2026-02-28"));
        assert_eq!(monthly("2026-02-28", "2026-02-28"), day("2026-03-31"));
        assert_eq!(monthly("2026-02-28", "2026-04-29"), day("2026-04-30"));
        assert_eq!(monthly("2026-01-31", "2026-01-01"), day("2026-02-28"), "never the day it was on");
        let annual = |last: &str, today: &str| {
            next_renewal(Some(BillingCycle::Annual), day("2024-02-29"), day(last), day(today)).unwrap()
        };
        assert_eq!(annual("2025-02-28", "2025-03-01"), day("2026-02-28"));
        assert_eq!(annual("2027-02-28", "2027-02-28"), day("2028-02-29"));
        assert_eq!(annual("2020-02-28", "2026-11-21"), day("2027-02-28"));
        assert_eq!(
            next_renewal(
                Some(BillingCycle::OneTime),
                day("2024-01-01"),
                day("2025-01-01"),
                day("2025-01-01")
            ),
            None
        );
    }
}
