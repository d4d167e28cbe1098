//! Formats numbers and dates for each language. Plurals are part of the texts (`locales/`).

use crate::i18n::Locale;
use chrono::{Datelike, MappedLocalTime, NaiveDate, NaiveDateTime, Offset, TimeZone};
use chrono_tz::{OffsetName, Tz};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Locale {
    /// Formats `1204` as `1,204`; all three languages use the same separator.
    pub fn number(self, number: u64) -> String {
        let digits = number.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        grouped
    }

    /// Formats a size: `412 MB`; all three languages write it so.
    pub fn bytes(self, bytes: u64) -> String {
        const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
        let (mut size, mut unit) = (bytes as f64, 0);
        while size >= 999.5 && unit + 1 < UNITS.len() {
            (size, unit) = (size / 1_000.0, unit + 1);
        }
        if unit > 0 && size < 9.95 {
            format!("{size:.1} {}", UNITS[unit])
        } else {
            format!("{size:.0} {}", UNITS[unit])
        }
    }

    /// Formats a UTC time in the user's time zone: `20 Nov 2026, 14:03`. In the hour that occurs twice when
    /// daylight saving time ends, the UTC offset is added.
    pub fn date_time(self, at: NaiveDateTime, clock: Clock) -> String {
        let comma = if self == Locale::En { "," } else { "" };
        format!("{}{comma} {}", self.date(clock.day(at)), clock.time(at))
    }

    /// Formats a date with its weekday: `Tuesday, 24 Nov 2026`, `2026년 11월 24일 화요일`, `2026年11月24日 星期二`.
    pub fn weekday_date(self, day: NaiveDate) -> String {
        let (date, weekday) = (self.date(day), day.weekday().num_days_from_monday() as usize);
        match self {
            Locale::En => format!("{}, {date}", day.format("%A")),
            Locale::Ko => format!("{date} {}요일", ["월", "화", "수", "목", "금", "토", "일"][weekday]),
            Locale::ZhTw => format!("{date} 星期{}", ["一", "二", "三", "四", "五", "六", "日"][weekday]),
        }
    }

    /// Formats a date without its year, with its weekday: `Tue 24 Nov`, `11월 24일 (화)`, `11月24日 (二)`.
    pub fn weekday_day(self, day: NaiveDate) -> String {
        let (date, weekday) = (self.day_month(day), day.weekday().num_days_from_monday() as usize);
        match self {
            Locale::En => format!("{} {date}", day.format("%a")),
            Locale::Ko => format!("{date} ({})", ["월", "화", "수", "목", "금", "토", "일"][weekday]),
            Locale::ZhTw => format!("{date} ({})", ["一", "二", "三", "四", "五", "六", "日"][weekday]),
        }
    }

    /// Formats a date without its year: `24 Nov`, `11월 24일`, `11月24日`.
    pub fn day_month(self, day: NaiveDate) -> String {
        let (month, date) = (self.month(day), day.day());
        match self {
            Locale::En => format!("{date} {month}"),
            Locale::Ko => format!("{month} {date}일"),
            Locale::ZhTw => format!("{month}{date}日"),
        }
    }

    /// Formats a date without its year where there is little room: `24 Nov`, `11. 24.`, `11/24`.
    pub fn short_day(self, day: NaiveDate) -> String {
        let (month, date) = (day.month(), day.day());
        match self {
            Locale::En => self.day_month(day),
            Locale::Ko => format!("{month}. {date}."),
            Locale::ZhTw => format!("{month}/{date}"),
        }
    }

    /// Formats the month of a date: `Nov`, `11월`, `11月`.
    pub fn month(self, day: NaiveDate) -> String {
        match self {
            Locale::En => MONTHS[day.month0() as usize].to_owned(),
            Locale::Ko => format!("{}월", day.month()),
            Locale::ZhTw => format!("{}月", day.month()),
        }
    }

    /// Formats the month of a date with its year: `Nov 2026`, `2026년 11월`, `2026年11月`.
    pub fn month_year(self, day: NaiveDate) -> String {
        let (year, month) = (day.year(), self.month(day));
        match self {
            Locale::En => format!("{month} {year}"),
            Locale::Ko => format!("{year}년 {month}"),
            Locale::ZhTw => format!("{year}年{month}"),
        }
    }

    /// Formats a date: `11 Feb 2024`, `2024년 2월 11일`, `2024年2月11日`.
    pub fn date(self, day: NaiveDate) -> String {
        let (year, month, date) = (day.year(), day.month(), day.day());
        match self {
            Locale::En => format!("{date} {} {year}", MONTHS[day.month0() as usize]),
            Locale::Ko => format!("{year}년 {month}월 {date}일"),
            Locale::ZhTw => format!("{year}年{month}月{date}日"),
        }
    }
}

/// The time zone in which a user sees times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock(Tz);

impl Clock {
    /// Returns the clock of this time zone.
    pub fn in_zone(zone: Tz) -> Self {
        Clock(zone)
    }

    /// Returns the time zone.
    pub fn zone(self) -> Tz {
        self.0
    }

    /// Returns the day of a UTC time in this time zone.
    pub fn day(self, at: NaiveDateTime) -> NaiveDate {
        self.0.from_utc_datetime(&at).date_naive()
    }

    /// Formats the time of day of a UTC time: `14:03`. In the hour that occurs twice when daylight saving time ends, the
    /// UTC offset is added.
    pub fn time(self, at: NaiveDateTime) -> String {
        let local = self.0.from_utc_datetime(&at);
        let time = local.format("%H:%M");
        match self.0.from_local_datetime(&local.naive_local()) {
            MappedLocalTime::Ambiguous(..) => format!("{time} ({})", offset(local.offset().fix())),
            _ => time.to_string(),
        }
    }

    /// Returns the name of the zone with its current offset: `Asia/Seoul (KST, UTC+9)`, or `UTC`.
    pub fn name(self, now: NaiveDateTime) -> String {
        let local = self.0.offset_from_utc_datetime(&now);
        let letters = local.abbreviation().filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()));
        match (self.0, letters) {
            (Tz::UTC, _) => "UTC".to_owned(),
            (zone, Some(letters)) => format!("{zone} ({letters}, {})", offset(local.fix())),
            (zone, None) => format!("{zone} ({})", offset(local.fix())),
        }
    }

    /// Formats a UTC time for machines, with the zone's offset: `2026-11-20T14:03:00+09:00`.
    pub fn machine(self, at: NaiveDateTime) -> String {
        self.0.from_utc_datetime(&at).to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }
}

/// Formats an offset: `UTC+9`, `UTC−3:30`.
fn offset(offset: chrono::FixedOffset) -> String {
    let minutes = offset.local_minus_utc() / 60;
    let (sign, hours, rest) = (if minutes < 0 { '−' } else { '+' }, minutes.abs() / 60, minutes.abs() % 60);
    if rest == 0 { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{rest:02}") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn utc(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
    }

    #[test]
    fn shows_instants_in_the_readers_time_zone() {
        let at = utc("2026-11-20T05:03");
        let seoul = Clock::in_zone(Tz::Asia__Seoul);
        let written = Locale::ALL.map(|locale| locale.date_time(at, seoul));
        assert_eq!(written, ["20 Nov 2026, 14:03", "2026년 11월 20일 14:03", "2026年11月20日 14:03"]);
        assert_eq!(seoul.machine(at), "2026-11-20T14:03:00+09:00");
        assert_eq!(seoul.name(at), "Asia/Seoul (KST, UTC+9)");
        assert_eq!(Clock::in_zone(Tz::UTC).name(at), "UTC");
        assert_eq!(Clock::in_zone(Tz::America__St_Johns).name(at), "America/St_Johns (NST, UTC−3:30)");
    }

    #[test]
    fn repeated_hour_shows_its_utc_offset() {
        let berlin = Clock::in_zone(Tz::Europe__Berlin);
        let told = |text| Locale::En.date_time(utc(text), berlin);
        assert_eq!(told("2026-10-24T23:30"), "25 Oct 2026, 01:30");
        assert_eq!(told("2026-10-25T00:30"), "25 Oct 2026, 02:30 (UTC+2)");
        assert_eq!(told("2026-10-25T01:30"), "25 Oct 2026, 02:30 (UTC+1)");
        assert_eq!(told("2026-10-25T02:30"), "25 Oct 2026, 03:30");
        assert_eq!(told("2026-03-29T01:30"), "29 Mar 2026, 03:30");
    }

    #[test]
    fn rounds_sizes() {
        let sizes = [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1.0 kB"),
            (9_960, "10 kB"),
            (999_600, "1.0 MB"),
            (412_300_000, "412 MB"),
            (3_100_000_000, "3.1 GB"),
        ];
        for (bytes, text) in sizes {
            assert_eq!(Locale::Ko.bytes(bytes), text);
        }
    }

    #[test]
    fn groups_digits_of_numbers() {
        let written = [0, 999, 1204, 1_000_000].map(|number| Locale::Ko.number(number));
        assert_eq!(written, ["0", "999", "1,204", "1,000,000"]);
    }

    #[test]
    fn formats_days_in_each_language() {
        let day = NaiveDate::from_ymd_opt(2024, 2, 11).unwrap();
        let written = Locale::ALL.map(|locale| locale.date(day));
        assert_eq!(written, ["11 Feb 2024", "2024년 2월 11일", "2024年2月11日"]);
        let written = Locale::ALL.map(|locale| locale.weekday_date(day));
        assert_eq!(written, ["Sunday, 11 Feb 2024", "2024년 2월 11일 일요일", "2024年2月11日 星期日"]);
        let written = Locale::ALL.map(|locale| locale.weekday_day(day));
        assert_eq!(written, ["Sun 11 Feb", "2월 11일 (일)", "2月11日 (日)"]);
        let written = Locale::ALL.map(|locale| locale.short_day(day));
        assert_eq!(written, ["11 Feb", "2. 11.", "2/11"]);
        let written = Locale::ALL.map(|locale| locale.month_year(day));
        assert_eq!(written, ["Feb 2024", "2024년 2월", "2024年2月"]);
    }
}
