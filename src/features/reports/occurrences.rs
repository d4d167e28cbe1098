//! When a report is due: the days of its schedule at its time of day, in the partner's time zone. Each day has one such
//! moment, also the days with 23 and 25 hours.

use crate::domain::ReportSchedule;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Weekday};
use chrono_tz::Tz;

/// Longer than the time between two days of any schedule.
const FURTHEST: u64 = 40;

/// Step in which the first existing time after a clock change is sought.
const STEP: TimeDelta = TimeDelta::minutes(15);

/// When a report is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportTimes {
    /// On which days.
    pub schedule: ReportSchedule,
    /// The minute of the day.
    pub minute: i32,
    /// The partner's time zone.
    pub zone: Tz,
}

/// A day of the schedule, and its moment in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The day in the partner's time zone.
    pub day: NaiveDate,
    /// The moment, UTC.
    pub at: NaiveDateTime,
}

impl ReportTimes {
    /// Returns the first moment after this one.
    pub fn next(self, after: NaiveDateTime) -> Option<Occurrence> {
        let first = self.local_day(after).checked_sub_days(Days::new(1))?;
        let mut days = first.iter_days().take(FURTHEST as usize + 2);
        days.find_map(|day| self.on(day).filter(|one| one.at > after))
    }

    /// Returns the last moment that is not after this one.
    pub fn newest(self, now: NaiveDateTime) -> Option<Occurrence> {
        let last = self.local_day(now).checked_add_days(Days::new(1))?;
        let days = (0..=FURTHEST + 1).filter_map(|back| last.checked_sub_days(Days::new(back)));
        days.filter_map(|day| self.on(day)).find(|one| one.at <= now)
    }

    fn local_day(self, at: NaiveDateTime) -> NaiveDate {
        self.zone.from_utc_datetime(&at).date_naive()
    }

    fn on(self, day: NaiveDate) -> Option<Occurrence> {
        let is_due = match self.schedule {
            ReportSchedule::Weekly => day.weekday() == Weekday::Mon,
            ReportSchedule::Monthly => day.day() == 1,
            ReportSchedule::Weekdays => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
        };
        is_due.then(|| Occurrence { day, at: self.moment(day) })
    }

    /// Returns the time of day on this day, UTC. If a clock change skips it, the first time after the change; if the clock
    /// shows it twice, the first of both.
    fn moment(self, day: NaiveDate) -> NaiveDateTime {
        let wanted = day.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(i64::from(self.minute));
        let tries = (0..=26 * 4).map(|step| wanted + STEP * step);
        let found = tries.filter_map(|local| self.zone.from_local_datetime(&local).earliest()).next();
        found.map_or(wanted, |at| at.naive_utc())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono_tz::{America, Asia, Europe};

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    fn days(times: ReportTimes, from: &str, count: usize) -> Vec<String> {
        let mut moment = at(from);
        let mut found = Vec::new();
        for _ in 0..count {
            let next = times.next(moment).unwrap();
            moment = next.at;
            found.push(format!("{} {}", next.day, next.at.format("%m-%d %H:%M")));
        }
        found
    }

    #[test]
    fn schedules_follow_the_partners_days() {
        let times = |schedule| ReportTimes { schedule, minute: 8 * 60, zone: Asia::Seoul };
        let weekly = days(times(ReportSchedule::Weekly), "2026-11-29 00:00", 2);
        assert_eq!(weekly, ["2026-11-30 11-29 23:00", "2026-12-07 12-06 23:00"]);
        let monthly = days(times(ReportSchedule::Monthly), "2026-11-30 22:59", 2);
        assert_eq!(monthly, ["2026-12-01 11-30 23:00", "2027-01-01 12-31 23:00"]);
        let weekdays = days(times(ReportSchedule::Weekdays), "2026-11-26 23:00", 2);
        assert_eq!(weekdays, ["2026-11-30 11-29 23:00", "2026-12-01 11-30 23:00"]);
        let newest = times(ReportSchedule::Monthly).newest(at("2026-11-30 22:59")).unwrap();
        assert_eq!(newest.day.to_string(), "2026-11-01");
        let due = times(ReportSchedule::Monthly).newest(at("2026-11-30 23:00")).unwrap();
        assert_eq!(due.day.to_string(), "2026-12-01");
    }

    #[test]
    fn days_with_23_and_25_hours_have_one_moment() {
        // The 29th of March and the 25th of October 2026 are Sundays; these zones change on working days.
        let times = ReportTimes { schedule: ReportSchedule::Weekdays, minute: 150, zone: Asia::Gaza };
        assert!(times.next(at("2026-03-20 00:00")).is_some());
        let times = ReportTimes { schedule: ReportSchedule::Monthly, minute: 90, zone: America::New_York };
        // On the 1st of November 2026 the clock shows 01:30 twice.
        assert_eq!(days(times, "2026-10-20 00:00", 2), ["2026-11-01 11-01 05:30", "2026-12-01 12-01 06:30"]);
        let twice = times.newest(at("2026-11-01 06:30")).unwrap();
        assert_eq!((twice.day.to_string().as_str(), twice.at), ("2026-11-01", at("2026-11-01 05:30")));
        // On the 1st of April 2012 was no change in Berlin, but 02:30 on the 25th of March did not exist.
        let gap = ReportTimes { schedule: ReportSchedule::Weekdays, minute: 150, zone: Europe::Berlin };
        assert_eq!(gap.moment("2026-03-29".parse().unwrap()), at("2026-03-29 01:00"));
        assert_eq!(gap.moment("2026-10-25".parse().unwrap()), at("2026-10-25 00:30"));
    }
}
