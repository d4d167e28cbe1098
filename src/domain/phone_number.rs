//! [`PhoneNumber`]: a telephone number in the spelling that the user typed.

use crate::domain;
use std::fmt;
use std::str::FromStr;

/// Digits with the usual separators, and optionally an extension: `02-2345-6789 ext. 12`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneNumber(String);

/// Not 3 to 20 digits, or with a character that telephone numbers do not have, or more than 40 characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoPhoneNumber;

/// Markers of an extension, in lower case. Longer ones come first because the first match wins.
const EXTENSION: [&str; 9] = ["extension", "內線", "內线", "内线", "分機", "내선", "ext.", "ext", "x"];

impl PhoneNumber {
    /// Maximum length in characters.
    pub const MAX_LEN: usize = 40;

    /// Returns the number as it was typed, with ASCII digits and hyphens.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the number and its extension with the marker, as typed: `("02-2345-6789 ", "ext. 12")`.
    pub fn parts(&self) -> (&str, &str) {
        self.0.split_at(split_extension(&self.0).0.len())
    }
}

impl FromStr for PhoneNumber {
    type Err = NoPhoneNumber;

    fn from_str(text: &str) -> Result<Self, NoPhoneNumber> {
        if text.len() > 4 * Self::MAX_LEN {
            return Err(NoPhoneNumber);
        }
        // A number copied from a web page or a mail program may contain direction marks and other kinds of hyphens.
        let plain: String =
            domain::half_width(text).chars().filter(|c| !is_direction(*c)).map(normalize_sign).collect();
        let number = plain.trim();
        let (main, extension) = split_extension(number);
        let digits = main.bytes().filter(u8::is_ascii_digit).count();
        let signs = main.chars().all(|c| c.is_ascii_digit() || "+-()/. ".contains(c));
        let extended = extension.is_none_or(|digits| {
            (1..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
        });
        let right =
            signs && extended && (3..=20).contains(&digits) && number.chars().count() <= Self::MAX_LEN;
        if right { Ok(PhoneNumber(number.to_owned())) } else { Err(NoPhoneNumber) }
    }
}

/// Splits a number at the marker of its extension, if it has one.
fn split_extension(number: &str) -> (&str, Option<&str>) {
    if let Some((main, extension)) = number.split_once('#') {
        return (main, Some(extension.trim()));
    }
    let Some(at) = number.find(char::is_alphabetic) else { return (number, None) };
    let (main, rest) = number.split_at(at);
    let small = rest.to_lowercase();
    let found =
        EXTENSION.iter().find(|word| small.starts_with(*word)).and_then(|word| rest.get(word.len()..));
    match found {
        Some(extension) => (main, Some(extension.trim_start_matches([':', '.', ' ']).trim())),
        None => (number, None),
    }
}

fn normalize_sign(sign: char) -> char {
    match sign {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' => '-',
        '\u{A0}' | '\u{2009}' | '\u{202F}' => ' ',
        _ => sign,
    }
}

fn is_direction(letter: char) -> bool {
    matches!(letter, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::PhoneNumber;

    #[test]
    fn accepts_numbers_as_people_write_them() {
        for (text, number) in [
            ("02-2345-6789#123", "02-2345-6789#123"),
            ("02-2345-6789 ext. 12", "02-2345-6789 ext. 12"),
            ("０２－２３４５－６７８９", "02-2345-6789"),
            ("02\u{2011}1234\u{2011}5678", "02-1234-5678"),
            ("02\u{2013}1234\u{2013}5678", "02-1234-5678"),
            ("\u{202A}+82 2 1234 5678\u{202C}", "+82 2 1234 5678"),
            ("02-1234-5678 (내선 12)", ""),
            ("02-1234-5678 내선 12", "02-1234-5678 내선 12"),
            ("(02) 2345-6789 分機 12", "(02) 2345-6789 分機 12"),
            ("+1 425 555 0100 x12", "+1 425 555 0100 x12"),
            ("110", "110"),
        ] {
            assert_eq!(text.parse::<PhoneNumber>().map_or(String::new(), |n| n.0), number, "{text}");
        }
        for text in [
            "",
            "12",
            "call me",
            "02-1234 ext",
            "02-1234#",
            "02-1234#1#2",
            "1234\n5678",
            "ext. 123",
            "123456789012345678901",
        ] {
            assert!(text.parse::<PhoneNumber>().is_err(), "{text}");
        }
    }
}
