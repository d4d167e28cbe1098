//! Remembers the last backups in the database, so that who watches the portal sees when the last one was made. A restore
//! brings back what the database knew when its backup was made.

use crate::db::DbConnection;
use crate::db::schema::settings;
use crate::error::{Error, Result};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

const LAST: &str = "last_backup";
const LAST_FAILURE: &str = "last_failed_backup";

/// A backup that was made, or failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupRecord {
    /// When it ended, in UTC.
    pub at: NaiveDateTime,
    /// The archive.
    pub file: String,
    /// The size of the archive; 0 if it failed.
    pub bytes: u64,
    /// Why it failed.
    pub error: Option<String>,
}

/// Returns the last backup that was made.
///
/// # Errors
/// The database failed.
pub fn last(c: &mut DbConnection) -> Result<Option<BackupRecord>> {
    stored(c, LAST)
}

/// Returns the last backup that failed since the last one that was made.
///
/// # Errors
/// The database failed.
pub fn last_failure(c: &mut DbConnection) -> Result<Option<BackupRecord>> {
    stored(c, LAST_FAILURE)
}

/// Stores a backup as the last one. A backup that was made also deletes the last failure.
///
/// # Errors
/// The database failed.
pub fn remember(c: &mut DbConnection, record: &BackupRecord) -> Result<()> {
    let json = serde_json::to_string(record).map_err(Error::internal)?;
    diesel::delete(settings::table.find(LAST_FAILURE)).execute(c)?;
    let key = match record.error {
        Some(_) => LAST_FAILURE,
        None => LAST,
    };
    diesel::delete(settings::table.find(key)).execute(c)?;
    diesel::insert_into(settings::table)
        .values((settings::key.eq(key), settings::value.eq(json)))
        .execute(c)?;
    Ok(())
}

fn stored(c: &mut DbConnection, key: &str) -> Result<Option<BackupRecord>> {
    let text: Option<String> = settings::table.find(key).select(settings::value).first(c).optional()?;
    text.map(|text| serde_json::from_str(&text).map_err(|error| Error::unreadable("settings.value", &error)))
        .transpose()
}
