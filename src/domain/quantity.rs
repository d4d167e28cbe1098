//! [`Quantity`]: a quantity of licences.

use crate::domain;
use std::fmt;
use std::str::FromStr;

/// A whole number from 1 to [`Quantity::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(i32);

/// The text is not a whole number from 1 to [`Quantity::MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoQuantity;

impl Quantity {
    /// The largest quantity that the database accepts.
    pub const MAX: i32 = 10_000_000;

    /// Returns the number.
    pub fn get(self) -> i32 {
        self.0
    }
}

impl FromStr for Quantity {
    type Err = NoQuantity;

    /// Accepts full-width digits and groups of three (`1,000`, `1 000`). Rejects `1.000`, which means one
    /// in some countries and a thousand in others.
    fn from_str(text: &str) -> Result<Self, NoQuantity> {
        let number = whole_number(text).and_then(|number| i32::try_from(number).ok());
        number.filter(|number| (1..=Self::MAX).contains(number)).map(Quantity).ok_or(NoQuantity)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Parses a whole number, with or without separators between groups of three digits.
fn whole_number(text: &str) -> Option<u32> {
    let text = text.trim();
    if text.chars().count() > 20 {
        return None;
    }
    let text = domain::half_width(text);
    let groups: Vec<&str> = text.split([',', ' ', '\u{A0}', '\u{202F}', '\u{2009}']).collect();
    let digits =
        groups.iter().all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit()));
    let grouped = groups.iter().skip(1).all(|group| group.len() == 3)
        && groups.first().is_some_and(|first| first.len() <= 3);
    if digits && (groups.len() == 1 || grouped) { groups.concat().parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::Quantity;

    #[test]
    fn accepts_quantities_as_people_and_spreadsheets_write_them() {
        for (text, number) in [
            ("1,000", 1_000),
            ("１０", 10),
            (" 12 ", 12),
            ("12\u{A0}", 12),
            ("1 000", 1_000),
            ("1\u{A0}000", 1_000),
            ("100,000", 100_000),
            ("0012", 12),
            ("１，０００", 1_000),
        ] {
            assert_eq!(text.parse().map(Quantity::get), Ok(number), "{text}");
        }
        for text in [
            "",
            "0",
            "-5",
            "+5",
            "25.0",
            "1E+03",
            "1.000",
            "1,00",
            "1,0000",
            ",100",
            "10000001",
            "99999999999999999999999",
            "12 34",
        ] {
            assert!(text.parse::<Quantity>().is_err(), "{text}");
        }
    }
}
