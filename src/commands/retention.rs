//! `retention`: erases what is older than the retention periods, which a job otherwise does daily, or
//! prints how much that would be.

use crate::clock;
use crate::commands::context::CommandContext;
use crate::commands::personal_data::report;
use crate::config::retention_periods::Periods;
use crate::error::{Error, Result};
use crate::features::retention::run;
use clap::Args;

/// Erases personal data that is older than the PORTAL_RETENTION settings allow.
#[derive(Debug, Args)]
pub struct Retention {
    /// Only print how much would be erased
    #[arg(long)]
    dry_run: bool,
}

impl Retention {
    /// Runs the command.
    ///
    /// # Errors
    /// No period is set, or the database failed.
    pub fn run(&self, context: &CommandContext) -> Result<()> {
        if context.settings.retention == Periods::default() {
            return Err(Error::operator(
                "no retention period is set, so everything is kept; set one, such as PORTAL_RETENTION_LOG_DAYS=365",
            ));
        }
        let run = run::Retention {
            db: &context.db,
            activity: &context.log,
            secrets: &context.secrets,
            periods: &context.settings.retention,
            now: clock::now(),
            only_count: self.dry_run,
            batches: usize::MAX,
        };
        let counts = run.run()?.counts;
        if counts.is_empty() {
            println!("Nothing is older than its retention period");
        }
        report(context, &[(if self.dry_run { "would be erased" } else { "erased" }, &counts)])
    }
}
