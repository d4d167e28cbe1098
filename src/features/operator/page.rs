//! The page of operators.

use crate::clock;
use crate::config::setting_source::Source;
use crate::features::operator::handlers::ALL_MESSAGES;
use crate::features::operator::queue::UnsentMail;
use crate::features::operator::settings_in_use::SettingInUse;
use crate::mail::outbox::MailKind;
use crate::monitoring::checks::{Check, CheckState};
use crate::monitoring::database::DatabaseState;
use crate::monitoring::job_kind;
use crate::monitoring::job_runs::JobRun;
use crate::web::shell::Shell;
use askama::Template;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "operator/show.html")]
pub(super) struct OperatorPage<'a> {
    pub(super) shell: &'a Shell,
    /// The address of the portal.
    pub(super) host: String,
    pub(super) checks: Vec<Check>,
    pub(super) queue: Vec<QueueLine>,
    /// Whether there are more messages than the page lists.
    pub(super) has_more: bool,
    pub(super) jobs: Vec<JobLine>,
    pub(super) settings: Vec<SettingInUse>,
}

impl OperatorPage<'_> {
    fn attention(&self) -> usize {
        self.checks.iter().filter(|check| check.state == CheckState::Attention).count()
    }

    fn summary(&self) -> String {
        let (texts, locale) = (self.shell.texts, self.shell.locale);
        match self.attention() {
            0 => texts.operator_all_well(),
            count => texts.operator_attention(
                count as u64,
                locale.number(count as u64),
                locale.number(self.checks.len() as u64),
            ),
        }
    }

    fn checked(&self) -> String {
        self.shell.texts.operator_checked(&self.host, self.shell.moment(clock::now()))
    }

    fn state_of(&self, check: &Check) -> (&'static str, String) {
        let texts = self.shell.texts;
        match check.state {
            CheckState::Good => ("active", texts.check_good()),
            CheckState::Attention => ("suspended", texts.check_attention()),
        }
    }

    fn queue_length(&self) -> String {
        self.shell.locale.number(self.queue.len() as u64)
    }

    fn waiting(&self) -> bool {
        self.queue.iter().any(|line| !line.is_held)
    }

    fn source(&self, setting: &SettingInUse) -> String {
        let texts = self.shell.texts;
        match &setting.source {
            Source::Default => texts.source_default(),
            Source::Environment => texts.source_environment(),
            Source::Credential => texts.source_credential(),
            file => texts.source_file(file.to_string()),
        }
    }

    fn all_messages(&self) -> &'static str {
        ALL_MESSAGES
    }
}

/// A message of the queue as the page shows it.
pub(super) struct QueueLine {
    id: String,
    kind: String,
    recipient: String,
    attempts: String,
    is_held: bool,
    last_response: String,
}

impl QueueLine {
    pub(super) fn new(mail: &UnsentMail, shell: &Shell) -> Self {
        let (texts, locale) = (shell.texts, shell.locale);
        let kind = match mail.kind {
            MailKind::Request => texts.mail_kind_request(),
            MailKind::Reminder => texts.mail_kind_reminder(),
            MailKind::Thanks => texts.mail_kind_thanks(),
            MailKind::Notice => texts.mail_kind_notice(),
            MailKind::PasswordReset => texts.mail_kind_password_reset(),
            MailKind::SignUp => texts.mail_kind_sign_up(),
        };
        QueueLine {
            id: mail.id.clone(),
            kind,
            recipient: mail.masked_recipient(),
            attempts: locale.number(u64::from(mail.attempts.unsigned_abs())),
            is_held: mail.held,
            last_response: mail.last_response(),
        }
    }
}

/// A job as the page shows it.
pub(super) struct JobLine {
    name: String,
    last: String,
    took: String,
    /// The shape of its status, and the label.
    status: (&'static str, String),
    error: Option<String>,
}

impl JobLine {
    /// Returns the jobs that this process has run, and those that any process runs.
    pub(super) fn all(
        state: &DatabaseState,
        runs: &BTreeMap<&'static str, JobRun>,
        shell: &Shell,
    ) -> Vec<Self> {
        let texts = shell.texts;
        let own = runs.iter().filter(|(name, _)| state.jobs.iter().all(|job| job.name != **name));
        let own = own.map(|(name, run)| {
            let status = match &run.outcome {
                Ok(_) => ("active", texts.operator_job_done()),
                Err(_) => ("declined", texts.operator_job_failed()),
            };
            JobLine {
                name: job_kind::label(name, texts),
                last: shell.moment(run.ended_at),
                took: milliseconds(run, shell),
                status,
                error: run.outcome.as_ref().err().cloned(),
            }
        });
        let shared = state.jobs.iter().map(|job| {
            let is_running = job.leased_until.is_some_and(|until| until > clock::now());
            let status = match () {
                () if is_running => ("pending", texts.operator_job_running()),
                () if job.attempts > 0 => ("declined", texts.operator_job_failed()),
                () => ("active", texts.operator_job_done()),
            };
            JobLine {
                name: job_kind::label(&job.name, texts),
                last: job.ended_at.map_or_else(|| texts.operator_job_never(), |at| shell.moment(at)),
                took: runs.get(job.name.as_str()).map_or_else(String::new, |run| milliseconds(run, shell)),
                status,
                error: job.last_error.clone(),
            }
        });
        let mut lines: Vec<JobLine> = shared.chain(own).collect();
        lines.sort_by(|a, b| a.name.cmp(&b.name));
        lines
    }
}

fn milliseconds(run: &JobRun, shell: &Shell) -> String {
    format!("{} ms", shell.locale.number(run.took.as_millis() as u64))
}
