//! Time zones: from the user's profile, otherwise from the partner's country. Stored times are UTC.

use crate::clock;
use crate::i18n::Locale;
use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

/// The time zone in which most people of a country live, for users who have not chosen one.
const BY_COUNTRY: &[(&str, Tz)] = &[
    ("KR", Tz::Asia__Seoul),
    ("TW", Tz::Asia__Taipei),
    ("JP", Tz::Asia__Tokyo),
    ("HK", Tz::Asia__Hong_Kong),
    ("SG", Tz::Asia__Singapore),
    ("VN", Tz::Asia__Ho_Chi_Minh),
    ("DE", Tz::Europe__Berlin),
    ("AT", Tz::Europe__Vienna),
    ("SE", Tz::Europe__Stockholm),
    ("FR", Tz::Europe__Paris),
    ("GB", Tz::Europe__London),
];

/// Returns the time zone of a user.
pub fn zone(chosen: Option<&str>, country: &str) -> Tz {
    let usual = BY_COUNTRY.iter().find(|(one, _)| *one == country).map(|(_, zone)| *zone);
    chosen.and_then(|name| name.parse().ok()).or(usual).unwrap_or(Tz::UTC)
}

/// Returns the current date in this time zone.
pub fn today(zone: Tz) -> NaiveDate {
    clock::now().and_utc().with_timezone(&zone).date_naive()
}

/// Returns the time zones that users can choose, such as `Asia/Seoul`.
pub fn names() -> impl Iterator<Item = &'static str> {
    let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    names.filter(|name| {
        let region = name.split_once('/').map(|(region, _)| region);
        *name == "UTC" || region.is_some_and(|region| !matches!(region, "Etc" | "SystemV" | "US"))
    })
}

impl Locale {
    /// Formats a time in a time zone: `11 Feb 2024, 14:03`.
    pub fn moment_in(self, at: NaiveDateTime, zone: Tz) -> String {
        let there = at.and_utc().with_timezone(&zone);
        let (day, time) = (self.date(there.date_naive()), there.format("%H:%M"));
        match self {
            Locale::En => format!("{day}, {time}"),
            Locale::Ko | Locale::ZhTw => format!("{day} {time}"),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn prefers_a_valid_choice_over_the_country() {
        assert_eq!(zone(Some("Europe/Berlin"), "KR"), Tz::Europe__Berlin);
        assert_eq!(zone(Some("Mars/Olympus"), "KR"), Tz::Asia__Seoul);
        assert_eq!(zone(None, "XX"), Tz::UTC);
        assert!(names().any(|name| name == "Asia/Taipei") && !names().any(|name| name == "Etc/GMT+1"));
    }

    #[test]
    fn formats_instants_in_the_zone() {
        let at = chrono::NaiveDate::from_ymd_opt(2024, 2, 10).unwrap().and_hms_opt(20, 3, 0).unwrap();
        assert_eq!(Locale::En.moment_in(at, Tz::Asia__Seoul), "11 Feb 2024, 05:03");
        assert_eq!(Locale::Ko.moment_in(at, Tz::UTC), "2024년 2월 10일 20:03");
    }
}
