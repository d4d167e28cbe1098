//! The one clock. Everything that is stored is UTC in whole milliseconds, the same on both databases.

use chrono::{DateTime, NaiveDateTime, Utc};

/// Now, in UTC, cut to milliseconds.
pub fn now() -> NaiveDateTime {
    let millis = Utc::now().timestamp_millis();
    DateTime::from_timestamp_millis(millis).unwrap_or_default().naive_utc()
}
