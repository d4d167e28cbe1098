//! Carries out a run: reads the list with the rights of its owner at this moment, stores the file, and writes the letters, the
//! log entry and the result in one transaction. So a run that is interrupted anywhere is tried again, and sent once.

use crate::audit::{ActorKind, Author, Tx};
use crate::auth::actor::active_person;
use crate::auth::scope::OwnReports;
use crate::auth::{Actor, Scope};
use crate::db::schema::{organizations, report_runs, reports};
use crate::db::{pause as jobs_pause, report_files};
use crate::domain::{ReportList, ReportPause, ReportRunState};
use crate::error::{Error, Result};
use crate::features::reports::filter::{current_parameters, filter_in_words, gone_value};
use crate::features::reports::leases::{MAX_ATTEMPTS, RunLease};
use crate::features::reports::letter::RunLetter;
use crate::features::reports::model::{FILE_RETENTION, LATE, MAX_STORED, Report, ReportRun, list_url};
use crate::features::reports::pause::{PauseCause, pause_after_run, tell_owner};
use crate::features::reports::{leases, letter, recipients};
use crate::mail::attachment::MAX_ATTACHED;
use crate::state::AppState;
use crate::table_file::TableFile;
use crate::web::reported_list::{ReportReader, ReportedList, ReportedLists, WrittenTable};
use crate::web::request;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::json;
use std::fs::File;
use std::io::{Seek, SeekFrom};

/// A run to carry out, and with whose rights.
struct Task {
    report: Report,
    run: ReportRun,
    author: Author,
    owner: Actor,
    scope: Scope<OwnReports>,
    query: String,
}

/// A file that was written.
struct RunFile {
    written: WrittenTable,
    size: u64,
}

/// Carries out all runs that wait; returns how many. Carries out none while jobs are paused. A run that fails is tried again
/// later, and the others go on.
///
/// # Errors
/// The database failed.
pub fn run_waiting(portal: &AppState, lists: &ReportedLists, now: NaiveDateTime) -> Result<usize> {
    let mut count = 0;
    while portal.db.read_now(jobs_pause::paused_since)?.is_none() {
        let Some(lease) = portal.db.write_now(|c| leases::claim(c, now))? else { break };
        count += 1;
        if let Err(error) = carry_out(portal, lists, &lease, now) {
            tracing::warn!(%error, run = %lease.run, "a report could not be sent now");
            let attempts = portal.db.write_now(|c| leases::record_failure(c, lease.partner, &lease, now))?;
            if attempts >= MAX_ATTEMPTS {
                tracing::error!(%error, run = %lease.run, "a report is paused after several failures");
                pause_after_run(portal, &lease, &ReportPause::Failure.into(), now)?;
            }
        }
    }
    Ok(count)
}

/// Carries out a run.
///
/// # Errors
/// The database failed, or a file could not be written; nothing was sent then.
pub fn carry_out(
    portal: &AppState,
    lists: &ReportedLists,
    lease: &RunLease,
    now: NaiveDateTime,
) -> Result<()> {
    match prepare(portal, lists, lease, now)? {
        None => Ok(()),
        Some(Err(cause)) => pause_after_run(portal, lease, &cause, now),
        Some(Ok(task)) => {
            let list = lists.get(task.report.list)?;
            let file = match make_file(portal, list, &task, lease, now) {
                Ok(file) => file,
                Err(error) => {
                    let cause = cause_of(&error).ok_or(error)?;
                    return pause_after_run(portal, lease, &cause, now);
                }
            };
            match finish(portal, list, &task, lease, &file, now)? {
                Some(cause) => pause_after_run(portal, lease, &cause, now),
                None => Ok(()),
            }
        }
    }
}

/// Reads what a run needs. `None` if another process works on it, or it is over.
fn prepare(
    portal: &AppState,
    lists: &ReportedLists,
    lease: &RunLease,
    now: NaiveDateTime,
) -> Result<Option<Result<Task, PauseCause>>> {
    if !portal.db.write_now(|c| leases::renew(c, lease.partner, lease, now))? {
        return Ok(None);
    }
    portal.db.read_now(|c| {
        let own = reports::table.find(lease.report).filter(reports::partner_id.eq(lease.partner));
        let report: Option<Report> = own.select(Report::as_select()).first(c).optional()?;
        let run = report_runs::table.find(lease.run).select(ReportRun::as_select());
        let run: Option<ReportRun> = run.first(c).optional()?;
        let Some((report, run)) = report.zip(run) else { return Ok(None) };
        let Some(owner) = active_person(c, report.user_id)? else {
            return Ok(Some(Err(ReportPause::Owner.into())));
        };
        let author = author(&report, &owner);
        let Some(scope) = Scope::<OwnReports>::for_job(owner.clone(), author.clone()) else {
            return Ok(Some(Err(ReportPause::Role.into())));
        };
        let parameters = current_parameters(&scope, &report, c)?;
        if let Some(value) = gone_value(&scope, &parameters, c)? {
            return Ok(Some(Err(PauseCause { reason: ReportPause::Filter, detail: Some(value) })));
        }
        let list = lists.get(report.list)?;
        let Ok(query) = list.parse(&parameters.query()) else {
            return Ok(Some(Err(ReportPause::Filter.into())));
        };
        if !list.is_allowed(&owner, &query) {
            return Ok(Some(Err(ReportPause::Role.into())));
        }
        Ok(Some(Ok(Task { report, run, author, owner, scope, query })))
    })
}

/// Returns why a file cannot be made, if trying again does not help.
fn cause_of(error: &Error) -> Option<PauseCause> {
    match error {
        Error::TooManyRows { .. } => Some(ReportPause::Rows.into()),
        Error::Forbidden(_) => Some(ReportPause::Role.into()),
        Error::BadInput { .. } => Some(ReportPause::Filter.into()),
        _ => None,
    }
}

/// Writes the file and stores it, if it is not too large.
fn make_file(
    portal: &AppState,
    list: &dyn ReportedList,
    task: &Task,
    lease: &RunLease,
    now: NaiveDateTime,
) -> Result<RunFile> {
    let mut out: File = tempfile::tempfile()?;
    let file = TableFile {
        format: task.report.format,
        locale: letter::language(portal, &task.owner),
        zone: request::time_zone(&task.owner),
    };
    let reader = ReportReader { actor: &task.owner, author: &task.author, query: &task.query, file };
    let written = list.write(portal, &reader, &mut out)?;
    let size = out.seek(SeekFrom::End(0))?;
    out.seek(SeekFrom::Start(0))?;
    if size <= MAX_STORED {
        let held = |c: &mut _| leases::ensure_held(c, lease.partner, lease, now);
        report_files::store(&portal.db, lease.run, &mut out, held)?;
    }
    Ok(RunFile { written, size })
}

/// Records the result, the log entry and the letters in one transaction. Returns why the report has to be paused instead, if
/// the right was lost meanwhile.
fn finish(
    portal: &AppState,
    list: &dyn ReportedList,
    task: &Task,
    lease: &RunLease,
    file: &RunFile,
    now: NaiveDateTime,
) -> Result<Option<PauseCause>> {
    portal.log.record_now(&task.author, |tx| {
        if !leases::renew(tx.c, lease.partner, lease, now)? {
            return Ok((None, Vec::new()));
        }
        let Some(owner) = active_person(tx.c, task.report.user_id)? else {
            return Ok((Some(ReportPause::Owner.into()), Vec::new()));
        };
        if !list.is_allowed(&owner, &task.query) {
            return Ok((Some(ReportPause::Role.into()), Vec::new()));
        }
        let rows = file.written.rows;
        let letters = match rows == 0 && task.report.only_if_rows {
            true => 0,
            false => send_letters(tx, portal, list, task, file, now)?,
        };
        let is_stored = file.size <= MAX_STORED;
        let values = (
            (report_runs::state.eq(ReportRunState::Done), report_runs::finished_at.eq(Some(now))),
            report_runs::row_count.eq(Some(rows as i64)),
            report_runs::letters.eq(letters),
            report_runs::file_name.eq(Some(file_name(&task.report, &task.run))),
            report_runs::file_size.eq(Some(file.size as i64)),
            report_runs::file_until.eq(is_stored.then(|| now + FILE_RETENTION)),
        );
        diesel::update(report_runs::table.find(lease.run)).set(values).execute(tx.c)?;
        leases::release(tx, lease)?;
        if rows > 0 || !task.report.only_if_rows {
            tell_owner(tx, &task.report, json!({ "name": task.report.name, "rows": rows }))?;
        }
        let mut entry = file.written.entry.clone();
        entry.details["report"] = json!(task.report.name);
        Ok((None, vec![entry]))
    })
}

/// Writes a letter to each recipient who may export the list now; returns how many.
fn send_letters(
    tx: &mut Tx<'_>,
    portal: &AppState,
    list: &dyn ReportedList,
    task: &Task,
    file: &RunFile,
    now: NaiveDateTime,
) -> Result<i32> {
    let (report, run) = (&task.report, &task.run);
    let organization = organizations::table.find(report.partner_id).select(organizations::report_attachments);
    let allows: Option<bool> = organization.first(tx.c).optional()?;
    let attaches = allows == Some(true) && file.size <= MAX_ATTACHED;
    let mut letters = 0;
    for person in recipients::allowed(tx, (report.id, report.partner_id), list, &task.query)? {
        let locale = letter::language(portal, &person);
        let filter = filter_in_words(&task.scope, list, &task.query, locale, tx.c)?;
        let about = RunLetter {
            report: report.id,
            run: run.id,
            name: &report.name,
            owner: &task.owner.name,
            list: report.list,
            filter: &filter,
            format: report.format,
            rows: file.written.rows,
            made_at: now,
            late_since: (!run.is_extra && now - run.due_at > LATE).then_some(run.due_at),
            list_address: (file.size > MAX_STORED).then(|| list_address(report.list, &task.query)),
            attaches,
        };
        letters += i32::from(letter::send_run(tx, portal, &person, &about)?);
    }
    Ok(letters)
}

/// Returns the address of a list with this filter.
pub fn list_address(list: ReportList, query: &str) -> String {
    let url = list_url(list);
    if query.is_empty() { url.to_string() } else { url.with_query(query) }
}

/// Returns the name of a run's file: that of the report and the day.
fn file_name(report: &Report, run: &ReportRun) -> String {
    let day = run.period.get(..10).unwrap_or_default();
    format!("{}-{day}.{}", report.name, report.format.as_str())
}

/// Returns the author of the log entry: the owner.
fn author(report: &Report, owner: &Actor) -> Author {
    Author {
        kind: ActorKind::User,
        partner: Some(report.partner_id),
        user: Some(owner.user),
        name: owner.name.clone(),
        request_id: String::new(),
        program: None,
        address: String::new(),
    }
}
