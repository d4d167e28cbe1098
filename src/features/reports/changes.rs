//! Creates, changes, pauses and removes reports. Creating one locks the partner first, so that the limits hold.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::portable::lock_partner;
use crate::db::schema::{outbox, report_runs, reports};
use crate::domain::{
    ReportId, ReportList, ReportPause, ReportRunId, ReportRunState, ReportSchedule, TextEnum,
};
use crate::error::{Error, Result};
use crate::features::reports::filter::tag_of;
use crate::features::reports::form::{ReportContent, ReportRefusal, time_of_day};
use crate::features::reports::model::{MAX_OF_PARTNER, MAX_OF_USER, Report};
use crate::features::reports::occurrences::ReportTimes;
use crate::features::reports::queries::{find_own, find_report};
use crate::features::reports::recipients;
use crate::features::saved_views::parameters::ViewParameters;
use crate::i18n::time_zone::partner_zone;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::{Value, json};

/// Creates a report of the user.
pub fn create_report<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    (list, parameters): (ReportList, &ViewParameters),
    new: &ReportContent,
) -> Result<(std::result::Result<ReportId, ReportRefusal>, Vec<Activity>)> {
    lock_partner(tx.c, scope.partner())?;
    let of_partner = reports::table.filter(reports::partner_id.eq(scope.partner()));
    let of_user = reports::table.filter(reports::user_id.eq(scope.actor().user));
    if of_user.count().get_result::<i64>(tx.c)? >= MAX_OF_USER {
        return Ok((Err(ReportRefusal::TooManyOfUser), Vec::new()));
    }
    if of_partner.count().get_result::<i64>(tx.c)? >= MAX_OF_PARTNER {
        return Ok((Err(ReportRefusal::TooManyOfPartner), Vec::new()));
    }
    let (next_at, last_day) = first_times(scope, new.schedule, new.minute, tx.at)?;
    let row = (
        (reports::partner_id.eq(scope.partner()), reports::user_id.eq(scope.actor().user)),
        (reports::list.eq(list), reports::parameters.eq(parameters.to_json())),
        reports::tag_id.eq(tag_of(tx, scope, parameters)?),
        (reports::name.eq(&new.name), reports::format.eq(new.format)),
        (reports::schedule.eq(new.schedule), reports::minute.eq(new.minute)),
        (reports::only_if_rows.eq(new.only_if_rows), reports::created_at.eq(tx.at)),
        (reports::next_at.eq(next_at), reports::last_day.eq(last_day)),
    );
    diesel::insert_into(reports::table).values(row).execute(tx.c)?;
    let id: Option<ReportId> = of_user.select(diesel::dsl::max(reports::id)).first(tx.c)?;
    let id = id.ok_or(Error::NotFound)?;
    recipients::replace(tx, (id, scope.partner()), &new.recipients)?;
    let mut details = stated(new);
    details["list"] = json!(list.text());
    details["filter"] = json!(parameters.query());
    Ok((Ok(id), vec![Activity::new(Action::CreateReport, "report", details)]))
}

/// Changes an own report. Returns whether anything changed.
///
/// # Errors
/// [`Error::NotFound`] if the user has none with this id; [`Error::Stale`] if it changed after `version`.
pub fn update_report<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    (id, version): (ReportId, i32),
    before: &ReportContent,
    new: &ReportContent,
) -> Result<(bool, Vec<Activity>)> {
    let stored = find_own(scope, id, tx.c)?;
    if before == new {
        return Ok((false, Vec::new()));
    }
    if stored.version != version {
        return Err(Error::Stale);
    }
    let (next_at, last_day) = first_times(scope, new.schedule, new.minute, tx.at)?;
    // A day that was sent already is not sent again, whatever the new time is.
    let last_day = last_day.max(stored.last_day);
    let values = (
        (reports::name.eq(&new.name), reports::format.eq(new.format)),
        (reports::schedule.eq(new.schedule), reports::minute.eq(new.minute)),
        (reports::only_if_rows.eq(new.only_if_rows), reports::version.eq(version + 1)),
        (reports::next_at.eq(next_at), reports::last_day.eq(last_day)),
    );
    let seen = reports::table.find(id).filter(reports::version.eq(version));
    if diesel::update(seen).set(values).execute(tx.c)? == 0 {
        return Err(Error::Stale);
    }
    recipients::replace(tx, (id, scope.partner()), &new.recipients)?;
    let details = json!({ "before": stated(before), "after": stated(new) });
    Ok((true, vec![Activity::new(Action::UpdateReport, "report", details)]))
}

/// Pauses a report of the user, or of a colleague for who manages reports.
///
/// # Errors
/// [`Error::NotFound`] if the user does not see it; [`Error::Stale`] if it is paused already.
pub fn pause_report<P>(tx: &mut Tx<'_>, scope: &Scope<P>, id: ReportId) -> Result<((), Vec<Activity>)> {
    let report = find_report(scope, id, tx.c)?;
    if report.pause_reason.is_some() {
        return Err(Error::Stale);
    }
    let seen = reports::table.find(id).filter(reports::version.eq(report.version));
    let values =
        (reports::pause_reason.eq(Some(ReportPause::Person)), reports::version.eq(report.version + 1));
    if diesel::update(seen).set(values).execute(tx.c)? == 0 {
        return Err(Error::Stale);
    }
    let waiting = report_runs::table
        .filter(report_runs::report_id.eq(id).and(report_runs::finished_at.is_null()))
        .filter(report_runs::is_extra.eq(false));
    let stopped = (
        (report_runs::state.eq(ReportRunState::Stopped), report_runs::finished_at.eq(Some(tx.at))),
        // What was stored already is deleted with the expired files.
        report_runs::file_until.eq(Some(tx.at)),
    );
    diesel::update(waiting).set(stopped).execute(tx.c)?;
    let details = json!({ "name": report.name, "paused": ReportPause::Person.as_str() });
    Ok(((), vec![Activity::new(Action::PauseReport, "report", details)]))
}

/// Lets an own report run again, from the next day of its schedule on.
///
/// # Errors
/// [`Error::NotFound`] if the user has none with this id; [`Error::Stale`] if it is not paused.
pub fn resume_report<P>(tx: &mut Tx<'_>, scope: &Scope<P>, id: ReportId) -> Result<((), Vec<Activity>)> {
    let report = find_own(scope, id, tx.c)?;
    let (next_at, last_day) = first_times(scope, report.schedule, report.minute, tx.at)?;
    if report.pause_reason.is_none() {
        return Err(Error::Stale);
    }
    let paused = reports::table.find(id).filter(reports::version.eq(report.version));
    let values = (
        (reports::pause_reason.eq(None::<ReportPause>), reports::pause_detail.eq(None::<String>)),
        (reports::next_at.eq(next_at), reports::last_day.eq(last_day.max(report.last_day))),
        reports::version.eq(report.version + 1),
    );
    if diesel::update(paused).set(values).execute(tx.c)? == 0 {
        return Err(Error::Stale);
    }
    let details = json!({ "name": report.name });
    Ok(((), vec![Activity::new(Action::ResumeReport, "report", details)]))
}

/// Removes an own report with its runs and files; letters that have not been sent are not sent.
///
/// # Errors
/// [`Error::NotFound`] if the user has none with this id.
pub fn remove_report<P>(tx: &mut Tx<'_>, scope: &Scope<P>, id: ReportId) -> Result<((), Vec<Activity>)> {
    let report = find_own(scope, id, tx.c)?;
    let runs = report_runs::table.filter(report_runs::report_id.eq(id)).select(report_runs::id);
    let runs: Vec<ReportRunId> = runs.load(tx.c)?;
    let runs: Vec<Option<ReportRunId>> = runs.into_iter().map(Some).collect();
    let unsent = outbox::table.filter(outbox::report_run_id.eq_any(runs).and(outbox::sent_at.is_null()));
    diesel::delete(unsent).execute(tx.c)?;
    diesel::delete(reports::table.find(id)).execute(tx.c)?;
    let details = json!({ "name": report.name, "list": report.list.text() });
    Ok(((), vec![Activity::new(Action::RemoveReport, "report", details)]))
}

/// Lets an own report run now, besides its schedule. Does nothing if such a run waits already.
///
/// # Errors
/// [`Error::NotFound`] if the user has none with this id; [`Error::Stale`] if it is paused.
pub fn request_run<P>(tx: &mut Tx<'_>, scope: &Scope<P>, id: ReportId) -> Result<((), Vec<Activity>)> {
    lock_partner(tx.c, scope.partner())?;
    let report = find_own(scope, id, tx.c)?;
    if report.pause_reason.is_some() {
        return Err(Error::Stale);
    }
    let waiting = report_runs::table
        .filter(report_runs::report_id.eq(id).and(report_runs::finished_at.is_null()))
        .filter(report_runs::is_extra.eq(true));
    if waiting.count().get_result::<i64>(tx.c)? == 0 {
        let row = (
            (report_runs::report_id.eq(id), report_runs::partner_id.eq(scope.partner())),
            (report_runs::period.eq(tx.at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())),
            (report_runs::is_extra.eq(true), report_runs::state.eq(ReportRunState::Waiting)),
            report_runs::due_at.eq(tx.at),
        );
        diesel::insert_into(report_runs::table).values(row).execute(tx.c)?;
    }
    // The run is logged as the export that it is.
    Ok(((), Vec::new()))
}

/// Returns the next moment, and the newest day that is over.
fn first_times<P>(
    scope: &Scope<P>,
    schedule: ReportSchedule,
    minute: i32,
    now: NaiveDateTime,
) -> Result<(NaiveDateTime, String)> {
    let times = ReportTimes { schedule, minute, zone: partner_zone(&scope.actor().partner) };
    let next = times.next(now).ok_or_else(|| Error::internal("a schedule without a next day"))?;
    Ok((next.at, times.newest(now).map(|one| one.day.to_string()).unwrap_or_default()))
}

/// Returns what a stored report says, to compare it with a form.
pub fn stored_content(report: &Report, recipients: Vec<crate::domain::UserId>) -> ReportContent {
    let mut recipients = recipients;
    recipients.sort_unstable();
    ReportContent {
        name: report.name.clone(),
        schedule: report.schedule,
        minute: report.minute,
        format: report.format,
        only_if_rows: report.only_if_rows,
        recipients,
    }
}

fn stated(content: &ReportContent) -> Value {
    json!({
        "name": content.name,
        "schedule": content.schedule.text(),
        "time": time_of_day(content.minute),
        "format": content.format.as_str(),
        "only_if_rows": content.only_if_rows,
        "recipients": content.recipients.len(),
    })
}
