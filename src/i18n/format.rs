//! Numbers and days as each language writes them. Plurals are the texts' business (`locales/`).

use super::Locale;
use chrono::{Datelike, NaiveDate, NaiveDateTime};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Locale {
    /// `1204` as `1,204`; the three languages group alike.
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

    /// A day in words: `11 Feb 2024`, `2024년 2월 11일`, `2024年2月11日`.
    pub fn date(self, day: NaiveDate) -> String {
        let (year, month, date) = (day.year(), day.month(), day.day());
        match self {
            Locale::En => format!("{date} {} {year}", MONTHS[day.month0() as usize]),
            Locale::Ko => format!("{year}년 {month}월 {date}일"),
            Locale::ZhTw => format!("{year}年{month}月{date}日"),
        }
    }

    /// A moment: the day and the time of day, UTC.
    pub fn moment(self, at: NaiveDateTime) -> String {
        format!("{}, {} UTC", self.date(at.date()), at.format("%H:%M"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        let written = [0, 999, 1204, 1_000_000].map(|number| Locale::Ko.number(number));
        assert_eq!(written, ["0", "999", "1,204", "1,000,000"]);
    }

    #[test]
    fn days_are_written_in_each_language() {
        let day = NaiveDate::from_ymd_opt(2024, 2, 11).unwrap();
        let written = Locale::ALL.map(|locale| locale.date(day));
        assert_eq!(written, ["11 Feb 2024", "2024년 2월 11일", "2024年2月11日"]);
    }
}
