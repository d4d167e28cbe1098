//! The last run of each job in this process. [`super::database`] has those of all processes, for jobs that one process
//! runs at a time.

use crate::clock;
use chrono::NaiveDateTime;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The last run of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRun {
    /// When it ended, in UTC.
    pub ended_at: NaiveDateTime,
    /// How long it took.
    pub took: Duration,
    /// How much it did, or its error message.
    pub outcome: Result<usize, String>,
    /// When the job last succeeded in this process, in UTC.
    pub succeeded_at: Option<NaiveDateTime>,
    /// How many runs have failed since then.
    pub failures: u32,
}

/// The last run of each job in this process, by the name of the job.
#[derive(Debug, Default)]
pub struct JobRuns(Mutex<BTreeMap<&'static str, JobRun>>);

impl JobRuns {
    /// Records a run that has just ended.
    pub fn record(&self, name: &'static str, took: Duration, outcome: Result<usize, String>) {
        let mut runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = runs.get(name);
        let ended_at = clock::now();
        let (succeeded_at, failures) = match outcome {
            Ok(_) => (Some(ended_at), 0),
            Err(_) => (
                before.and_then(|run| run.succeeded_at),
                before.map_or(1, |run| run.failures.saturating_add(1)),
            ),
        };
        runs.insert(name, JobRun { ended_at, took, outcome, succeeded_at, failures });
    }

    /// Returns the last runs.
    pub fn all(&self) -> BTreeMap<&'static str, JobRun> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_failures_since_the_last_success() {
        let runs = JobRuns::default();
        let record = |outcome| runs.record("mail", Duration::ZERO, outcome);
        record(Ok(3));
        let succeeded_at = runs.all()["mail"].succeeded_at;
        record(Err("no".to_owned()));
        record(Err("no".to_owned()));
        let run = runs.all()["mail"].clone();
        assert!(succeeded_at.is_some());
        assert_eq!((run.succeeded_at, run.failures), (succeeded_at, 2));
        record(Ok(0));
        assert_eq!(runs.all()["mail"].failures, 0);
    }
}
