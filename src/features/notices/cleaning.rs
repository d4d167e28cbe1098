//! Deletes old notices.

use crate::clock;
use crate::db::schema::notices;
use crate::db::{BATCH, DbConnection};
use crate::error::Result;
use chrono::TimeDelta;
use diesel::prelude::*;

/// How long notices are kept.
const RETENTION: TimeDelta = TimeDelta::days(90);

/// Deletes one batch of old notices; returns how many.
///
/// # Errors
/// The database failed.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    let old = notices::table.filter(notices::at.lt(clock::now() - RETENTION));
    let old: Vec<i32> = old.select(notices::id).limit(BATCH).load(c)?;
    Ok(diesel::delete(notices::table.filter(notices::id.eq_any(&old))).execute(c)?)
}
