//! Time zones: of a user, from the profile; of a partner, from its profile, otherwise from its country. Stored times are UTC.
//! Data: zone_cities.tsv, from CLDR 49 (Unicode License v3).

use crate::clock;
use crate::domain::Partner;
use crate::i18n::Locale;
use crate::i18n::countries::sort_by_name;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use std::collections::HashMap;
use std::sync::LazyLock;

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

/// The Korean and the Chinese name of each zone's city.
static CITIES: LazyLock<HashMap<&str, [&str; 2]>> = LazyLock::new(|| {
    let city = |line: &'static str| {
        let mut cells = line.split('\t');
        Some((cells.next()?, [cells.next()?, cells.next()?]))
    };
    include_str!("zone_cities.tsv").lines().filter_map(city).collect()
});

/// The zones that users can choose and their labels, in the order of each language.
static CHOICES: LazyLock<[Vec<(&str, String)>; 3]> = LazyLock::new(|| Locale::ALL.map(sorted_choices));

/// Returns the time zone of a user.
pub fn zone(chosen: Option<&str>, country: &str) -> Tz {
    let usual = BY_COUNTRY.iter().find(|(one, _)| *one == country).map(|(_, zone)| *zone);
    chosen.and_then(|name| name.parse().ok()).or(usual).unwrap_or(Tz::UTC)
}

/// Returns the time zone by whose days a partner filters and counts.
pub fn partner_zone(partner: &Partner) -> Tz {
    zone(partner.time_zone.as_deref(), &partner.country)
}

/// Returns the current date in this time zone.
pub fn today(zone: Tz) -> NaiveDate {
    LocalTime::new(clock::now(), zone).day()
}

/// A UTC time with the time zone by whose days a partner counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalTime {
    /// The time, UTC.
    pub at: NaiveDateTime,
    zone: Tz,
}

impl LocalTime {
    /// Returns a UTC time in this time zone.
    pub fn new(at: NaiveDateTime, zone: Tz) -> Self {
        LocalTime { at, zone }
    }

    /// Returns the current time in the time zone of a partner.
    pub fn now(partner: &Partner) -> Self {
        LocalTime::new(clock::now(), partner_zone(partner))
    }

    /// Returns its day.
    pub fn day(self) -> NaiveDate {
        self.day_of(self.at)
    }

    /// Returns the day of another UTC time in the same time zone.
    pub fn day_of(self, at: NaiveDateTime) -> NaiveDate {
        at.and_utc().with_timezone(&self.zone).date_naive()
    }
}

/// The latest day that it is anywhere at this UTC time.
pub fn latest_day(at: NaiveDateTime) -> NaiveDate {
    (at + MOST_AHEAD).date()
}

/// How much the clocks of any time zone are ahead of UTC at most.
const MOST_AHEAD: TimeDelta = TimeDelta::hours(14);

/// Returns the time zones that users can choose, such as `Asia/Seoul`.
pub fn names() -> impl Iterator<Item = &'static str> {
    let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    names.filter(|name| {
        let region = name.split_once('/').map(|(region, _)| region);
        *name == "UTC" || region.is_some_and(|region| !matches!(region, "Etc" | "SystemV" | "US"))
    })
}

/// Returns the zones that users can choose with their labels, UTC first, then in the order of the language.
pub fn choices(locale: Locale) -> &'static [(&'static str, String)] {
    &CHOICES[locale as usize]
}

fn sorted_choices(locale: Locale) -> Vec<(&'static str, String)> {
    let mut zones: Vec<_> = names().map(|name| (name, locale.zone_label(name))).collect();
    sort_by_name(locale, &mut zones, |(_, label)| label);
    zones.sort_by_key(|(name, _)| *name != "UTC");
    zones
}

impl Locale {
    /// Returns the label of a time zone: `Asia/Seoul`, `서울(Asia/Seoul)`.
    pub fn zone_label(self, name: &str) -> String {
        match self {
            Locale::En => self.zone_city(name),
            Locale::Ko | Locale::ZhTw if !CITIES.contains_key(name) => name.to_owned(),
            Locale::Ko | Locale::ZhTw => self.texts().name_and_id(self.zone_city(name), name),
        }
    }

    /// Returns the city of a time zone; in English the name of the zone, which has it.
    pub fn zone_city(self, name: &str) -> String {
        let city = CITIES.get(name).and_then(|[ko, zh]| match self {
            Locale::En => None,
            Locale::Ko => Some(*ko),
            Locale::ZhTw => Some(*zh),
        });
        city.map_or_else(|| name.replace('_', " "), str::to_owned)
    }

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
    fn every_zone_has_a_city_in_korean_and_chinese() {
        let seoul = Locale::ALL.map(|locale| locale.zone_label("Asia/Seoul"));
        assert_eq!(seoul, ["Asia/Seoul", "서울(Asia/Seoul)", "首爾 (Asia/Seoul)"]);
        for name in names().filter(|name| *name != "UTC") {
            assert!(
                CITIES.get(name).is_some_and(|cities| cities.iter().all(|city| !city.is_empty())),
                "{name}"
            );
        }
        for locale in Locale::ALL {
            assert_eq!(choices(locale)[0].0, "UTC");
            assert_eq!(choices(locale).len(), names().count());
        }
    }

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
