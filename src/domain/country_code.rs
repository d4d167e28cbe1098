//! [`CountryCode`]: an ISO 3166 country code.

use crate::domain;
use std::fmt;
use std::str::FromStr;

/// A two-letter code of an existing country, in capital letters. `UK`, `EU` and `ZZ` are not country codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode(&'static str);

/// The text is not the code of a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoCountry;

impl CountryCode {
    /// Returns the two letters.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl FromStr for CountryCode {
    type Err = NoCountry;

    /// Accepts upper and lower case, full-width letters and surrounding white space.
    fn from_str(text: &str) -> Result<Self, NoCountry> {
        if text.len() > 32 {
            return Err(NoCountry);
        }
        let typed = domain::half_width(text);
        let mut codes = include_str!("../i18n/countries.tsv").lines().filter_map(|line| line.get(..2));
        codes.find(|code| code.eq_ignore_ascii_case(typed.trim())).map(CountryCode).ok_or(NoCountry)
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::CountryCode;

    #[test]
    fn accepts_only_assigned_codes() {
        for (text, code) in [("KR", "KR"), (" tw ", "TW"), ("ＫＲ", "KR"), ("gb", "GB")] {
            assert_eq!(text.parse().map(CountryCode::as_str), Ok(code));
        }
        for text in ["UK", "EU", "ZZ", "XK", "", "K", "KOR", "Korea", "한국"] {
            assert!(text.parse::<CountryCode>().is_err(), "{text}");
        }
    }
}
