//! The clock of the portal. Stored times are UTC in whole milliseconds, the same on both databases.

use chrono::{DateTime, NaiveDateTime, Utc};

/// Returns the current time in UTC, truncated to milliseconds.
pub fn now() -> NaiveDateTime {
    let millis = Utc::now().timestamp_millis();
    DateTime::from_timestamp_millis(millis).unwrap_or_default().naive_utc()
}
