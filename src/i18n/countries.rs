//! The ISO 3166 countries, with names and order of each language.
//! Data: countries.tsv, from CLDR 48 (Unicode License v3).

use crate::i18n::Locale;
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorPreferences};
use icu_locale_core::locale;
use std::sync::LazyLock;

/// The code and name of a country.
pub type Country = (&'static str, &'static str);

static BY_LOCALE: LazyLock<[Vec<Country>; 3]> = LazyLock::new(|| Locale::ALL.map(sorted));

/// Returns all countries, with the names and in the order of this language.
pub fn countries(locale: Locale) -> &'static [Country] {
    &BY_LOCALE[column(locale)]
}

/// Returns the name of a country, or the code if it is unknown.
pub fn country_name(code: &str, locale: Locale) -> &str {
    let found = countries(locale).iter().find(|(known, _)| *known == code);
    found.map_or(code, |(_, name)| name)
}

fn column(locale: Locale) -> usize {
    match locale {
        Locale::En => 0,
        Locale::Ko => 1,
        Locale::ZhTw => 2,
    }
}

fn sorted(locale: Locale) -> Vec<Country> {
    let mut countries: Vec<Country> = include_str!("countries.tsv")
        .lines()
        .filter_map(|line| {
            let mut cells = line.split('\t');
            Some((cells.next()?, cells.nth(column(locale))?))
        })
        .collect();
    sort_by_name(locale, &mut countries, |(_, name)| name);
    countries
}

/// Sorts by names as this language does.
pub(super) fn sort_by_name<T>(locale: Locale, items: &mut [T], name: impl Fn(&T) -> &str) {
    let order = match locale {
        Locale::En => locale!("en"),
        Locale::Ko => locale!("ko"),
        Locale::ZhTw => locale!("zh-Hant"),
    };
    if let Ok(collator) = Collator::try_new(CollatorPreferences::from(&order), CollatorOptions::default()) {
        items.sort_by(|one, other| collator.compare(name(one), name(other)));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_country_has_a_name_in_each_language() {
        for locale in Locale::ALL {
            let all = countries(locale);
            assert_eq!(all.len(), 249);
            assert!(all.iter().all(|(code, name)| code.len() == 2 && !name.is_empty()));
        }
        let names = Locale::ALL.map(|locale| country_name("KR", locale));
        assert_eq!(names, ["South Korea", "대한민국", "南韓"]);
        assert_eq!(country_name("QQ", Locale::En), "QQ");
    }

    #[test]
    fn each_language_has_its_own_sort_order() {
        let first = Locale::ALL.map(|locale| countries(locale)[0].1);
        assert_eq!((first[0], first[1]), ("Afghanistan", "가나"));
        assert_ne!(countries(Locale::ZhTw)[0].0, "AD", "by strokes, not by code");
    }
}
