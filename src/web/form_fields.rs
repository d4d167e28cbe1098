//! Parses the fields of a form: [`FormReader`] converts the input to values, or collects an error message
//! for each field. The page is then shown again with the input; templates/fields.html renders it.

use crate::domain::{EmailAddress, PhoneNumber, half_width, is_blank, is_invisible};
use crate::i18n::{Locale, Texts};
use std::ops::RangeInclusive;
use std::str::FromStr;

/// The errors of a form: one sentence for each invalid field, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<(&'static str, String)>);

impl FieldErrors {
    /// Adds an error for a field. Keeps only the first error of each field.
    pub fn add(&mut self, field: &'static str, sentence: impl Into<String>) {
        if self.get(field).is_none() {
            self.0.push((field, sentence.into()));
        }
    }

    /// Returns the error of this field.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.iter().find(|(name, _)| *name == field).map(|(_, sentence)| sentence)
    }

    /// Whether there are no errors.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns fields and sentences, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(field, sentence)| (*field, sentence.as_str()))
    }
}

/// Parses one form. Each method returns a usable value even after an error; [`FormReader::done`] reports the errors.
pub struct FormReader {
    locale: Locale,
    faults: FieldErrors,
}

/// Whether a text field was submitted unchanged. Browsers remove line breaks, and the portal trims. So a
/// stored value that a field cannot hold is kept unless the user changes it.
pub fn is_unchanged(stored: &str, typed: &str) -> bool {
    let shown: String = stored.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    typed.trim() == stored.trim() || typed.trim() == shown.trim()
}

impl FormReader {
    /// Creates a reader with error messages in the user's language.
    pub fn new(locale: Locale) -> Self {
        FormReader { locale, faults: FieldErrors::default() }
    }

    /// Returns the texts of the user's language.
    pub fn texts(&self) -> &'static Texts {
        self.locale.texts()
    }

    /// Adds an error that only the caller can detect.
    pub fn add_error(&mut self, field: &'static str, sentence: impl Into<String>) {
        self.faults.add(field, sentence);
    }

    /// Parses trimmed text with a length in this range, in characters. If the range begins at zero, the
    /// field is optional.
    pub fn text(
        &mut self,
        field: &'static str,
        label: &str,
        typed: &str,
        length: RangeInclusive<usize>,
    ) -> String {
        let value = typed.trim();
        let (texts, count) = (self.texts(), value.chars().count());
        if is_blank(value) && *length.start() > 0 {
            self.add_error(field, texts.fault_empty(label));
        } else if !value.is_empty() && count < *length.start() {
            self.add_error(field, texts.fault_short(label, self.locale.number(*length.start() as u64)));
        } else if count > *length.end() {
            let numbers = (self.locale.number(*length.end() as u64), self.locale.number(count as u64));
            self.add_error(field, texts.fault_long(label, numbers.0, numbers.1));
        } else if is_invisible(value) {
            self.add_error(field, texts.fault_invisible(label));
        }
        value.to_owned()
    }

    /// Parses the fields `first_name` and `last_name`, whose errors stand in the order in which the language names people;
    /// returns both in this order.
    pub fn person_names(&mut self, first: &str, last: &str) -> [String; 2] {
        let texts = self.texts();
        let first_name =
            |fields: &mut Self| fields.text("first_name", &texts.address_first_name(), first, 1..=50);
        if self.locale == Locale::En {
            let first = first_name(self);
            return [first, self.text("last_name", &texts.address_last_name(), last, 1..=50)];
        }
        let last = self.text("last_name", &texts.address_last_name(), last, 1..=50);
        [first_name(self), last]
    }

    /// Parses text of several lines; each line is trimmed and must not contain invisible characters. The
    /// length applies to all lines together.
    pub fn paragraphs(
        &mut self,
        field: &'static str,
        label: &str,
        typed: &str,
        length: RangeInclusive<usize>,
    ) -> String {
        let lines: Vec<&str> = typed.lines().map(str::trim).collect();
        self.text(field, label, &lines.join(" "), length);
        lines.join("\n").trim().to_owned()
    }

    /// Parses an email address.
    pub fn email(&mut self, field: &'static str, label: &str, typed: &str) -> String {
        let value = self.text(field, label, &half_width(typed), 1..=254);
        if self.faults.get(field).is_none() && value.parse::<EmailAddress>().is_err() {
            self.add_error(field, self.texts().fault_email());
        }
        value
    }

    /// Parses an optional telephone number.
    pub fn phone(&mut self, field: &'static str, label: &str, typed: &str) -> String {
        if typed.trim().is_empty() {
            return String::new();
        }
        match typed.parse::<PhoneNumber>() {
            Ok(number) => number.as_str().to_owned(),
            Err(_) => {
                let value = self.text(field, label, typed, 0..=PhoneNumber::MAX_LEN);
                self.add_error(field, self.texts().fault_phone());
                value
            }
        }
    }

    /// Parses a whole number in a range, with or without thousands separators.
    pub fn number(
        &mut self,
        field: &'static str,
        label: &str,
        typed: &str,
        range: RangeInclusive<i32>,
    ) -> i32 {
        let digits: String =
            half_width(typed).trim().chars().filter(|c| !matches!(c, ',' | '\u{a0}' | ' ')).collect();
        let number = digits.parse().ok().filter(|number| range.contains(number));
        number.unwrap_or_else(|| {
            let (least, most) = (range.start().unsigned_abs(), range.end().unsigned_abs());
            let (least, most) = (self.locale.number(least.into()), self.locale.number(most.into()));
            self.add_error(field, self.texts().fault_number(label, least, most));
            *range.start()
        })
    }

    /// Parses a date as browsers send it: `2026-11-21`.
    pub fn day(&mut self, field: &'static str, typed: &str) -> Option<chrono::NaiveDate> {
        let day = chrono::NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d").ok();
        let day = day.filter(|day| (1900..=9999).contains(&chrono::Datelike::year(day)));
        if day.is_none() {
            self.add_error(field, self.texts().fault_day());
        }
        day
    }

    /// Parses a value of an enum.
    pub fn choice<T: FromStr>(&mut self, field: &'static str, label: &str, typed: &str) -> Option<T> {
        let value = typed.parse().ok();
        if value.is_none() {
            self.add_error(field, self.texts().fault_choice(label));
        }
        value
    }

    /// Returns the parsed value.
    ///
    /// # Errors
    /// The errors of the form, if there are any.
    pub fn done<T>(self, value: T) -> Result<T, FieldErrors> {
        if self.faults.is_empty() { Ok(value) } else { Err(self.faults) }
    }
}

#[cfg(test)]
mod tests {
    use super::FormReader;
    use crate::i18n::Locale;

    #[test]
    fn parses_values_by_their_types() {
        let mut fields = FormReader::new(Locale::En);
        assert_eq!(fields.phone("phone", "Phone", "０２－２３４５－６７８９"), "02-2345-6789");
        assert_eq!(fields.phone("phone", "Phone", "02-2345-6789#123"), "02-2345-6789#123");
        assert_eq!(fields.number("quantity", "Quantity", "１，２００", 1..=100_000), 1_200);
        assert_eq!(fields.email("email", "Email", "ｍｉｎ＠rowan.example"), "min@rowan.example");
        assert!(fields.done(()).is_ok());
        for address in ["a..b@docomo.example", "abc.@docomo.example"] {
            let mut fields = FormReader::new(Locale::En);
            fields.email("email", "Email", address);
            assert!(fields.done(()).is_err(), "{address}");
        }
    }

    #[test]
    fn rejects_names_with_invisible_characters() {
        for name in [
            "\u{3164}",
            "\u{200B}",
            "\u{2800}\u{2800}",
            "\u{AD}",
            "Min\u{200B}",
            "Min\u{202E}",
            "M\u{2066}in",
        ] {
            let mut fields = FormReader::new(Locale::En);
            fields.text("name", "Name", name, 1..=100);
            assert!(fields.done(()).is_err(), "{name:?}");
        }
    }

    #[test]
    fn reports_every_invalid_field_with_its_first_error() {
        let mut fields = FormReader::new(Locale::En);
        assert_eq!(fields.text("name", "Name", "  한강  ", 1..=10), "한강");
        fields.text("city", "City", "", 1..=10);
        fields.text("street", "Street", &"가".repeat(11), 1..=10);
        fields.text("note", "Note", "a\u{202e}b", 0..=10);
        fields.email("email", "Email", "nobody");
        assert_eq!(fields.number("quantity", "Quantity", "1,200", 1..=100_000), 1_200);
        fields.number("seats", "Seats", "0", 1..=10);
        fields.day("day", "2026-02-30");
        let Err(faults) = fields.done(()) else { panic!("six fields are bad") };
        let named: Vec<_> = faults.iter().map(|(field, _)| field).collect();
        assert_eq!(named, ["city", "street", "note", "email", "seats", "day"]);
        assert_eq!(faults.get("street"), Some("Street must be 10 characters or fewer. You entered 11."));
    }
}
