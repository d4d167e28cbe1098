//! `migrate`: updates the database. With `--dry-run`, only a copy of it.

use crate::backup::{sqlite, work_folder};
use crate::commands::context::CommandContext;
use crate::config::Settings;
use crate::db::{Backend, Db, DbConnection, migrations};
use crate::error::{Error, Result};
use clap::Args;
use std::path::Path;
use std::time::Instant;

/// Updates the database.
#[derive(Debug, Args)]
pub struct Migrate {
    /// Say what would be done, try it on a copy of an embedded database, and change nothing
    #[arg(long)]
    dry_run: bool,
}

impl Migrate {
    /// Runs the command.
    ///
    /// # Errors
    /// One line for the operator. With `--dry-run`, also if the migrations would fail.
    pub fn run(&self, settings: Settings) -> Result<()> {
        if self.dry_run { dry_run(&settings) } else { CommandContext::with(settings).map(drop) }
    }
}

fn dry_run(settings: &Settings) -> Result<()> {
    let backend = Backend::from_url(&settings.database_url)?;
    if let Some(file) = sqlite::path(&backend).filter(|file| !file.exists()) {
        println!("{} does not exist; the first start creates it", file.display());
        return Ok(());
    }
    let (applied, known) = (migrations::applied(&mut backend.connect()?)?, migrations::known()?);
    if let Some(newer) = applied.iter().find(|version| !known.contains(version)) {
        return Err(Error::operator(format!(
            "the database {backend} has the migration {newer} of a newer version; run that version, or restore a backup"
        )));
    }
    let pending: Vec<&str> =
        known.iter().filter(|version| !applied.contains(version)).map(String::as_str).collect();
    match pending.as_slice() {
        [] => println!("{backend} is up to date: {} migrations", applied.len()),
        pending => println!("{backend} has {} migrations to run: {}", pending.len(), pending.join(", ")),
    }
    match sqlite::path(&backend) {
        Some(_) if pending.is_empty() => Ok(()),
        Some(file) => try_on_copy(&backend, file),
        None => {
            println!(
                "PostgreSQL is not copied: restore a backup into another database and run `migrate` there"
            );
            Ok(())
        }
    }
}

fn try_on_copy(backend: &Backend, file: &Path) -> Result<()> {
    let folder = work_folder::create(file)?;
    let copy = folder.path().join("copy.db");
    sqlite::copy(&mut backend.connect()?, &copy)?;
    let began = Instant::now();
    let migrated = Db::open(&format!("sqlite://{}", copy.display()))?;
    migrated.migrate()?;
    let seconds = began.elapsed().as_secs_f64();
    migrated.maintain(|c| match c {
        DbConnection::Sqlite(c) => sqlite::check_content(c),
        DbConnection::Postgres(_) => Ok(()),
    })?;
    println!("On a copy they took {seconds:.1} s, and the copy is whole. The database was not changed");
    Ok(())
}
