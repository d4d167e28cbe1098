//! The period of audit records, in the forms of time that the vendor's clients send. All are UTC.

use crate::error::{Error, Result};
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use std::ops::Range;

/// How far back the records reach without a first moment.
const USUAL: TimeDelta = TimeDelta::days(30);

/// Parses the period. A day as the end includes that day.
///
/// # Errors
/// [`Error::BadInput`] with the name of the parameter.
pub fn period(start: &str, end: &str, now: NaiveDateTime) -> Result<Range<NaiveDateTime>> {
    let end = match end.trim() {
        "" => now + TimeDelta::seconds(1),
        text => match (day(text), moment(text)) {
            (Some(day), _) => (day + Days::new(1)).and_time(NaiveTime::MIN),
            (None, Some(at)) => at + TimeDelta::milliseconds(1),
            (None, None) => return Err(malformed("endDate")),
        },
    };
    let start = match start.trim() {
        "" => end - USUAL,
        text => {
            let day = day(text).map(|day| day.and_time(NaiveTime::MIN));
            day.or_else(|| moment(text)).ok_or_else(|| malformed("startDate"))?
        }
    };
    if start >= end {
        return Err(Error::bad_input("startDate", "it is after endDate"));
    }
    Ok(start..end)
}

fn malformed(field: &'static str) -> Error {
    Error::bad_input(field, "write a day, such as 2026-11-01, or a time, such as 2026-11-01T08:00:00Z")
}

/// A day in ISO 8601.
fn day(text: &str) -> Option<NaiveDate> {
    plausible(NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_time(NaiveTime::MIN)).map(|at| at.date())
}

/// A time in ISO 8601, or as .NET writes it in the invariant culture: month first.
fn moment(text: &str) -> Option<NaiveDateTime> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return plausible(at.naive_utc());
    }
    let forms = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%m/%d/%Y %H:%M:%S"];
    let at = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let at = at.or_else(|| Some(NaiveDate::parse_from_str(text, "%m/%d/%Y").ok()?.and_time(NaiveTime::MIN)));
    at.and_then(plausible)
}

/// Excludes years that a database cannot store.
fn plausible(at: NaiveDateTime) -> Option<NaiveDateTime> {
    use chrono::Datelike;
    (1..=9_998).contains(&at.year()).then_some(at)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn reads_the_forms_that_clients_send() {
        let now = at("2026-11-30T08:00:00");
        let start = |text| period(text, "", now).unwrap().start;
        for text in ["2026-11-01", "2026-11-01T00:00:00Z", "11/01/2026 00:00:00", "2026-11-01T09:00:00+09:00"]
        {
            assert_eq!(start(text), at("2026-11-01T00:00:00"), "{text}");
        }
        assert_eq!(start(""), at("2026-10-31T08:00:01"));
        assert_eq!(period("", "2026-11-02", now).unwrap().end, at("2026-11-03T00:00:00"));
        for (from, to) in [("x", ""), ("2026-13-01", ""), ("", "31/12/2026"), ("2026-12-02", "2026-12-01")] {
            assert!(period(from, to, now).is_err(), "{from} {to}");
        }
        assert!(period("+262142-01-01T00:00:00Z", "", now).is_err());
    }
}
