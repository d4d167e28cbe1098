//! Restores a backup: everything is checked before anything changes, and one step replaces the database.

use crate::audit::heads::LogHead;
use crate::backup::manifest::{Contents, DatabaseKind, Manifest};
use crate::backup::sealed_secret::SealedSecret;
use crate::backup::{archive, contents, finish, postgres, sealed_secret, sqlite, work_folder};
use crate::db::{Backend, migrations, portable};
use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A backup that was extracted and found to be whole.
#[derive(Debug)]
pub struct CheckedBackup {
    /// What it says about itself.
    pub manifest: Manifest,
    folder: TempDir,
}

impl CheckedBackup {
    /// Extracts and checks an archive. The extracted files are beside `target` until the value is dropped.
    ///
    /// # Errors
    /// One line for the operator: the archive is damaged, a newer version wrote it, or there is no space.
    pub fn open(archive: &Path, target: &Path) -> Result<Self> {
        let folder = work_folder::create(target)?;
        let manifest = archive::extract(archive, folder.path())?;
        let wrong = |what: String| Error::operator(format!("{}: {what}", archive.display()));
        let known = migrations::known()?;
        if let Some(newer) = manifest.contents.migrations.iter().find(|version| !known.contains(version)) {
            return Err(wrong(format!("a newer version wrote this backup: it has the migration {newer}")));
        }
        let copy = folder.path().join(manifest.database.file_name());
        if !copy.exists() {
            return Err(wrong("there is no database in it".to_owned()));
        }
        let backup = CheckedBackup { manifest, folder };
        match backup.manifest.database {
            DatabaseKind::Postgres => postgres::check(&copy)?,
            DatabaseKind::Sqlite => {
                sqlite::check(&copy).map_err(|error| wrong(error.to_string()))?;
                let contents =
                    portable::snapshot(&mut Backend::Sqlite(copy).connect_alone()?, contents::read)?;
                let said = &backup.manifest.contents;
                let is_same = (&contents.migrations, &contents.rows) == (&said.migrations, &said.rows);
                let has_heads = contents.heads.is_empty() || contents.heads == said.heads;
                if !is_same || !has_heads {
                    return Err(wrong("the database is not the one that the manifest describes".to_owned()));
                }
            }
        }
        Ok(backup)
    }

    /// Returns the secret in the archive; `None` if it has none.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn secret(&self) -> Result<Option<SealedSecret>> {
        if !self.manifest.files.iter().any(|file| file.name == sealed_secret::FILE) {
            return Ok(None);
        }
        let json = std::fs::read(self.folder.path().join(sealed_secret::FILE))?;
        serde_json::from_slice(&json)
            .map(Some)
            .map_err(|error| Error::operator(format!("secret.json: {error}")))
    }

    /// Replaces the database. Returns the name that a former file has now. The program has to call
    /// [`finish::finish_restore`] before it uses the database; it does so whenever it opens one.
    ///
    /// # Errors
    /// One line for the operator: the portal is running, the kinds of database differ, or a step failed. Nothing has
    /// changed then.
    pub fn install(self, backend: &Backend) -> Result<Option<PathBuf>> {
        let copy = self.folder.path().join(self.manifest.database.file_name());
        let mark = finish::mark(self.manifest.created_at);
        match (backend, self.manifest.database) {
            (Backend::Sqlite(target), DatabaseKind::Sqlite) => {
                sqlite::mark(&copy, &mark)?;
                sqlite::install(&copy, target)
            }
            (Backend::Postgres(url), DatabaseKind::Postgres) => {
                postgres::install(&mut backend.connect()?, url, &copy, &mark).map(|()| None)
            }
            (_, kind) => {
                let needed = match kind {
                    DatabaseKind::Sqlite => "sqlite://FILE",
                    DatabaseKind::Postgres => "postgres://…",
                };
                Err(Error::operator(format!("this backup needs a DATABASE_URL of {needed}")))
            }
        }
    }
}

/// Reads what the present database contains; `None` if there is none or it cannot be read.
pub fn present(backend: &Backend) -> Option<Contents> {
    if sqlite::path(backend).is_some_and(|file| !file.exists()) {
        return None;
    }
    let read = || portable::snapshot(&mut backend.connect()?, contents::read);
    read().inspect_err(|error| tracing::warn!(%error, "the present database cannot be read")).ok()
}

/// Returns what a restore loses: the numbers of the entries of each log that the heads know and the backup does not
/// have.
pub fn lost_entries(backup: &Contents, heads: &[LogHead]) -> Vec<(String, std::ops::RangeInclusive<i64>)> {
    let ends: BTreeMap<String, i64> = backup
        .heads
        .iter()
        .filter_map(|line| LogHead::parse(line))
        .map(|head| (head.mpn_id, head.seq))
        .collect();
    let mut known: BTreeMap<&str, i64> = BTreeMap::new();
    for head in heads {
        let seq = known.entry(&head.mpn_id).or_default();
        *seq = head.seq.max(*seq);
    }
    let lost = known.into_iter().filter_map(|(mpn_id, seq)| {
        let end = ends.get(mpn_id).copied().unwrap_or(0);
        (seq > end).then(|| (mpn_id.to_owned(), end + 1..=seq))
    });
    lost.collect()
}
