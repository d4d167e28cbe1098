//! The check of an embedded database before the portal serves it. `partner-portal backup` checks every page.

use crate::db::Backend;
use crate::error::{Error, Result};
use crate::text::percent::percent_encode;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::path::Path;

/// The size in bytes up to which the whole file is checked, which takes less than a second. A million customers have four
/// times as much.
const CHECKED_WHOLE: u64 = 64 * 1024 * 1024;

/// What is checked of a larger file, besides its header, its length and its schema: the tables of every request.
const CHECKED_ALWAYS: [&str; 4] = ["settings", "partners", "users", "sessions"];

#[derive(QueryableByName)]
struct Problem {
    #[diesel(sql_type = Text)]
    quick_check: String,
}

/// Refuses a damaged SQLite file. Never changes it. Does nothing if there is none yet, and for PostgreSQL.
///
/// # Errors
/// One line for the operator with the damage and what to do.
pub fn refuse_damaged(backend: &Backend, secret_file: &Path) -> Result<()> {
    let Backend::Sqlite(path) = backend else { return Ok(()) };
    // Before the length of the database, since another process may be creating both.
    let was_in_use = secret_file.exists();
    let Ok(about) = std::fs::metadata(path) else { return Ok(()) };
    if about.len() == 0 && was_in_use {
        return Err(Error::operator(format!(
            "the database {} is empty, but there is already a secret file {}; restore a backup with `partner-portal \
             restore FILE`, or delete the empty file to set up a new portal",
            path.display(),
            secret_file.display()
        )));
    }
    let found = match first_problem(path, about.len() <= CHECKED_WHOLE) {
        Ok(None) => return Ok(()),
        Ok(Some(problem)) => problem,
        Err(error) if error.is_busy() => return Ok(()), // in use, so another process has checked it
        Err(error) => error.to_string(),
    };
    Err(Error::operator(format!(
        "the database {} is damaged: {found}; it was not changed. Restore a backup with `partner-portal restore FILE`",
        path.display()
    )))
}

/// Returns the first problem of a file that is opened for reading only.
fn first_problem(path: &Path, whole: bool) -> Result<Option<String>> {
    let address = format!("file:{}?mode=ro", percent_encode(&path.to_string_lossy()));
    // A file that cannot be opened at all is not damaged; opening the database says why.
    let Ok(mut c) = SqliteConnection::establish(&address) else { return Ok(None) };
    let checks = match whole {
        true => vec!["PRAGMA quick_check(1)".to_owned()],
        false => CHECKED_ALWAYS.map(|table| format!("PRAGMA quick_check({table})")).to_vec(),
    };
    for check in checks {
        let found: Vec<Problem> = diesel::sql_query(check).load(&mut c)?;
        if let Some(problem) = found.into_iter().find(|problem| problem.quick_check != "ok") {
            return Ok(Some(problem.quick_check));
        }
    }
    Ok(None)
}
