//! `copy`: copies the whole database into an empty one, and checks it there.

use crate::audit::ActivityLog;
use crate::audit::verify::verify;
use crate::backup::copy::run::{CopyProgress, copy};
use crate::config::Settings;
use crate::db::{Backend, Db, partners};
use crate::error::{Error, Result};
use crate::secrets::Secrets;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal};
use std::time::Instant;

/// Copies the database.
#[derive(Debug, Args)]
pub struct CopyCommand {
    /// The empty database: sqlite://FILE or postgres://USER@HOST/NAME. Begins again where an interrupted copy ended
    #[arg(long, value_name = "URL")]
    to: String,
}

impl CopyCommand {
    /// Runs the command.
    ///
    /// # Errors
    /// One line for the operator. What was copied until then is kept for the next try.
    pub fn run(&self, settings: &Settings) -> Result<()> {
        let source = Backend::from_url(&settings.database_url)?;
        let began = Instant::now();
        let bar = progress_bar();
        let copied = copy(&source, &self.to, |progress| {
            show(&bar, progress);
            Ok(())
        });
        bar.finish_and_clear();
        let copied = copied?;
        let target = Db::open(&self.to)?;
        let logs = verified_logs(settings, &target)?;
        if copied.kept > 0 {
            println!("{} tables were there already and are equal", copied.kept);
        }
        println!(
            "{} rows in {} tables were copied in {:.1} s and are equal in both databases. Activity logs that were verified: {logs}",
            copied.rows(),
            copied.tables.len(),
            began.elapsed().as_secs_f64()
        );
        println!(
            "Now set DATABASE_URL to this database, keep the secret file, and start the portal. What is changed in {source} from \
             now on is only there"
        );
        Ok(())
    }
}

/// Verifies the activity log of each partner; returns how many there are.
fn verified_logs(settings: &Settings, target: &Db) -> Result<usize> {
    let secrets = Secrets::load_or_create(&settings.portal_secret_file)?;
    let log = ActivityLog::new(target.clone(), &secrets);
    let partners = target.read_now(partners::all)?;
    for partner in &partners {
        let checked = target.read_now(|c| verify(c, log.chain(), partner.id))?;
        if let Some(entry) = checked.broken {
            let said = "is not verified in the copy; run `partner-portal activity verify` on both databases";
            return Err(Error::operator(format!(
                "{} {}: entry {entry} {said}",
                partner.mpn_id, partner.name
            )));
        }
    }
    Ok(partners.len())
}

/// A progress bar, shown only on a terminal.
fn progress_bar() -> ProgressBar {
    let target =
        if io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(0), target);
    if let Ok(style) =
        ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} rows, {per_sec}, {eta} left")
    {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, progress: CopyProgress<'_>) {
    bar.set_length(progress.rows);
    bar.set_position(progress.done);
    bar.set_message(progress.table.to_owned());
}
