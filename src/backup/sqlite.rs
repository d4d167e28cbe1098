//! SQLite: the copy of a file in use, its check, and its exchange for another one.

use crate::clock;
use crate::db::{Backend, DbConnection};
use crate::error::{Error, Result};
use crate::private_files;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::path::{Path, PathBuf};

/// Writes a consistent copy of the database to the new file `to`, while others read and write. The copy has no pages of
/// deleted rows.
///
/// # Errors
/// The database failed, or the file cannot be written.
pub fn copy(c: &mut DbConnection, to: &Path) -> Result<()> {
    private_files::create(to)?;
    diesel::sql_query("VACUUM INTO ?").bind::<Text, _>(utf8(to)?).execute(c)?;
    Ok(())
}

#[derive(QueryableByName)]
struct Problem {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

#[derive(QueryableByName)]
struct Orphan {
    #[diesel(sql_type = Text)]
    table: String,
}

/// Checks every page, index and reference of a database that nobody uses.
///
/// # Errors
/// One line for the operator with what was found.
pub fn check(file: &Path) -> Result<()> {
    check_content(&mut open(file)?)
}

/// Checks every page, index and reference of an open database.
///
/// # Errors
/// One line for the operator with what was found.
pub fn check_content(c: &mut SqliteConnection) -> Result<()> {
    let problems: Vec<Problem> = diesel::sql_query("PRAGMA integrity_check").load(c)?;
    if let Some(problem) = problems.iter().find(|problem| problem.integrity_check != "ok") {
        return Err(Error::operator(format!("the database is damaged: {}", problem.integrity_check)));
    }
    let orphans: Vec<Orphan> = diesel::sql_query("PRAGMA foreign_key_check").load(c)?;
    match orphans.first() {
        Some(orphan) => {
            Err(Error::operator(format!("rows of {} refer to rows that do not exist", orphan.table)))
        }
        None => Ok(()),
    }
}

/// Opens a file that nobody uses, so that no other file belongs to it.
fn open(file: &Path) -> Result<SqliteConnection> {
    let mut c =
        SqliteConnection::establish(utf8(file)?).map_err(|error| Error::operator(error.to_string()))?;
    c.batch_execute("PRAGMA journal_mode = DELETE")?;
    Ok(c)
}

/// Marks a database as restored: the program ends what it has to end before it uses it.
///
/// # Errors
/// The database failed.
pub fn mark(file: &Path, sql: &str) -> Result<()> {
    Ok(open(file)?.batch_execute(sql)?)
}

/// Puts the file `new` in the place of the database `target`; returns the name that the former one has now. `new` is in
/// the same folder as `target` or below it.
///
/// # Errors
/// One line for the operator: the portal is running, or a file cannot be renamed. Nothing has changed then.
pub fn install(new: &Path, target: &Path) -> Result<Option<PathBuf>> {
    let wrong = |error: std::io::Error| Error::operator(format!("{}: {error}", target.display()));
    let former = if target.try_exists().map_err(wrong)? {
        release(target)?;
        let former =
            with_ending(target, &format!("before-restore-{}", clock::now().format("%Y%m%dT%H%M%S%3fZ")));
        // The former log of a damaged database belongs to it.
        for log in ["-wal", "-shm"] {
            let log_of = |file: &Path| PathBuf::from(format!("{}{log}", file.display()));
            if log_of(target).exists() {
                std::fs::rename(log_of(target), log_of(&former)).map_err(wrong)?;
            }
        }
        std::fs::hard_link(target, &former).map_err(wrong)?;
        Some(former)
    } else {
        None
    };
    std::fs::rename(new, target).map_err(wrong)?;
    private_files::sync_folder(private_files::folder_of(target)).map_err(wrong)?;
    Ok(former)
}

/// Moves the write-ahead log into the database, which works only if no other process has it open. A database that cannot
/// be read is left as it is.
fn release(target: &Path) -> Result<()> {
    let released = open(target);
    match released {
        Err(error) if error.is_busy() => {
            let target = target.display();
            Err(Error::operator(format!("{target} is in use: stop the portal, restore, and start it again")))
        }
        Err(error) => {
            tracing::warn!(%error, "the present database cannot be read");
            Ok(())
        }
        Ok(_) => Ok(()),
    }
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}.{ending}", file.display()))
}

fn utf8(path: &Path) -> Result<&str> {
    path.to_str().ok_or_else(|| Error::operator(format!("{}: the name is not UTF-8", path.display())))
}

/// Returns the path of the database; `None` if it is PostgreSQL.
pub fn path(backend: &Backend) -> Option<&Path> {
    match backend {
        Backend::Sqlite(path) => Some(path),
        Backend::Postgres(_) => None,
    }
}
