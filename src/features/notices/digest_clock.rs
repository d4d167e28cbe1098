//! When a digest is due: at an hour of the user's day, once a day or on Mondays. The stored day of the last digest decides,
//! so a day with 23 or 25 hours, a clock that is set back and another time zone make no second digest.

use crate::features::notices::settings::DigestRhythm;
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Timelike};
use chrono_tz::Tz;

/// Returns the day of the digest that is due at the time `now` (UTC), if the last one was that of `last`.
pub fn due_day(
    now: NaiveDateTime,
    zone: Tz,
    (rhythm, hour): (DigestRhythm, i32),
    last: NaiveDate,
) -> Option<NaiveDate> {
    let there = now.and_utc().with_timezone(&zone);
    let has_begun = i64::from(there.hour()) >= i64::from(hour);
    let day = if has_begun { there.date_naive() } else { there.date_naive().pred_opt()? };
    let day = match rhythm {
        DigestRhythm::Daily => day,
        DigestRhythm::Weekly => day - Days::new(day.weekday().num_days_from_monday().into()),
        DigestRhythm::Off => return None,
    };
    (last < day).then_some(day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    const BERLIN: Tz = Tz::Europe__Berlin;

    /// Plays hours of UTC from a day on, and returns the local times at which a digest was due.
    fn play(from: &str, hours: i64, zone: Tz, rhythm: (DigestRhythm, i32)) -> Vec<String> {
        let from: NaiveDate = from.parse().unwrap();
        let (mut last, mut sent) = (from, Vec::new());
        for quarter in 0..hours * 4 {
            let now = from.and_hms_opt(0, 0, 0).unwrap() + TimeDelta::minutes(15 * quarter);
            if let Some(day) = due_day(now, zone, rhythm, last) {
                last = day;
                sent.push(now.and_utc().with_timezone(&zone).format("%m-%d %H:%M").to_string());
            }
        }
        sent
    }

    #[test]
    fn days_with_23_and_25_hours_have_one_digest() {
        let daily = |hour| (DigestRhythm::Daily, hour);
        let spring = play("2026-03-27", 96, BERLIN, daily(8));
        assert_eq!(spring, ["03-28 08:00", "03-29 08:00", "03-30 08:00"]);
        let skipped_hour = play("2026-03-27", 96, BERLIN, daily(2));
        assert_eq!(skipped_hour, ["03-28 02:00", "03-29 03:00", "03-30 02:00"]);
        let repeated_hour = play("2026-10-23", 96, BERLIN, daily(2));
        assert_eq!(repeated_hour, ["10-24 02:00", "10-25 02:00", "10-26 02:00"]);
        assert_eq!(
            play("2026-10-23", 72, Tz::Asia__Seoul, daily(8)),
            ["10-24 08:00", "10-25 08:00", "10-26 08:00"]
        );
    }

    #[test]
    fn a_weekly_digest_comes_on_mondays() {
        // The first day is a Wednesday.
        let sent = play("2026-11-18", 24 * 15, BERLIN, (DigestRhythm::Weekly, 8));
        assert_eq!(sent, ["11-23 08:00", "11-30 08:00"]);
        assert!(play("2026-11-18", 24 * 15, BERLIN, (DigestRhythm::Off, 8)).is_empty());
    }

    #[test]
    fn missed_days_and_a_clock_that_is_set_back_make_one_digest() {
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let daily = (DigestRhythm::Daily, 8);
        let late = due_day(at("2026-11-20T10:00:00"), Tz::UTC, daily, day("2026-11-10"));
        assert_eq!(late, Some(day("2026-11-20")));
        assert_eq!(due_day(at("2026-11-19T10:00:00"), Tz::UTC, daily, day("2026-11-20")), None);
        // The user moves to a zone in which the day has not begun yet.
        assert_eq!(due_day(at("2026-11-20T01:00:00"), Tz::America__New_York, daily, day("2026-11-20")), None);
    }
}
