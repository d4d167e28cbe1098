//! The entries of a page, grouped by day in the reader's time zone.

use crate::audit::entry::Entry;
use crate::features::activity_log::sentence::compose::sentence;
use crate::features::activity_log::sentence::model::Sentence;
use crate::features::activity_log::wording::ReaderFormat;
use chrono::NaiveDate;

/// The entries of one day, newest first.
#[derive(Debug)]
pub struct LogDay<'a> {
    /// The day.
    pub day: NaiveDate,
    /// Its name: `Today, 28 Nov 2026` or `Tuesday, 24 Nov 2026`.
    pub heading: String,
    /// The entries.
    pub rows: Vec<LogRow<'a>>,
}

/// One entry, and what its row says.
#[derive(Debug)]
pub struct LogRow<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// What happened.
    pub sentence: Sentence,
}

/// Groups entries, which are in order of time, by day.
pub fn by_day<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    reading: ReaderFormat,
    today: NaiveDate,
) -> Vec<LogDay<'a>> {
    let mut days: Vec<LogDay<'a>> = Vec::new();
    for entry in entries {
        let day = reading.clock.day(entry.at);
        let row = LogRow { entry, sentence: sentence(entry, reading) };
        match days.last_mut().filter(|last| last.day == day) {
            Some(last) => last.rows.push(row),
            None => days.push(LogDay { day, heading: day_heading(day, reading, today), rows: vec![row] }),
        }
    }
    days
}

/// Returns the name of a day: `Today, 28 Nov 2026` or `Tuesday, 24 Nov 2026`.
pub fn day_heading(day: NaiveDate, reading: ReaderFormat, today: NaiveDate) -> String {
    let (locale, texts) = (reading.locale, reading.locale.texts());
    match (today - day).num_days() {
        0 => texts.log_day_today(locale.date(day)),
        1 => texts.log_day_yesterday(locale.date(day)),
        _ => locale.weekday_date(day),
    }
}
