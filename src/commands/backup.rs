//! `backup FILE`, `backup --to DIR --keep N` and `backup verify FILE`.

use crate::backup::create;
use crate::backup::create::{NewBackup, Series};
use crate::backup::manifest::Manifest;
use crate::backup::record;
use crate::backup::record::BackupRecord;
use crate::backup::restore::CheckedBackup;
use crate::backup::sealed_secret::seal;
use crate::backup::sqlite;
use crate::clock;
use crate::config::Settings;
use crate::db::{Backend, portable};
use crate::error::{Error, Result};
use crate::private_files;
use crate::secrets::{Secrets, refuse_if_others_may_read};
use clap::{Args, Subcommand};
use std::io;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Writes a backup, or checks one.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Backup {
    #[command(subcommand)]
    check: Option<BackupCommand>,
    #[command(flatten)]
    create: CreateBackup,
}

#[derive(Debug, Subcommand)]
enum BackupCommand {
    /// Check that an archive is whole and could be restored by this version
    Verify {
        /// The archive
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
struct CreateBackup {
    /// The archive to write; it must not exist
    #[arg(value_name = "FILE", required_unless_present = "to", conflicts_with = "to")]
    file: Option<PathBuf>,
    /// Write an archive with the time in its name into this folder
    #[arg(long, value_name = "DIR", requires = "keep")]
    to: Option<PathBuf>,
    /// Then delete the oldest archives in the folder until N are left
    #[arg(long, value_name = "N", requires = "to")]
    keep: Option<NonZeroUsize>,
    /// Put the secret into the archive, encrypted with a passphrase from PORTAL_BACKUP_PASSPHRASE_FILE or standard input
    #[arg(long)]
    with_secret: bool,
}

impl Backup {
    /// Runs the command. It does not migrate the database.
    ///
    /// # Errors
    /// One line for the operator; there is no new file then.
    pub fn run(&self, settings: &Settings) -> Result<()> {
        let Some(BackupCommand::Verify { file }) = &self.check else { return self.create.run(settings) };
        let checked = CheckedBackup::open(file, &std::env::temp_dir().join("backup"))?;
        println!("{} is whole: {}", file.display(), described(&checked.manifest));
        Ok(())
    }
}

impl CreateBackup {
    fn run(&self, settings: &Settings) -> Result<()> {
        let secrets = Secrets::load(&settings.portal_secret_file)?;
        let secret = if self.with_secret {
            let missing = || {
                Error::operator(format!("there is no secret file {}", settings.portal_secret_file.display()))
            };
            Some(seal(secrets.as_ref().ok_or_else(missing)?, &passphrase(settings)?)?)
        } else {
            None
        };
        let backend = Backend::from_url(&settings.database_url)?;
        let backup = NewBackup { backend: &backend, secret_id: secrets.map(|secrets| secrets.id()), secret };
        match (&self.file, &self.to, self.keep) {
            (Some(file), ..) => write(&backup, file),
            (None, Some(folder), Some(keep)) => {
                private_files::create_folder_of(&folder.join("archive"))?;
                write(&backup, &create::name_in(folder, Series::Regular))?;
                for old in create::delete_old(folder, Series::Regular, keep.get())? {
                    println!("Deleted {}", old.display());
                }
                Ok(())
            }
            _ => Err(Error::operator("name the archive to write, or use --to DIR --keep N")),
        }
    }
}

fn write(backup: &NewBackup<'_>, file: &Path) -> Result<()> {
    let written = backup.write(file);
    let error = written.as_ref().err().map(ToString::to_string);
    let bytes = match &error {
        None => file.metadata().map_or(0, |archive| archive.len()),
        Some(_) => 0,
    };
    let record = BackupRecord { at: clock::now(), file: file.display().to_string(), bytes, error };
    remember(backup.backend, &record);
    let manifest = written?;
    println!("Wrote {}: {}", file.display(), described(&manifest));
    if backup.secret.is_none() {
        println!("The secret is not in it; keep a copy of the secret file in another place");
    }
    Ok(())
}

/// Stores the backup in the database. If that fails, the archive is still valid.
fn remember(backend: &Backend, backup: &BackupRecord) {
    if sqlite::path(backend).is_some_and(|database| !database.exists()) {
        return;
    }
    let remembered = backend.connect().and_then(|mut c| {
        portable::wait_for_locks(&mut c, 5_000)?;
        portable::immediate_transaction(&mut c, |c| record::remember(c, backup))
    });
    if let Err(error) = remembered {
        tracing::warn!(%error, "the database does not know of this backup, so the portal reports an older one");
    }
}

/// Returns what an archive contains in one sentence.
pub(super) fn described(manifest: &Manifest) -> String {
    let rows = |table: &str| manifest.contents.rows.get(table).copied().unwrap_or_default();
    format!(
        "the database of {} UTC with {} customers, {} subscriptions and {} log entries",
        manifest.created_at.format("%Y-%m-%d %H:%M:%S"),
        rows("customers"),
        rows("subscriptions"),
        rows("activity_log"),
    )
}

/// Reads the passphrase of the secret: the first line of the file of the setting, or of standard input.
pub(super) fn passphrase(settings: &Settings) -> Result<String> {
    let text = match &settings.portal_backup_passphrase_file {
        Some(file) => {
            refuse_if_others_may_read(file)?;
            std::fs::read_to_string(file)
                .map_err(|error| Error::operator(format!("{}: {error}", file.display())))?
        }
        None => {
            eprintln!("Passphrase of the secret:");
            let mut line = String::new();
            io::stdin().read_line(&mut line)?;
            line
        }
    };
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
