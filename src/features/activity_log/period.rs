//! The period of the log in days of the user's time zone, and its conversion to UTC.
//! [`crate::web::day_range`] says when a day begins.

use crate::error::{Error, Result};
use crate::web::day_range::{day, day_start};
use chrono::{Days, Months, NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use std::ops::Range;

/// The length of the default period.
const DEFAULT_PERIOD: Days = Days::new(30);

/// A range of days; both days are included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl Period {
    /// Parses both days. The defaults are today for `to`, and 30 days before `to` for `from`.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the name of the invalid day, or `period` if `from` is after `to`.
    pub fn read(from: &str, to: &str, today: NaiveDate) -> Result<Self> {
        let to_day = if to.is_empty() { today } else { day("to", to)? };
        let from_day = match from {
            "" => to_day - DEFAULT_PERIOD,
            from => day("from", from)?,
        };
        if from_day > to_day && to.is_empty() {
            return Ok(Period { from: from_day, to: from_day });
        }
        if from_day > to_day {
            return Err(Error::bad_input("period", "the first day is after the last"));
        }
        Ok(Period { from: from_day, to: to_day })
    }

    /// Returns the period from `days` days ago to today.
    pub fn last_days(today: NaiveDate, days: u64) -> Self {
        Period { from: today - Days::new(days), to: today }
    }

    /// Returns the period from three months ago to today.
    pub fn last_quarter(today: NaiveDate) -> Self {
        Period { from: today - Months::new(3), to: today }
    }

    /// Returns the period in UTC; the end is exclusive.
    pub fn instants(&self, zone: Tz) -> Range<NaiveDateTime> {
        day_start(self.from, zone)..day_start(self.to + Days::new(1), zone)
    }
}

/// Returns the current date in a time zone; `now` is UTC.
pub fn today(now: NaiveDateTime, zone: Tz) -> NaiveDate {
    zone.from_utc_datetime(&now).date_naive()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn includes_both_days_and_defaults_to_thirty_days() {
        let today = date("2026-11-20");
        assert_eq!(Period::read("", "", today).unwrap(), Period { from: date("2026-10-21"), to: today });
        let past = Period::read("", "2026-03-01", today).unwrap();
        assert_eq!(past.from, date("2026-01-30"));
        let one = Period::read("2026-11-20", "2026-11-20", today).unwrap().instants(Tz::UTC);
        assert_eq!(one.end - one.start, TimeDelta::days(1));
        let tomorrow = Period::read("2026-11-25", "", today).unwrap();
        assert_eq!(tomorrow.to, date("2026-11-25"));
    }

    #[test]
    fn rejects_nonexistent_days_and_reversed_periods() {
        let today = date("2026-11-20");
        for (from, to) in [
            ("2026-02-30", ""),
            ("", "x"),
            ("0000-01-01", ""),
            ("2026-11-20", "2026-11-19"),
            ("", "9999-12-31"),
        ] {
            assert!(matches!(Period::read(from, to, today), Err(Error::BadInput { .. })), "{from} {to}");
        }
        assert!(Period::read("1926-01-01", "2026-11-20", today).is_ok());
    }

    #[test]
    fn day_length_follows_daylight_saving_time() {
        let hours = |zone: Tz, day: &str| {
            let instants = Period { from: date(day), to: date(day) }.instants(zone);
            (instants.end - instants.start).num_minutes() as f64 / 60.0
        };
        assert_eq!(hours(Tz::Asia__Seoul, "2026-11-20"), 24.0);
        assert_eq!(hours(Tz::Europe__Berlin, "2026-03-29"), 23.0);
        assert_eq!(hours(Tz::Europe__Berlin, "2026-10-25"), 25.0);
        assert_eq!(hours(Tz::America__New_York, "2026-11-01"), 25.0);
        assert_eq!(hours(Tz::Australia__Lord_Howe, "2026-04-05"), 24.5);
        // In Cairo the clock change skips midnight; Apia skipped this whole day.
        assert_eq!(hours(Tz::Africa__Cairo, "2026-04-24"), 23.0);
        assert_eq!(hours(Tz::Pacific__Apia, "2011-12-30"), 0.0);
    }

    #[test]
    fn consecutive_days_have_no_gap() {
        for zone in [Tz::Africa__Cairo, Tz::America__Sao_Paulo, Tz::Asia__Taipei, Tz::Europe__Berlin] {
            let mut day = date("2018-01-01");
            while day < date("2019-01-01") {
                let next = Period { from: day + Days::new(1), to: day + Days::new(1) };
                assert_eq!(Period { from: day, to: day }.instants(zone).end, next.instants(zone).start);
                day = day + Days::new(1);
            }
        }
    }
}
