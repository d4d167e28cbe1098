//! The job that writes the figures of each day that has ended in the partner's time zone, so once a day also on days with 23
//! and 25 hours. It fills the days that it missed: customers from the times of relationships, but what was not measured stays
//! unknown.

use crate::db::DbConnection;
use crate::db::partners;
use crate::domain::{Partner, SubscriptionStatus};
use crate::error::Result;
use crate::features::overview::daily::history::{figures_of_days, first_day};
use crate::features::overview::daily::model::DailyFigures;
use crate::features::overview::daily::queries::{insert_figures, last_day};
use crate::i18n::time_zone::{partner_zone, today};
use crate::search::CustomerSearch;
use crate::state::AppState;
use chrono::{Days, NaiveDate};

/// How far back the history goes. Charts show twelve months.
const HISTORY: Days = Days::new(400);

/// Writes the missing days of all partners, in one transaction for each; returns how many rows were written.
///
/// # Errors
/// The database failed. Partners that are done stay done.
pub fn run(portal: &AppState) -> Result<usize> {
    let mut written = 0;
    for partner in portal.db.read_now(partners::all)? {
        let rows = portal.db.read_now(|c| missing(c, &portal.lists, &partner))?;
        if !rows.is_empty() {
            written += portal.db.write_now(|c| insert_figures(c, partner.id, &rows))?;
        }
    }
    Ok(written)
}

/// Returns the figures of the days that have ended since the last written one. Only those of yesterday have subscriptions and
/// licenses, as they are now.
fn missing(c: &mut DbConnection, lists: &CustomerSearch, partner: &Partner) -> Result<Vec<DailyFigures>> {
    let yesterday = today(partner_zone(partner)) - Days::new(1);
    let first = match last_day(c, partner.id)? {
        Some(last) => last + Days::new(1),
        None => first_day(c, partner)?,
    };
    let first = first.max(yesterday - HISTORY);
    if first > yesterday {
        return Ok(Vec::new());
    }
    let mut days = figures_of_days(c, partner, first..=yesterday)?;
    if let Some(last) = days.last_mut() {
        measure(c, lists, partner, last, yesterday)?;
    }
    Ok(days)
}

fn measure(
    c: &mut DbConnection,
    lists: &CustomerSearch,
    partner: &Partner,
    figures: &mut DailyFigures,
    day: NaiveDate,
) -> Result<()> {
    let totals = lists.subscriptions.totals(c, &lists.search, partner.id, day..=day)?;
    let active = totals.of_status(SubscriptionStatus::Active);
    let stored = |number: u64| i64::try_from(number).ok();
    (figures.subscriptions, figures.licenses) = (stored(active.rows), stored(active.licenses));
    Ok(())
}
