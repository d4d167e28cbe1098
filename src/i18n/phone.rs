//! Telephone numbers as their country writes them.

use crate::domain::PhoneNumber;
use phonenumber::Mode;
use phonenumber::country::Id;

/// A telephone number on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownPhone {
    /// The number for people.
    pub text: String,
    /// The number for a link: `tel:+82223456789`.
    pub uri: String,
}

/// Returns a telephone number as its country writes it: in the national form if it is a number of `country` (an ISO
/// 3166-1 alpha-2 code), otherwise in the international form. A number that no country has stays as it was typed.
pub fn phone(number: &str, country: &str) -> ShownPhone {
    let typed = ShownPhone { text: number.to_owned(), uri: format!("tel:{}", dialable(number)) };
    let Ok(stored) = number.parse::<PhoneNumber>() else { return typed };
    let (main, extension) = stored.parts();
    let Some((main, uri)) = formatted(main.trim(), country.parse().ok()) else { return typed };
    let extension = extension.trim();
    let digits = dialable(extension);
    ShownPhone {
        text: [main.as_str(), extension].join(" ").trim().to_owned(),
        uri: if digits.is_empty() { uri } else { format!("{uri};ext={digits}") },
    }
}

fn formatted(main: &str, country: Option<Id>) -> Option<(String, String)> {
    let number = phonenumber::parse(country, main).ok().filter(phonenumber::PhoneNumber::is_valid)?;
    let is_domestic = country.is_some() && number.country().id() == country;
    let mode = if is_domestic { Mode::National } else { Mode::International };
    Some((number.format().mode(mode).to_string(), number.format().mode(Mode::Rfc3966).to_string()))
}

fn dialable(number: &str) -> String {
    number.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect()
}

#[cfg(test)]
mod tests {
    use super::phone;

    #[test]
    fn writes_numbers_as_their_countries_do() {
        for (typed, country, shown) in [
            ("0223456789", "KR", "02-2345-6789"),
            ("+82 2 2345 6789", "KR", "02-2345-6789"),
            ("+82 2 2345 6789", "TW", "+82 2-2345-6789"),
            ("+82-10-1234-5678 내선 12", "KR", "010-1234-5678 내선 12"),
            ("0223456789#123", "KR", "02-2345-6789 #123"),
            ("0227208889", "TW", "02 2720 8889"),
            ("4255550100", "US", "(425) 555-0100"),
            ("+1 425 555 0100", "", "+1 425-555-0100"),
            ("110", "KR", "110"),
            ("(02) 99", "TW", "(02) 99"),
            ("call me", "KR", "call me"),
        ] {
            assert_eq!(phone(typed, country).text, shown, "{typed}");
        }
        assert_eq!(phone("02-2345-6789 ext. 12", "KR").uri, "tel:+82-2-2345-6789;ext=12");
        assert_eq!(phone("02-99", "KR").uri, "tel:0299");
    }
}
