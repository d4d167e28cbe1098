//! The list of background jobs and the loop that runs them. Each job is an idempotent function that returns
//! how much it did; jobs run concurrently. Mail and imports have leases in their own tables, so their jobs
//! run in every process.

use crate::audit::{heads, verify};
use crate::clock;
use crate::db::pause;
use crate::error::Result;
use crate::features::chat_channels::work as chat_messages;
use crate::features::connections::writing::work as connection_writes;
use crate::features::import::upload::work;
use crate::features::notices::{coming, digest, letters};
use crate::features::overview::daily::job as daily_job;
use crate::features::referrals::expiry as referrals_expiry;
use crate::features::relationship_requests::expiry;
use crate::features::reports::due as reports_due;
use crate::features::retention::run;
use crate::features::subscriptions::change::due_job;
use crate::jobs::lease::Lease;
use crate::jobs::schedule::RunsOn::{EveryProcess, OneProcess};
use crate::jobs::{cleaning, lease};
use crate::monitoring::job_kind::JobKind;
use crate::portal::Portal;
use std::time::{Duration, Instant};

/// How often most jobs are looked at, and how often a lease is renewed.
const MINUTE: Duration = Duration::from_secs(60);

/// How often the jobs are looked at for which somebody waits.
const SECONDS: Duration = Duration::from_secs(2);

/// Which processes run a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunsOn {
    /// Every process.
    EveryProcess,
    /// One process at a time.
    OneProcess,
}

/// A background job.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    /// The name in the table and in the server log.
    pub name: &'static str,
    /// Which processes run it.
    pub at: RunsOn,
    /// Minutes from the end of a run to the next one, for a job that one process runs at a time.
    pub minutes: i64,
    /// How often a process looks whether the job is due.
    pub interval: Duration,
    /// The blocking function; returns how much it did.
    pub run: fn(&Portal) -> Result<usize>,
}

/// All jobs.
pub const JOBS: &[Job] = &[
    Job {
        name: JobKind::Subscriptions.as_str(),
        at: OneProcess,
        minutes: 1,
        interval: MINUTE,
        run: |portal| due_job::run(portal),
    },
    Job {
        name: JobKind::Requests.as_str(),
        at: OneProcess,
        minutes: 1,
        interval: MINUTE,
        run: |portal| expiry::run(portal),
    },
    Job {
        name: JobKind::Referrals.as_str(),
        at: OneProcess,
        minutes: 1,
        interval: MINUTE,
        run: |portal| referrals_expiry::expire(portal),
    },
    Job {
        name: JobKind::Mail.as_str(),
        at: EveryProcess,
        minutes: 1,
        interval: MINUTE,
        run: |portal| portal.mailer().deliver_due(),
    },
    Job {
        name: JobKind::LogProof.as_str(),
        at: EveryProcess,
        minutes: 1,
        interval: MINUTE,
        run: |portal| verify::verify_all(&portal.db, &portal.log, &portal.proofs).map(|()| 0),
    },
    Job {
        name: JobKind::LogHeads.as_str(),
        at: OneProcess,
        minutes: 24 * 60,
        interval: MINUTE,
        run: |portal| heads::log_heads(&portal.db).map(|()| 0),
    },
    Job {
        name: JobKind::Imports.as_str(),
        at: EveryProcess,
        minutes: 1,
        interval: MINUTE,
        run: |portal| work::resume_abandoned(portal, &portal.uploads),
    },
    Job {
        name: JobKind::BulkActs.as_str(),
        at: EveryProcess,
        minutes: 1,
        interval: MINUTE,
        run: |portal| portal.bulk_workers.wake(portal),
    },
    Job {
        name: JobKind::NoticeDates.as_str(),
        at: OneProcess,
        minutes: 5,
        interval: MINUTE,
        run: |portal| coming::run(portal),
    },
    Job {
        name: JobKind::Letters.as_str(),
        at: OneProcess,
        minutes: 1,
        interval: MINUTE,
        run: |portal| letters::run(portal),
    },
    Job {
        name: JobKind::Digests.as_str(),
        at: OneProcess,
        minutes: 1,
        interval: MINUTE,
        run: |portal| digest::run(portal),
    },
    Job {
        name: JobKind::ChatMessages.as_str(),
        at: EveryProcess,
        minutes: 1,
        interval: MINUTE,
        run: |portal| chat_messages::run(portal),
    },
    Job {
        name: JobKind::Webhooks.as_str(),
        at: EveryProcess,
        minutes: 0,
        interval: SECONDS,
        run: |portal| portal.webhook_workers.wake(portal),
    },
    Job {
        name: JobKind::Connections.as_str(),
        at: EveryProcess,
        minutes: 1,
        interval: MINUTE,
        run: |portal| portal.connection_workers.wake(portal),
    },
    Job {
        name: JobKind::ConnectionWrites.as_str(),
        at: OneProcess,
        minutes: 1,
        interval: MINUTE,
        run: |portal| connection_writes::run(portal, clock::now()),
    },
    Job {
        name: JobKind::Reports.as_str(),
        at: EveryProcess,
        minutes: 1,
        interval: MINUTE,
        run: |portal| reports_due::run_due(portal, &portal.reported, clock::now()),
    },
    Job {
        name: JobKind::Cleaning.as_str(),
        at: OneProcess,
        minutes: 60,
        interval: MINUTE,
        run: cleaning::delete_expired,
    },
    Job {
        name: JobKind::Retention.as_str(),
        at: OneProcess,
        minutes: 24 * 60,
        interval: MINUTE,
        run: |portal| run::run(portal),
    },
    Job {
        name: JobKind::DailyFigures.as_str(),
        at: OneProcess,
        minutes: 5,
        interval: MINUTE,
        run: |portal| daily_job::run(portal),
    },
];

/// Runs every job immediately and then periodically, until the runtime ends. While jobs are paused, none begins.
pub async fn run(portal: Portal) {
    futures_util::future::join_all(JOBS.iter().map(|job| run_repeatedly(portal.clone(), *job))).await;
}

async fn run_repeatedly(portal: Portal, job: Job) {
    let mut clock = tokio::time::interval(job.interval);
    loop {
        clock.tick().await;
        match portal.db.read_one(pause::paused_since).await {
            Ok(None) => {}
            Ok(Some(_)) => continue,
            Err(error) => {
                tracing::warn!(name = job.name, %error, "a job waits for the database");
                continue;
            }
        }
        let done = match job.at {
            EveryProcess => run_leased(&portal, job, None).await,
            OneProcess => in_turn(&portal, job).await,
        };
        match done {
            Ok(0) => {}
            Ok(done) => tracing::info!(name = job.name, done, "job"),
            Err(error) => tracing::error!(name = job.name, %error, "a job failed; it is tried again"),
        }
    }
}

/// Runs a job if it is due and no other process is running it; returns how much it did.
///
/// # Errors
/// The error of the job. The job is due again later, after a delay that grows with each failure.
pub async fn in_turn(portal: &Portal, job: Job) -> Result<usize> {
    let Some(lease) = portal.db.write(move |c| lease::acquire(c, job.name)).await? else { return Ok(0) };
    let done = run_leased(portal, job, Some(&lease)).await;
    let outcome = done.as_ref().map_err(ToString::to_string).copied();
    portal.db.write(move |c| lease::release(c, &lease, job.minutes, outcome)).await?;
    done
}

fn run_and_record(portal: &Portal, job: Job) -> Result<usize> {
    let began = Instant::now();
    let done = (job.run)(portal);
    let outcome = done.as_ref().copied().map_err(ToString::to_string);
    portal.job_runs.record(job.name, began.elapsed(), outcome);
    done
}

/// Runs the job on a blocking thread and renews its lease meanwhile.
async fn run_leased(portal: &Portal, job: Job, lease: Option<&Lease>) -> Result<usize> {
    let worker = portal.clone();
    let mut work = std::pin::pin!(actix_web::web::block(move || run_and_record(&worker, job)));
    loop {
        match tokio::time::timeout(MINUTE, work.as_mut()).await {
            Ok(Ok(done)) => return done,
            Ok(Err(error)) => return Err(crate::error::Error::internal(error)),
            Err(_) => {
                let Some(lease) = lease.cloned() else { continue };
                portal.db.write(move |c| lease::renew(c, &lease)).await?;
            }
        }
    }
}
