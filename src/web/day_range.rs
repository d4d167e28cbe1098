//! Days to filter by, in the time zone of the reader, and their conversion to UTC. A day begins at its first existing
//! instant, which is not midnight if a clock change skips midnight.

use crate::error::{Error, Result};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Tz;
use std::ops::Range;

/// A range of days; both days are included, and either may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayRange {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl DayRange {
    /// Parses the parameters `from` and `to`, each empty or a day such as 2026-11-21.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the name of the invalid day, or `period` if `from` is after `to`.
    pub fn parse(from: &str, to: &str) -> Result<Self> {
        let optional =
            |field, text: &str| if text.is_empty() { Ok(None) } else { day(field, text).map(Some) };
        let range = DayRange { from: optional("from", from)?, to: optional("to", to)? };
        match range.from.zip(range.to) {
            Some((from, to)) if from > to => {
                Err(Error::bad_input("period", "the first day is after the last"))
            }
            _ => Ok(range),
        }
    }

    /// Whether every day is in it.
    pub fn is_everything(self) -> bool {
        self == DayRange::default()
    }

    /// Returns the instants in UTC; the end is exclusive. A missing day is one before or after all stored times.
    pub fn instants(self, zone: Tz) -> Range<NaiveDateTime> {
        let far = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        let end = self.to.map_or_else(|| far(3001), |to| to + Days::new(1));
        day_start(self.from.unwrap_or_else(|| far(1899)), zone)..day_start(end, zone)
    }
}

/// Returns the days of the month that contains this day.
pub fn month_of(day: NaiveDate) -> DayRange {
    let first = day.with_day(1).unwrap_or(day);
    DayRange { from: Some(first), to: Some(first + Months::new(1) - Days::new(1)) }
}

/// Parses a day such as 2026-11-21.
///
/// # Errors
/// [`Error::BadInput`] with the name of the field.
pub fn day(field: &'static str, text: &str) -> Result<NaiveDate> {
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok();
    let wrong = || Error::bad_input(field, format!("“{text}” is not a day such as 2026-11-21"));
    day.filter(|day| (1900..=2999).contains(&day.year())).ok_or_else(wrong)
}

/// Returns the first instant of a day, UTC. If a clock change skips midnight or the whole day, returns the first
/// instant after it.
pub fn day_start(day: NaiveDate, zone: Tz) -> NaiveDateTime {
    let midnight = day.and_time(NaiveTime::MIN);
    let quarters = (0..=96).map(|quarter| midnight + TimeDelta::minutes(15 * quarter));
    let instant = quarters.map(|time| zone.from_local_datetime(&time)).find_map(|found| found.earliest());
    instant.map_or(midnight, |instant| instant.naive_utc())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_range_includes_both_days_in_the_zone() {
        let range = DayRange::parse("2026-11-20", "2026-11-21").unwrap().instants(Tz::Asia__Seoul);
        assert_eq!(range.start.to_string(), "2026-11-19 15:00:00");
        assert_eq!(range.end.to_string(), "2026-11-21 15:00:00");
        let open = DayRange::parse("", "").unwrap();
        assert!(open.is_everything() && open.instants(Tz::UTC).contains(&range.start));
        assert!(!DayRange::parse("2026-11-20", "").unwrap().is_everything());
    }

    #[test]
    fn names_the_day_that_is_invalid() {
        for (from, to, field) in [
            ("2026-02-30", "", "from"),
            ("", "x", "to"),
            ("2026-11-21", "2026-11-20", "period"),
            ("1899-12-31", "", "from"),
        ] {
            let Err(Error::BadInput { field: named, .. }) = DayRange::parse(from, to) else {
                panic!("{from} {to}")
            };
            assert_eq!(named, field);
        }
    }
}
