//! Formats the values in an entry's details in the user's language.

use crate::features::activity_log::details::{Change, Fact, sort_fields};
use crate::features::activity_log::field_names::{name, rank};
use crate::features::activity_log::value_labels;
use crate::i18n::format::Clock;
use crate::i18n::{Locale, Texts};
use chrono::{DateTime, NaiveDate};
use serde_json::{Map, Value};

/// A value as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueText {
    /// The text.
    pub text: String,
    /// Whether it is data, which is not translated.
    pub is_data: bool,
}

/// The user's language and time zone.
#[derive(Debug, Clone, Copy)]
pub struct ReaderFormat {
    /// The language.
    pub locale: Locale,
    /// The time zone.
    pub clock: Clock,
}

impl ReaderFormat {
    pub(super) fn label(&self, key: &str) -> String {
        name(self.texts(), key).unwrap_or_else(|| key.replace('_', " "))
    }

    /// Returns the label of a value. Earlier versions wrote the recipient of a message as `to`, as the last day of
    /// a period is.
    fn label_of(&self, key: &str, value: &Value) -> String {
        let is_address = value.as_str().is_some_and(|text| text.contains('@'));
        self.label(if key == "to" && is_address { "recipient" } else { key })
    }

    pub(super) fn changes(&self, before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<Change> {
        changed_keys(before, after).into_iter().map(|key| self.change(key, before, after)).collect()
    }

    /// Returns the change of one field.
    pub(super) fn change(
        &self,
        key: &str,
        before: &Map<String, Value>,
        after: &Map<String, Value>,
    ) -> Change {
        let side = |side: &Map<String, Value>| self.value_text(key, side.get(key).unwrap_or(&Value::Null));
        let value = after.get(key).or_else(|| before.get(key)).unwrap_or(&Value::Null);
        Change { label: self.label_of(key, value), before: side(before), after: side(after) }
    }

    pub(super) fn facts(&self, key: &str, value: &Value) -> Vec<Fact> {
        match value {
            Value::Array(lines) if lines.iter().any(Value::is_object) => {
                let label =
                    |at: usize| self.texts().field_line(self.label(key), self.locale.number(at as u64 + 1));
                let fact = |(at, line)| Fact { label: label(at), value: self.value_text(key, line) };
                lines.iter().enumerate().map(fact).collect()
            }
            Value::Null => Vec::new(),
            value => vec![Fact { label: self.label_of(key, value), value: self.value_text(key, value) }],
        }
    }

    pub(super) fn value_text(&self, key: &str, value: &Value) -> ValueText {
        let said = |text: String| ValueText { text, is_data: false };
        let texts = self.texts();
        match value {
            Value::Null => said(texts.value_none()),
            Value::Bool(true) => said(texts.value_yes()),
            Value::Bool(false) => said(texts.value_no()),
            Value::Number(number) => {
                said(number.as_u64().map_or_else(|| number.to_string(), |n| self.locale.number(n)))
            }
            Value::String(text) if text.is_empty() => said(texts.value_none()),
            Value::String(text) => self.text(key, text),
            Value::Array(values) if values.is_empty() => said(texts.value_none()),
            Value::Array(values) => {
                self.join(values.iter().map(|value| self.value_text(key, value)), &texts.list_comma())
            }
            Value::Object(fields) => {
                let mut fields = fields.clone();
                let sides = (fields.remove("before"), fields.remove("after"));
                let told: Vec<ValueText> = match sides {
                    (Some(Value::Object(before)), Some(Value::Object(after))) => {
                        let line = |change: Change| change.in_a_line(texts);
                        self.changes(&before, &after).into_iter().map(line).collect()
                    }
                    _ => Vec::new(),
                };
                let fields = sort_fields(&fields).into_iter().filter(|(_, value)| !value.is_null());
                let field = |(key, value): (&String, &Value)| {
                    let words = self.value_text(key, value);
                    ValueText {
                        text: format!("{}{}{}", self.label_of(key, value), texts.colon(), words.text),
                        is_data: words.is_data,
                    }
                };
                self.join(fields.map(field).chain(told), " · ")
            }
        }
    }

    fn join(&self, words: impl Iterator<Item = ValueText>, with: &str) -> ValueText {
        let words: Vec<ValueText> = words.collect();
        let texts: Vec<&str> = words.iter().map(|words| words.text.as_str()).collect();
        ValueText { text: texts.join(with), is_data: words.iter().any(|words| words.is_data) }
    }
}

impl ReaderFormat {
    /// Returns the texts of the language.
    pub fn texts(&self) -> &'static Texts {
        self.locale.texts()
    }

    /// Formats a string: enum values as labels, dates and times in the user's format, anything else unchanged.
    fn text(&self, key: &str, text: &str) -> ValueText {
        let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(|day| self.locale.date(day));
        let instant = || {
            let instant = DateTime::parse_from_rfc3339(text).ok()?;
            Some(self.locale.date_time(instant.naive_utc(), self.clock))
        };
        match value_labels::label(self.locale, key, text).or_else(day).or_else(instant) {
            Some(text) => ValueText { text, is_data: false },
            None => ValueText { text: text.to_owned(), is_data: true },
        }
    }
}

/// Returns the fields whose values differ, in display order.
pub(super) fn changed_keys<'a>(
    before: &'a Map<String, Value>,
    after: &'a Map<String, Value>,
) -> Vec<&'a String> {
    let all = before.keys().chain(after.keys().filter(|key| !before.contains_key(*key)));
    let mut keys: Vec<&String> = all.filter(|key| before.get(*key) != after.get(*key)).collect();
    keys.sort_by_cached_key(|key| rank(key));
    keys
}
