//! Pauses a report whose run cannot be sent: its owner has lost the right, the filter names something that is gone, or the
//! file could not be made. The owner gets a notice, and one letter if the account is active.

use crate::audit::notices::NewNotice;
use crate::audit::{Action, Activity, Author, Tx, notices};
use crate::auth::actor;
use crate::db::report_files;
use crate::db::schema::{report_runs, reports};
use crate::domain::{NoticeEvent, ReportPause, ReportRunState};
use crate::error::Result;
use crate::features::reports::leases;
use crate::features::reports::leases::RunLease;
use crate::features::reports::letter;
use crate::features::reports::model::Report;
use crate::state::AppState;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::{Value, json};

/// Why a report is paused, and what its filter names that is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PauseCause {
    /// The reason.
    pub reason: ReportPause,
    /// The value of the filter.
    pub detail: Option<String>,
}

impl From<ReportPause> for PauseCause {
    fn from(reason: ReportPause) -> Self {
        PauseCause { reason, detail: None }
    }
}

/// Pauses the report and ends the run, unless another process works on it by now.
///
/// # Errors
/// The database failed.
pub fn pause_after_run(
    portal: &AppState,
    lease: &RunLease,
    cause: &PauseCause,
    now: NaiveDateTime,
) -> Result<()> {
    portal.log.record_now(&Author::system(lease.partner), |tx| {
        if !leases::renew(tx.c, lease.partner, lease, now)? {
            return Ok(((), Vec::new()));
        }
        let stopped =
            (report_runs::state.eq(ReportRunState::Stopped), report_runs::finished_at.eq(Some(now)));
        diesel::update(report_runs::table.find(lease.run)).set(stopped).execute(tx.c)?;
        report_files::delete(tx.c, lease.run)?;
        leases::release(tx, lease)?;
        let row = reports::table.find(lease.report).filter(reports::partner_id.eq(lease.partner));
        let report: Option<Report> = row.select(Report::as_select()).first(tx.c).optional()?;
        let entry = report.map(|report| pause(tx, portal, &report, cause)).transpose()?.flatten();
        Ok(((), entry.into_iter().collect()))
    })
}

/// Pauses a report that is not paused yet; returns its log entry.
fn pause(
    tx: &mut Tx<'_>,
    portal: &AppState,
    report: &Report,
    cause: &PauseCause,
) -> Result<Option<Activity>> {
    if report.pause_reason.is_some() {
        return Ok(None);
    }
    let values = (
        reports::pause_reason.eq(Some(cause.reason)),
        reports::pause_detail.eq(cause.detail.as_deref()),
        reports::version.eq(report.version + 1),
    );
    diesel::update(reports::table.find(report.id)).set(values).execute(tx.c)?;
    if let Some(owner) = actor::active_person(tx.c, report.user_id)? {
        letter::send_pause(tx, portal, &owner, &report.name, cause)?;
    }
    tell_owner(tx, report, json!({ "name": report.name, "state": "paused" }))?;
    let details = json!({ "name": report.name, "paused": cause.reason.as_str() });
    Ok(Some(Activity::new(Action::PauseReport, "report", details)))
}

/// Notifies the owner in the portal that a report is ready or was paused.
///
/// # Errors
/// The database failed.
pub fn tell_owner(tx: &mut Tx<'_>, report: &Report, details: Value) -> Result<()> {
    let new = NewNotice {
        partner: report.partner_id,
        at: tx.at,
        event: NoticeEvent::ReportEnded,
        user: Some(report.user_id),
        object: Some(report.id.to_string()),
        customer: None,
        details,
    };
    notices::insert(tx.c, &new)
}
