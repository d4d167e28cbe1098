//! The pause of jobs and mail, which lasts until an operator ends it.

use crate::db::DbConnection;
use crate::db::schema::settings;
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;

const PAUSED: &str = "paused_since";

/// Returns the UTC time since which jobs and mail are paused; `None` if they run.
///
/// # Errors
/// The database failed.
pub fn paused_since(c: &mut DbConnection) -> Result<Option<String>> {
    Ok(settings::table.find(PAUSED).select(settings::value).first(c).optional()?)
}

/// Pauses jobs and mail. A pause that lasts already stays.
///
/// # Errors
/// The database failed.
pub fn pause(c: &mut DbConnection, at: NaiveDateTime) -> Result<()> {
    if paused_since(c)?.is_none() {
        let row = (settings::key.eq(PAUSED), settings::value.eq(at.format("%Y-%m-%dT%H:%M:%SZ").to_string()));
        diesel::insert_into(settings::table).values(row).execute(c)?;
    }
    Ok(())
}

/// Lets jobs and mail run again; returns whether they were paused.
///
/// # Errors
/// The database failed.
pub fn resume(c: &mut DbConnection) -> Result<bool> {
    Ok(diesel::delete(settings::table.find(PAUSED)).execute(c)? > 0)
}
