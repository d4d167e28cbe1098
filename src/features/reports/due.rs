//! The job that finds reports that are due and adds a run for each period. Periods that were missed become one run, for the
//! newest. [`super::work`] carries out the runs.

use crate::db::DbConnection;
use crate::db::schema::{partners, report_runs, reports};
use crate::domain::ReportRunState;
use crate::error::{Error, Result};
use crate::features::reports::model::Report;
use crate::features::reports::work;
use crate::i18n::time_zone;
use crate::state::AppState;
use crate::web::reported_list::ReportedLists;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// Adds the runs that are due at this time, and carries out all that wait. Returns how many were carried out. Any number of
/// processes may do so at the same time.
///
/// # Errors
/// The database failed.
pub fn run_due(portal: &AppState, lists: &ReportedLists, now: NaiveDateTime) -> Result<usize> {
    add_due_runs(portal, now)?;
    work::run_waiting(portal, lists, now)
}

/// Adds a run for each report that is due; returns how many reports were due.
///
/// # Errors
/// The database failed.
pub fn add_due_runs(portal: &AppState, now: NaiveDateTime) -> Result<usize> {
    let mut count = 0;
    while portal.db.write_now(|c| add_next(c, now))? {
        count += 1;
    }
    Ok(count)
}

/// Adds the run of the report that has been due longest; `false` if none is due.
fn add_next(c: &mut DbConnection, now: NaiveDateTime) -> Result<bool> {
    let due = reports::table
        .inner_join(partners::table.on(partners::id.eq(reports::partner_id)))
        .filter(reports::pause_reason.is_null().and(reports::next_at.le(now)))
        .order(reports::next_at)
        .select((Report::as_select(), partners::country, partners::time_zone));
    let Some((report, country, zone)) = due.first::<(Report, String, Option<String>)>(c).optional()? else {
        return Ok(false);
    };
    let times = report.times(time_zone::zone(zone.as_deref(), &country));
    let next = times.next(now).ok_or_else(|| Error::internal("a schedule without a next day"))?;
    let newest = times.newest(now).filter(|one| one.day.to_string() > report.last_day);
    let last_day = newest.map_or_else(|| report.last_day.clone(), |one| one.day.to_string());
    // Another process may have added the run since.
    let seen = reports::table
        .find(report.id)
        .filter(reports::next_at.eq(report.next_at).and(reports::pause_reason.is_null()));
    let values = (reports::next_at.eq(next.at), reports::last_day.eq(&last_day));
    if diesel::update(seen).set(values).execute(c)? == 0 {
        return Ok(true);
    }
    let Some(newest) = newest else { return Ok(true) };
    // A run that still waits is replaced by the newer one, unless a process works on it.
    let free = report_runs::leased_until.lt(now).or(report_runs::leased_until.is_null());
    let waiting = report_runs::table
        .filter(report_runs::report_id.eq(report.id).and(report_runs::finished_at.is_null()))
        .filter(report_runs::is_extra.eq(false).and(free));
    let skipped = (
        (report_runs::state.eq(ReportRunState::Skipped), report_runs::finished_at.eq(Some(now))),
        // What a process stored before it ended is deleted with the expired files.
        report_runs::file_until.eq(Some(now)),
    );
    diesel::update(waiting).set(skipped).execute(c)?;
    let row = (
        (report_runs::report_id.eq(report.id), report_runs::partner_id.eq(report.partner_id)),
        (report_runs::period.eq(&last_day), report_runs::state.eq(ReportRunState::Waiting)),
        report_runs::due_at.eq(newest.at),
    );
    diesel::insert_into(report_runs::table).values(row).execute(c)?;
    Ok(true)
}
