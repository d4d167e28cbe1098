//! `restore FILE`: replaces the database by that of an archive.

use crate::audit::ActivityLog;
use crate::audit::heads;
use crate::audit::heads::LogHead;
use crate::audit::sealing::seal_old_logs;
use crate::backup::finish::{finish_restore, record_restore};
use crate::backup::manifest::Contents;
use crate::backup::restore::{CheckedBackup, lost_entries, present};
use crate::backup::sqlite;
use crate::commands::backup::{described, passphrase};
use crate::commands::confirm::confirm;
use crate::config::Settings;
use crate::db::{Backend, Db};
use crate::error::{Error, Result};
use crate::private_files::create_folder_of;
use crate::secret_rotation;
use crate::secrets::Secrets;
use clap::Args;
use std::path::{Path, PathBuf};

/// Restores a backup.
#[derive(Debug, Args)]
pub struct Restore {
    /// The archive
    file: PathBuf,
    /// Do not ask for confirmation
    #[arg(long)]
    yes: bool,
    /// Say which entries of the activity logs are lost, by heads that `activity head` printed or the server log has
    #[arg(long, value_name = "FILE")]
    head: Option<PathBuf>,
}

impl Restore {
    /// Runs the command.
    ///
    /// # Errors
    /// One line for the operator. The database is either the former one or that of the archive.
    pub fn run(&self, settings: Settings) -> Result<()> {
        let backend = Backend::from_url(&settings.database_url)?;
        let target =
            sqlite::path(&backend).map_or_else(|| std::env::temp_dir().join("restore"), Path::to_owned);
        create_folder_of(&target)?;
        let outside = self.head.as_deref().map(heads::read).transpose()?;
        let backup = CheckedBackup::open(&self.file, &target)?;
        println!("{}: {}", self.file.display(), described(&backup.manifest));
        compare(&backup.manifest.contents, present(&backend), outside.unwrap_or_default());
        let secret = self.secret(&backup, &settings)?;
        if !self.yes {
            confirm(&format!("replaces the database {backend}"))?;
        }
        if let Some(secret) = secret {
            secret.write_to(&settings.portal_secret_file)?;
            println!("Wrote the secret file {}", settings.portal_secret_file.display());
        }
        let replaced_secret = former_secret(&backup, &settings)?;
        if let Some(former) = backup.install(&backend)? {
            println!("The former database is now {}; delete it when all is well", former.display());
        }
        let db = Db::open(&settings.database_url)?;
        db.migrate()?;
        let finished = finish_restore(&db)?;
        if let Some(finished) = &finished {
            let counts: Vec<String> =
                finished.counts.iter().map(|(what, count)| format!("{what}: {count}")).collect();
            println!("Restored. {}", counts.join(", "));
        }
        let secrets = Secrets::load_or_create(&settings.portal_secret_file)?;
        let log = ActivityLog::new(db, &secrets);
        if let Some(former) = replaced_secret {
            println!(
                "The secret was replaced after this backup, so the database is changed over to the new one"
            );
            secret_rotation::change_over(&log, &former, &secrets)?;
        }
        seal_old_logs(log.db(), log.chain())?;
        if let Some(finished) = &finished {
            record_restore(&log, finished)?;
        }
        println!("Jobs and mail are paused. Start the portal, look at it, then run: partner-portal resume");
        Ok(())
    }

    /// Returns the secret that has to be written: that of the archive, if there is no secret file.
    fn secret(&self, backup: &CheckedBackup, settings: &Settings) -> Result<Option<Secrets>> {
        let file = settings.portal_secret_file.display();
        let needed = &backup.manifest.secret_id;
        if let Some(own) = Secrets::load(&settings.portal_secret_file)? {
            let is_known =
                |needed: &String| *needed == own.id() || own.former().any(|former| former.id() == *needed);
            if needed.as_ref().is_some_and(|needed| !is_known(needed)) {
                return Err(Error::operator(format!(
                    "the secret file {file} is not that of this backup: links, second factors and the proof of the log \
                     need the one that was in use; move it away, and put the right one there or let this command restore \
                     it from a backup with the secret"
                )));
            }
            return Ok(None);
        }
        match backup.secret()? {
            Some(sealed) => sealed.open(&passphrase(settings)?).map(Some),
            None if needed.is_some() => Err(Error::operator(format!(
                "there is no secret file {file}, and this backup has none: copy the secret file of the backed-up portal there"
            ))),
            None => Ok(None),
        }
    }
}

/// Returns the secret of the backup, if it has been replaced since.
fn former_secret(backup: &CheckedBackup, settings: &Settings) -> Result<Option<Secrets>> {
    let (Some(needed), Some(own)) =
        (&backup.manifest.secret_id, Secrets::load(&settings.portal_secret_file)?)
    else {
        return Ok(None);
    };
    Ok(own.former().find(|former| former.id() == *needed))
}

/// Prints the differences between the present database and the backup.
fn compare(backup: &Contents, present: Option<Contents>, outside: Vec<LogHead>) {
    let mut known = outside;
    if let Some(present) = present {
        for (table, now) in &present.rows {
            let then = backup.rows.get(table).copied().unwrap_or_default();
            if then != *now {
                println!("  {table}: {now} now, {then} in the backup");
            }
        }
        let time = |contents: &Contents| {
            contents
                .newest_entry
                .map_or_else(|| "none".to_owned(), |at| at.format("%Y-%m-%d %H:%M:%S UTC").to_string())
        };
        println!("  newest log entry: {} now, {} in the backup", time(&present), time(backup));
        known.extend(present.heads.iter().filter_map(|line| LogHead::parse(line)));
    }
    for (mpn_id, lost) in lost_entries(backup, &known) {
        println!(
            "  activity log of {mpn_id}: entries {} to {} are not in the backup",
            lost.start(),
            lost.end()
        );
    }
}
