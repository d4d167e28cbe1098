//! The retention periods: five settings, each a number of days.

use crate::config::Settings;
use crate::error::{Error, Result};
use chrono::{NaiveDateTime, TimeDelta};
use serde_json::Value;

/// The names of the settings.
const NAMES: [&str; 5] = [
    "PORTAL_RETENTION_PEOPLE_DAYS",
    "PORTAL_RETENTION_CUSTOMERS_DAYS",
    "PORTAL_RETENTION_REQUESTS_DAYS",
    "PORTAL_RETENTION_LOG_ADDRESSES_DAYS",
    "PORTAL_RETENTION_LOG_DAYS",
];

/// The maximum: a hundred years.
const MAX_DAYS: u64 = 36_500;

/// A number of days, at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days(u16);

impl Days {
    /// Returns the time that is this many days before `now`. Data that ended at or before it is erased.
    pub fn before(self, now: NaiveDateTime) -> NaiveDateTime {
        now - TimeDelta::days(self.0.into())
    }

    /// Returns the number of days.
    pub fn count(self) -> u16 {
        self.0
    }

    /// Parses a value from the environment or the file.
    fn parse(value: &Value) -> Option<Self> {
        let number = match value {
            Value::Number(number) => number.as_u64()?,
            Value::String(text) => text.trim().parse().ok()?,
            _ => return None,
        };
        let is_right = (1..=MAX_DAYS).contains(&number);
        is_right.then(|| u16::try_from(number).ok().map(Days)).flatten()
    }
}

/// The period for each kind of data; `None` means that it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Periods {
    /// For users, after their deactivation.
    pub people: Option<Days>,
    /// For customers, after their last relationship ended.
    pub customers: Option<Days>,
    /// For relationship requests and referrals, after they ended.
    pub requests: Option<Days>,
    /// For network addresses in the activity log.
    pub log_addresses: Option<Days>,
    /// For names, network addresses and details in the activity log.
    pub log: Option<Days>,
}

impl Periods {
    /// Parses the settings.
    ///
    /// # Errors
    /// One line that names the setting and says what would be right.
    pub fn from_settings(settings: &Settings) -> Result<Self> {
        let values = [
            &settings.portal_retention_people_days,
            &settings.portal_retention_customers_days,
            &settings.portal_retention_requests_days,
            &settings.portal_retention_log_addresses_days,
            &settings.portal_retention_log_days,
        ];
        let read = |at: usize| match values[at] {
            None => Ok(None),
            Some(value) => Days::parse(value).map(Some).ok_or_else(|| setting_error(NAMES[at], value)),
        };
        Ok(Periods {
            people: read(0)?,
            customers: read(1)?,
            requests: read(2)?,
            log_addresses: read(3)?,
            log: read(4)?,
        })
    }
}

fn setting_error(name: &str, value: &Value) -> Error {
    let said = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Error::operator(format!(
        "{name} is “{}”, but has to be a whole number of days from 1 to {MAX_DAYS}; leave it out to keep the data",
        said.escape_debug()
    ))
}
