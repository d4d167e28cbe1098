//! The file that is attached to a letter: that of a report's run. The outbox only names the run, so a file is stored once for
//! all recipients, and is deleted with the run. It is read when the letter is sent.

use crate::db::Db;
use crate::db::report_files;
use crate::db::schema::report_runs;
use crate::domain::{ReportId, ReportRunId};
use crate::error::{Error, Result};
use diesel::prelude::*;
use std::io::Read;

/// Maximum size of an attached file, in bytes.
pub const MAX_ATTACHED: u64 = 5 * 1024 * 1024;

/// A file to attach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// The content, at most [`MAX_ATTACHED`].
    pub bytes: Vec<u8>,
}

/// Returns the report of a run; `None` if it was removed.
///
/// # Errors
/// The database failed.
pub fn report_of(db: &Db, run: ReportRunId) -> Result<Option<ReportId>> {
    db.read_now(|c| Ok(report_runs::table.find(run).select(report_runs::report_id).first(c).optional()?))
}

/// Reads the file of a run; `None` if it was deleted.
///
/// # Errors
/// The database failed, or the file is larger than [`MAX_ATTACHED`].
pub fn read(db: &Db, run: ReportRunId) -> Result<Option<Attachment>> {
    let row = report_runs::table.find(run).select(report_runs::file_name);
    let name: Option<Option<String>> = db.read_now(|c| Ok(row.first(c).optional()?))?;
    let stored = match report_files::open(db, run) {
        Err(Error::NotFound) => return Ok(None),
        stored => stored?,
    };
    let mut bytes = Vec::new();
    stored.take(MAX_ATTACHED + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_ATTACHED {
        return Err(Error::internal("a file is too large to be attached"));
    }
    Ok(name.flatten().map(|name| Attachment { name, bytes }))
}
