//! What the portal does by itself while it serves: each job is one function that may be run at any time, twice or
//! by two processes at once, and answers how much it did.

use crate::activity;
use crate::app::Portal;
use crate::error::Result;
use crate::{import, mail, referrals, requests, subscriptions};
use std::time::Duration;

/// How often it is looked whether something is due.
const EVERY: Duration = Duration::from_secs(60);

/// A job: blocks, and answers how many things it did.
type Job = fn(&Portal) -> Result<usize>;

/// All jobs, by the name that the server's log gives them.
const JOBS: &[(&str, Job)] = &[
    ("subscriptions that are due", subscriptions::due::run),
    ("requests that expire", requests::expiry::expire),
    ("referrals that expire", referrals::expiry::expire),
    ("mail", mail::worker::deliver),
    ("activity proof", activity::proof::job),
    ("imports to go on with", import::browser::work::resume),
    ("forget uploaded files", |portal| portal.db.write_now(import::browser::queries::forget_old)),
];

/// Runs every job now and then again and again, until the runtime ends; none waits for another one.
pub async fn run(portal: Portal) {
    let jobs = JOBS.iter().map(|(name, job)| again_and_again(portal.clone(), name, *job));
    futures_util::future::join_all(jobs).await;
}

async fn again_and_again(portal: Portal, name: &str, job: Job) {
    let mut clock = tokio::time::interval(EVERY);
    loop {
        clock.tick().await;
        let portal = portal.clone();
        match actix_web::web::block(move || job(&portal)).await {
            Ok(Ok(0)) => {}
            Ok(Ok(done)) => tracing::info!(name, done, "job"),
            Ok(Err(error)) => tracing::error!(name, %error, "a job failed; it is tried again"),
            Err(error) => tracing::error!(name, %error, "a job broke off"),
        }
    }
}
