//! Reads reports and their runs. [`super::changes`] writes them.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::{report_runs, reports, users};
use crate::domain::{Permission, ReportId, ReportRunId, UserId};
use crate::error::{Error, Result};
use crate::features::reports::model::{Report, ReportRun};
use crate::text::sort_key;
use diesel::prelude::*;
use std::collections::HashMap;

/// Returns the user's reports by name.
pub fn own_reports<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<Report>> {
    let own = reports::table.filter(reports::user_id.eq(scope.actor().user));
    let mut found: Vec<Report> =
        own.filter(reports::partner_id.eq(scope.partner())).select(Report::as_select()).load(c)?;
    found.sort_by_cached_key(|report| (sort_key(&report.name), report.id));
    Ok(found)
}

/// Returns the reports of the user's colleagues by name, with the names of their owners; none if the user may not see them.
pub fn reports_of_others<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<(Report, String)>> {
    if !scope.allows(Permission::ManageReports) {
        return Ok(Vec::new());
    }
    let others = reports::table
        .inner_join(users::table.on(users::id.eq(reports::user_id)))
        .filter(reports::partner_id.eq(scope.partner()).and(reports::user_id.ne(scope.actor().user)));
    let mut found: Vec<(Report, String)> = others.select((Report::as_select(), users::name)).load(c)?;
    found.sort_by_cached_key(|(report, _)| (sort_key(&report.name), report.id));
    Ok(found)
}

/// Returns a report that the user may see: an own one; who manages reports, also one of a colleague.
///
/// # Errors
/// [`Error::NotFound`] if there is none with this id.
pub fn find_report<P>(scope: &Scope<P>, id: ReportId, c: &mut DbConnection) -> Result<Report> {
    let row = reports::table.find(id).filter(reports::partner_id.eq(scope.partner()));
    let report: Report = row.select(Report::as_select()).first(c).optional()?.ok_or(Error::NotFound)?;
    let may = report.is_own(scope) || scope.allows(Permission::ManageReports);
    if may { Ok(report) } else { Err(Error::NotFound) }
}

/// Returns an own report.
///
/// # Errors
/// [`Error::NotFound`] if the user has none with this id.
pub fn find_own<P>(scope: &Scope<P>, id: ReportId, c: &mut DbConnection) -> Result<Report> {
    let report = find_report(scope, id, c)?;
    if report.is_own(scope) { Ok(report) } else { Err(Error::NotFound) }
}

/// Returns the newest run of each of these reports.
pub fn newest_runs<P>(
    scope: &Scope<P>,
    ids: &[ReportId],
    c: &mut DbConnection,
) -> Result<HashMap<ReportId, ReportRun>> {
    let newest = report_runs::table
        .filter(report_runs::partner_id.eq(scope.partner()).and(report_runs::report_id.eq_any(ids)))
        .group_by(report_runs::report_id)
        .select(diesel::dsl::max(report_runs::id));
    let newest: Vec<Option<ReportRunId>> = newest.load(c)?;
    let newest: Vec<ReportRunId> = newest.into_iter().flatten().collect();
    let runs = report_runs::table.filter(report_runs::id.eq_any(newest)).select(ReportRun::as_select());
    Ok(runs.load(c)?.into_iter().map(|run: ReportRun| (run.report_id, run)).collect())
}

/// Number of runs that the page of a report shows.
const SHOWN_RUNS: i64 = 12;

/// Returns the newest runs of a report, the newest first.
pub fn runs_of<P>(scope: &Scope<P>, id: ReportId, c: &mut DbConnection) -> Result<Vec<ReportRun>> {
    let runs = report_runs::table
        .filter(report_runs::report_id.eq(id).and(report_runs::partner_id.eq(scope.partner())))
        .order(report_runs::id.desc())
        .limit(SHOWN_RUNS)
        .select(ReportRun::as_select());
    Ok(runs.load(c)?)
}

/// Returns a run with its report, if the user owns the report or gets it.
///
/// # Errors
/// [`Error::NotFound`] otherwise.
pub fn find_run<P>(
    scope: &Scope<P>,
    (report, run): (ReportId, ReportRunId),
    c: &mut DbConnection,
) -> Result<(Report, ReportRun)> {
    use crate::db::schema::report_recipients;
    let rows = reports::table.find(report).filter(reports::partner_id.eq(scope.partner()));
    let report: Report = rows.select(Report::as_select()).first(c).optional()?.ok_or(Error::NotFound)?;
    let me: UserId = scope.actor().user;
    let gets = report_recipients::table.find((report.id, me)).count().get_result::<i64>(c)? == 1;
    if !gets && report.user_id != me {
        return Err(Error::NotFound);
    }
    let row = report_runs::table.find(run).filter(report_runs::report_id.eq(report.id));
    let run = row.select(ReportRun::as_select()).first(c).optional()?.ok_or(Error::NotFound)?;
    Ok((report, run))
}
