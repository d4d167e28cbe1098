//! A window of days in an address: the next 30 days, or from one day to another.

use chrono::{Datelike, Days, NaiveDate};
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Days from today on, or between two days. In addresses: `30`, or `2026-12-01..2026-12-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayWindow {
    /// Today and this many days after it.
    Next(u16),
    /// From the first day to the last one.
    Between(NaiveDate, NaiveDate),
}

/// The text is not a range of days.
#[derive(Debug, thiserror::Error)]
#[error("not a number of days or a range such as 30 or 2026-12-01..2026-12-31")]
pub struct NoDayWindow;

/// The largest number of days ahead.
const MAX_DAYS: u16 = 3_650;

impl DayWindow {
    /// Returns the days, both included. `today` is the partner's.
    pub fn days(self, today: NaiveDate) -> RangeInclusive<NaiveDate> {
        match self {
            DayWindow::Next(days) => today..=today + Days::new(days.into()),
            DayWindow::Between(first, last) => first..=last,
        }
    }
}

/// Parses a day as browsers send it: `2026-11-21`.
///
/// # Errors
/// It is no day, or not between the years 1900 and 2999.
pub fn parse_day(text: &str) -> Result<NaiveDate, NoDayWindow> {
    let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").ok();
    day.filter(|day| (1900..=2999).contains(&day.year())).ok_or(NoDayWindow)
}

impl FromStr for DayWindow {
    type Err = NoDayWindow;

    fn from_str(text: &str) -> Result<Self, NoDayWindow> {
        if let Some((first, last)) = text.split_once("..") {
            let (first, last) = (parse_day(first)?, parse_day(last)?);
            return if first <= last { Ok(DayWindow::Between(first, last)) } else { Err(NoDayWindow) };
        }
        text.parse().ok().filter(|days| *days <= MAX_DAYS).map(DayWindow::Next).ok_or(NoDayWindow)
    }
}

impl fmt::Display for DayWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DayWindow::Next(days) => days.fmt(f),
            DayWindow::Between(first, last) => write!(f, "{first}..{last}"),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn reads_days_ahead_and_days_between() {
        let today = "2026-11-29".parse().unwrap();
        let days = |text: &str| {
            let range = text.parse::<DayWindow>().ok().map(|range| range.days(today));
            range.map(|days| (days.start().to_string(), days.end().to_string()))
        };
        let of = |first: &str, last: &str| Some((first.to_owned(), last.to_owned()));
        assert_eq!(days("7"), of("2026-11-29", "2026-12-06"));
        assert_eq!(days("2026-12-01..2027-02-28"), of("2026-12-01", "2027-02-28"));
        for bad in ["", "-1", "3651", "x", "2026-12-02..2026-12-01", "2026-12-01..", "1800-01-01..1800-01-02"]
        {
            assert_eq!(days(bad), None, "{bad}");
        }
        assert_eq!(
            "2026-12-01..2027-02-28".parse::<DayWindow>().unwrap().to_string(),
            "2026-12-01..2027-02-28"
        );
    }
}
