//! What needs an operator's attention, as sentences. The command `status` shows the checks of the database, the page of
//! operators those of the process, too.

use crate::backup::record::BackupRecord;
use crate::clock;
use crate::config::Settings;
use crate::i18n::format::Clock;
use crate::i18n::{Locale, Texts};
use crate::monitoring::database::{DatabaseState, MailQueue};
use crate::monitoring::job_kind;
use crate::monitoring::job_runs::JobRun;
use crate::monitoring::process;
use crate::private_files;
use chrono::{DateTime, NaiveDateTime, TimeDelta};
use std::collections::BTreeMap;

/// A nightly backup is older than this only if one was missed.
const OLD_BACKUP: TimeDelta = TimeDelta::hours(26);

/// A message that waits longer has met a server that does not take it.
const LONG_WAIT: TimeDelta = TimeDelta::minutes(15);

/// Less free space than this is soon too little, in bytes.
pub const LITTLE_SPACE: u64 = 1 << 30;

/// Whether somebody has to do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckState {
    /// Nothing has to be done.
    Good,
    /// The operator should look.
    Attention,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was checked.
    pub subject: String,
    /// The result.
    pub state: CheckState,
    /// What was found.
    pub text: String,
    /// Further information, or how to solve it.
    pub more: Option<String>,
    /// A command or a path that belongs to it.
    pub code: Option<String>,
}

impl Check {
    fn with_code(self, code: Option<impl Into<String>>) -> Self {
        Check { code: code.map(Into::into), ..self }
    }
}

/// In whose language and time zone checks speak.
#[derive(Debug, Clone, Copy)]
pub struct CheckFormat {
    /// The language.
    pub locale: Locale,
    /// The time zone.
    pub clock: Clock,
}

impl CheckFormat {
    fn texts(self) -> &'static Texts {
        self.locale.texts()
    }

    fn moment(self, at: NaiveDateTime) -> String {
        self.locale.date_time(at, self.clock)
    }

    fn check(self, subject: String, is_good: bool, text: String, more: Option<String>) -> Check {
        let state = if is_good { CheckState::Good } else { CheckState::Attention };
        Check { subject, state, text, more, code: None }
    }
}

/// Returns the checks of what the database and the disk say.
pub fn database_checks(
    state: &DatabaseState,
    database: &str,
    settings: &Settings,
    format: CheckFormat,
) -> Vec<Check> {
    let mut checks = vec![
        backup(state.last_backup.as_ref(), state.failed_backup.as_ref(), format),
        mail(state.mail, settings.smtp_url.is_some(), format),
        schema(state, database, format),
        jobs(state, format),
    ];
    checks.extend(disk(settings, format));
    checks
}

fn backup(last: Option<&BackupRecord>, failed: Option<&BackupRecord>, format: CheckFormat) -> Check {
    let texts = format.texts();
    let size = |backup: &BackupRecord| format.locale.bytes(backup.bytes);
    let text = last.map_or_else(
        || texts.backup_none(),
        |backup| texts.backup_last(format.moment(backup.at), size(backup)),
    );
    let is_recent = last.is_some_and(|backup| clock::now() - backup.at < OLD_BACKUP);
    let more = match failed {
        Some(failed) => {
            let error = failed.error.clone().unwrap_or_default();
            Some(texts.backup_failed(format.moment(failed.at), error))
        }
        None => (!is_recent).then(|| texts.backup_how()),
    };
    let code = match (failed, is_recent) {
        (Some(failed), _) => Some(failed.file.clone()),
        (None, true) => last.map(|backup| backup.file.clone()),
        (None, false) => Some("partner-portal backup --to DIR --keep N".to_owned()),
    };
    format.check(texts.check_backup(), is_recent && failed.is_none(), text, more).with_code(code)
}

fn mail(queue: MailQueue, is_set: bool, format: CheckFormat) -> Check {
    let texts = format.texts();
    let number = |count: i64| format.locale.number(count.unsigned_abs());
    let waiting = queue.waiting + queue.retrying;
    let is_late = queue.oldest.is_some_and(|oldest| clock::now() - oldest > LONG_WAIT);
    if !is_set {
        return format.check(texts.check_mail(), true, texts.mail_not_set(), None);
    }
    let text = match waiting + queue.held {
        0 => texts.mail_nothing_waits(),
        _ => texts.mail_waits(number(waiting), number(queue.held)),
    };
    let more = queue.oldest.map(|oldest| texts.mail_oldest(format.moment(oldest)));
    format.check(texts.check_mail(), queue.held == 0 && !is_late, text, more)
}

fn schema(state: &DatabaseState, database: &str, format: CheckFormat) -> Check {
    let texts = format.texts();
    let number = |count: usize| format.locale.number(count as u64);
    let text = texts.database_state(
        database,
        format.locale.bytes(state.bytes),
        number(state.migrations),
        number(state.known_migrations),
    );
    let is_current = state.migrations == state.known_migrations;
    format.check(texts.check_database(), is_current, text, (!is_current).then(|| texts.database_outdated()))
}

fn jobs(state: &DatabaseState, format: CheckFormat) -> Check {
    let texts = format.texts();
    if let Some(since) = &state.paused_since {
        let at = DateTime::parse_from_rfc3339(since).map(|at| format.moment(at.naive_utc()));
        let text = texts.jobs_paused(at.unwrap_or_else(|_| since.clone()));
        return format
            .check(texts.check_jobs(), false, text, Some(texts.jobs_paused_how()))
            .with_code(Some("partner-portal resume"));
    }
    let failing = state.jobs.iter().filter(|job| job.attempts > 0);
    let failing: Vec<String> = failing
        .map(|job| {
            texts.job_failed(job_kind::label(&job.name, texts), job.last_error.clone().unwrap_or_default())
        })
        .collect();
    match failing.is_empty() {
        true => format.check(texts.check_jobs(), true, texts.jobs_well(), None),
        false => format.check(texts.check_jobs(), false, failing.join("; "), None),
    }
}

fn disk(settings: &Settings, format: CheckFormat) -> Option<Check> {
    let texts = format.texts();
    let folder = private_files::folder_of(&settings.portal_secret_file);
    let space = process::disk_space(folder)?;
    let text = texts.disk_free(format.locale.bytes(space.free), format.locale.bytes(space.total));
    let code = Some(folder.display().to_string());
    Some(format.check(texts.check_disk(), space.free >= LITTLE_SPACE, text, None).with_code(code))
}

/// What the checks of a process need.
#[derive(Debug)]
pub struct ProcessState {
    /// How many responses it has sent, and how many of them were errors of the server.
    pub responses: (u64, u64),
    /// The last runs of its jobs.
    pub job_runs: BTreeMap<&'static str, JobRun>,
    /// How many activity logs it has found changed.
    pub broken_logs: usize,
    /// The memory of its search indexes, in bytes.
    pub search_memory: u64,
}

/// Returns the checks of this process.
pub fn process_checks(state: &ProcessState, format: CheckFormat) -> Vec<Check> {
    let (texts, locale) = (format.texts(), format.locale);
    let (all, errors) = state.responses;
    let is_few = errors * 1_000 <= all;
    let requests = texts.requests_answered(locale.number(all), locale.number(errors));
    let failing: Vec<String> = state
        .job_runs
        .iter()
        .filter_map(|(name, run)| {
            let error = run.outcome.as_ref().err()?;
            Some(texts.job_failed(job_kind::label(name, texts), error.clone()))
        })
        .collect();
    let mut checks = vec![format.check(texts.check_requests(), is_few, requests, None)];
    if !failing.is_empty() {
        checks.push(format.check(texts.check_process_jobs(), false, failing.join("; "), None));
    }
    let log = match state.broken_logs {
        0 => format.check(texts.check_log(), true, texts.log_unchanged(), None),
        _ => format
            .check(texts.check_log(), false, texts.log_changed(), Some(texts.log_changed_how()))
            .with_code(Some("partner-portal activity verify")),
    };
    checks.push(log);
    let memory = process::resident_memory().map_or_else(String::new, |bytes| locale.bytes(bytes));
    let text = texts.memory_used(memory, locale.bytes(state.search_memory));
    checks.push(format.check(texts.check_memory(), true, text, None));
    let started = DateTime::from_timestamp(process::started() as i64, 0).unwrap_or_default().naive_utc();
    let text = texts.version_since(env!("CARGO_PKG_VERSION"), format.moment(started));
    checks.push(format.check(texts.check_version(), true, text, None));
    checks
}
