//! The company's registration number (such as the INN). Eleven countries require one, and a telephone number too; in
//! all others it must be empty (docs/reference/domain.md#bill-to-addresses).

use crate::i18n::Texts;

/// Countries, and the possible numbers of digits.
const COUNTRIES: &[(&str, &[usize])] = &[
    ("AM", &[8]),
    ("AZ", &[10]),
    ("BY", &[9]),
    ("HU", &[10, 11]),
    ("KG", &[14]),
    ("KZ", &[12]),
    ("MD", &[13]),
    ("RU", &[10, 12]),
    ("TJ", &[9]),
    ("UA", &[8, 10, 12]),
    ("UZ", &[9, 14]),
];

/// Returns the possible numbers of digits in this country; `None` if it has no registration numbers.
pub fn digit_counts(country: &str) -> Option<&'static [usize]> {
    COUNTRIES.iter().find(|(code, _)| *code == country).map(|(_, lengths)| *lengths)
}

/// Returns the numbers of digits in the user's language: `10`, or `10 or 12`.
pub fn digit_counts_text(texts: &Texts, lengths: &[usize]) -> String {
    let written: Vec<String> = lengths.iter().map(usize::to_string).collect();
    match written.split_last() {
        Some((last, first)) if !first.is_empty() => texts.either_or(first.join(&texts.list_comma()), last),
        _ => written.concat(),
    }
}

/// Returns the number without spaces and hyphens, if it has only digits and a valid length.
pub fn normalize(typed: &str, lengths: &[usize]) -> Option<String> {
    let kept: String = typed.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{a0}')).collect();
    (kept.bytes().all(|byte| byte.is_ascii_digit()) && lengths.contains(&kept.len())).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CountryCode;

    #[test]
    fn countries_are_valid_and_numbers_are_digits() {
        for (country, lengths) in COUNTRIES {
            assert_eq!(country.parse().map(CountryCode::as_str), Ok(*country));
            for length in *lengths {
                let number = "7".repeat(*length);
                assert_eq!(
                    normalize(&format!("{} {}", &number[..3], &number[3..]), lengths),
                    Some(number.clone())
                );
                assert_eq!(normalize(&format!("{number}7777777"), lengths), None);
                assert_eq!(normalize(&number.replacen('7', "A", 1), lengths), None);
            }
        }
        assert_eq!(digit_counts("KR"), None);
        assert_eq!(normalize("12345678-2-42", &[10, 11]).as_deref(), Some("12345678242"));
    }
}
