//! Creates a backup while the portal serves.

use crate::backup::manifest::{Contents, DatabaseKind, FORMAT, Manifest};
use crate::backup::sealed_secret::SealedSecret;
use crate::backup::{archive, contents, postgres, sealed_secret, sqlite, work_folder};
use crate::clock;
use crate::db::postgres_url::PostgresUrl;
use crate::db::{Backend, DbConnection, migrations, portable};
use crate::error::{Error, Result};
use crate::private_files;
use chrono::{NaiveDateTime, SubsecRound};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A backup to be created.
#[derive(Debug)]
pub struct NewBackup<'a> {
    /// The database.
    pub backend: &'a Backend,
    /// The identity of the secret in use, if there is one; see [`crate::secrets::Secrets::id`].
    pub secret_id: Option<String>,
    /// The encrypted secret, to be put into the archive.
    pub secret: Option<SealedSecret>,
}

impl NewBackup<'_> {
    /// Writes the archive to `file`, which must not exist. All changes that were confirmed before are in it.
    ///
    /// # Errors
    /// One line for the operator; there is no file then.
    pub fn write(&self, file: &Path) -> Result<Manifest> {
        if file.try_exists()? {
            return Err(Error::operator(format!("{} exists already", file.display())));
        }
        if let Some(database) = sqlite::path(self.backend).filter(|database| !database.exists()) {
            return Err(Error::operator(format!("there is no database {}", database.display())));
        }
        let folder = work_folder::create(file)?;
        let database = match self.backend {
            Backend::Sqlite(_) => DatabaseKind::Sqlite,
            Backend::Postgres(_) => DatabaseKind::Postgres,
        };
        let copy = folder.path().join(database.file_name());
        let created_at = clock::now().trunc_subsecs(0);
        let contents = match self.backend {
            Backend::Sqlite(_) => copied(self.backend, &copy)?,
            Backend::Postgres(url) => dumped(self.backend, url, &copy)?,
        };
        if let Some(secret) = &self.secret {
            let json = serde_json::to_vec_pretty(secret).map_err(Error::internal)?;
            private_files::create(&folder.path().join(sealed_secret::FILE))?.write_all(&json)?;
        }
        let names = [Some(database.file_name()), self.secret.as_ref().map(|_| sealed_secret::FILE)];
        let described = names.into_iter().flatten().map(|name| archive::describe(folder.path(), name));
        let manifest = Manifest {
            format: FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            created_at,
            database,
            contents,
            secret_id: self.secret_id.clone(),
            files: described.collect::<Result<_>>()?,
        };
        archive::write(file, &manifest, folder.path())?;
        Ok(manifest)
    }
}

/// Copies SQLite's database and checks the copy; returns what it contains.
fn copied(backend: &Backend, copy: &Path) -> Result<Contents> {
    sqlite::copy(&mut backend.connect()?, copy)?;
    sqlite::check(copy)?;
    let copy = Backend::Sqlite(copy.to_owned());
    portable::snapshot(&mut copy.connect_alone()?, contents::read)
}

/// Dumps PostgreSQL's database and checks the dump; returns what it contains.
fn dumped(backend: &Backend, url: &PostgresUrl, copy: &Path) -> Result<Contents> {
    let read = |c: &mut DbConnection| {
        postgres::dump(c, url, copy)?;
        contents::read(c)
    };
    let contents = portable::snapshot(&mut backend.connect()?, read)?;
    postgres::check(copy)?;
    Ok(contents)
}

/// The beginning of the names of archives that are written one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Series {
    /// Of `backup --to`.
    Regular,
    /// Before migrations.
    BeforeMigration,
}

impl Series {
    fn prefix(self) -> &'static str {
        match self {
            Series::Regular => "partner-portal-",
            Series::BeforeMigration => "before-migration-",
        }
    }
}

/// How many archives of [`Series::BeforeMigration`] are kept.
const KEPT_BEFORE_MIGRATION: usize = 3;

const TIME: &str = "%Y%m%dT%H%M%SZ";
const SUFFIX: &str = ".tar.gz";

/// Returns the name of a new archive in `folder`.
pub fn name_in(folder: &Path, series: Series) -> PathBuf {
    folder.join(format!("{}{}{SUFFIX}", series.prefix(), clock::now().format(TIME)))
}

/// Deletes the oldest archives of a series in `folder` until `keep` are left; returns those that it deleted. Files with
/// other names stay.
///
/// # Errors
/// One line for the operator: the folder cannot be read, or a file cannot be deleted.
pub fn delete_old(folder: &Path, series: Series, keep: usize) -> Result<Vec<PathBuf>> {
    let wrong = |error: std::io::Error| Error::operator(format!("{}: {error}", folder.display()));
    let names = fs::read_dir(folder).map_err(wrong)?.flatten().map(|entry| entry.file_name());
    let archives = names.filter_map(|name| name.into_string().ok()).filter(|name| is_in(series, name));
    let mut archives: Vec<String> = archives.collect();
    archives.sort_unstable_by(|a, b| b.cmp(a));
    let old: Vec<PathBuf> = archives.iter().skip(keep).map(|name| folder.join(name)).collect();
    for archive in &old {
        fs::remove_file(archive).map_err(wrong)?;
    }
    Ok(old)
}

fn is_in(series: Series, name: &str) -> bool {
    let time = name.strip_prefix(series.prefix()).and_then(|name| name.strip_suffix(SUFFIX));
    time.is_some_and(|time| NaiveDateTime::parse_from_str(time, TIME).is_ok())
}

/// Writes a backup into the folder of an embedded database that this program is about to migrate. Returns its name;
/// `None` if the database is new, up to date, or not embedded.
///
/// # Errors
/// One line for the operator: the backup cannot be written. The database must not be migrated then.
pub fn before_migration(backend: &Backend, secret_id: Option<String>) -> Result<Option<PathBuf>> {
    let Some(file) = sqlite::path(backend).filter(|file| file.exists()) else { return Ok(None) };
    let (applied, known) = (migrations::applied(&mut backend.connect()?)?, migrations::known()?);
    let is_pending = !applied.is_empty() && applied.len() < known.len();
    if !is_pending {
        return Ok(None);
    }
    let folder = private_files::folder_of(file);
    let archive = name_in(folder, Series::BeforeMigration);
    match (NewBackup { backend, secret_id, secret: None }).write(&archive) {
        // Another process that starts at the same time has written it in this second.
        Err(_) if archive.exists() => return Ok(None),
        written => written?,
    };
    delete_old(folder, Series::BeforeMigration, KEPT_BEFORE_MIGRATION)?;
    Ok(Some(archive))
}
