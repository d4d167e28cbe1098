//! A job: a bulk act or an import, with its progress.

use crate::features::bulk_acts::queries::NamedAct;
use crate::features::import::engine::options::Progress;
use crate::features::import::upload::model::{Import, ImportState};
use crate::features::rest_api::resource::{Attributes, Link, timestamp};
use crate::features::rest_api::words;
use crate::urls;
use serde::Serialize;
use utoipa::ToSchema;

/// A job.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Job)]
pub struct JobResource {
    id: String,
    /// `bulk` or `import`.
    #[schema(value_type = words::JobKind)]
    kind: &'static str,
    /// What is done: the action of a bulk act, or the kind of file.
    operation: &'static str,
    /// The state, as the portal names it: `running`, `ended`, `checking`, `done` and others.
    state: &'static str,
    /// Whether it is being worked on.
    is_running: bool,
    /// The name of the user on whose behalf it runs.
    user: String,
    /// The name of the imported file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    file_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime, nullable = false)]
    created_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime, nullable = false)]
    started_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime, nullable = false)]
    ended_date: Option<String>,
    progress: JobProgress,
    /// The page of the portal, for a browser.
    page_url: String,
    links: JobLinks,
    attributes: Attributes,
}

/// The number of rows of a job. A number that is not known yet is missing.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JobProgress {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    total: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    done: Option<u64>,
    /// Rows that were changed or added.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    changed: Option<u64>,
    /// Rows that had the requested values already.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    unchanged: Option<u64>,
    /// Rows that cannot be changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    failed: Option<u64>,
}

/// The links of a job.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct JobLinks {
    /// The job.
    #[serde(rename = "self")]
    own: Link,
    /// The rows with their results, as CSV.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    results: Option<Link>,
    /// The rejected rows of an import, as CSV.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    rejects: Option<Link>,
}

impl JobResource {
    /// Returns a bulk act. `public_url` is the address of the portal.
    pub fn of_bulk_act(act: &NamedAct, public_url: &str) -> Self {
        let (row, id) = (&act.row, act.row.id.to_string());
        let (counts, number) = (row.counts, |number: i64| Some(number.unsigned_abs()));
        JobResource {
            kind: "bulk",
            operation: row.act.as_str(),
            state: row.state.as_str(),
            is_running: row.state.is_at_work(),
            user: act.person.clone(),
            file_name: None,
            created_date: Some(timestamp(row.created_at)),
            started_date: row.started_at.map(timestamp),
            ended_date: row.ended_at.map(timestamp),
            progress: JobProgress {
                total: number(counts.planned + counts.same + counts.blocked + counts.done()),
                done: number(counts.done()),
                changed: number(counts.changed),
                unchanged: number(counts.same),
                failed: number(counts.failed + counts.blocked),
            },
            page_url: format!("{public_url}{}", urls::bulk_act(row.id)),
            links: JobLinks {
                own: Link::to(&urls::portal_api_job(&id)),
                results: Some(Link::to(&urls::portal_api_job_results(row.id))),
                rejects: None,
            },
            attributes: Attributes::new("Job"),
            id,
        }
    }

    /// Returns an import of this user. `public_url` is the address of the portal.
    pub fn of_import(import: &Import, user: &str, public_url: &str) -> Self {
        let (id, draft) = (import.id.to_string(), &import.draft);
        let report = match &draft.state {
            ImportState::Checked(report) | ImportState::Done(report) => Some(report),
            _ => None,
        };
        let is_running = draft.state.is_running();
        let progress = match (report, import.progress) {
            (Some(report), _) => JobProgress {
                total: Some(report.rows),
                done: matches!(draft.state, ImportState::Done(_)).then_some(report.rows),
                changed: Some(report.added + report.changed),
                unchanged: Some(report.unchanged),
                failed: Some(report.bad),
            },
            (None, Some(Progress::Writing { done, rows })) => {
                JobProgress { total: Some(rows), done: Some(done), ..JobProgress::default() }
            }
            (None, Some(Progress::Reading { .. }) | None) => JobProgress::default(),
        };
        let has_rejects = import.is_kept && report.is_some_and(|report| report.bad > 0);
        JobResource {
            kind: "import",
            operation: draft.kind.as_str(),
            state: draft.state.as_str(),
            is_running,
            user: user.to_owned(),
            file_name: Some(draft.file_name.clone()),
            created_date: None,
            started_date: None,
            ended_date: None,
            progress,
            page_url: format!("{public_url}{}", urls::import_progress(import.id)),
            links: JobLinks {
                own: Link::to(&urls::portal_api_job(&id)),
                results: None,
                rejects: has_rejects.then(|| Link::to(&urls::portal_api_job_rejects(import.id))),
            },
            attributes: Attributes::new("Job"),
            id,
        }
    }
}
