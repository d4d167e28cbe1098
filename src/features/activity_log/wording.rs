//! Formats the values in an entry's details in the user's language.

use crate::domain::{
    PartnerKind, ReferralStatus as Referred, Relationship, RequestOutcome, Role, SubscriptionStatus, TextEnum,
};
use crate::features::activity_log::details::{Change, Fact, sort_fields};
use crate::features::activity_log::field_names::{name, rank};
use crate::i18n::format::Clock;
use crate::i18n::{Locale, Texts};
use crate::web::appearance::Theme;
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
    fn label(&self, key: &str) -> String {
        name(self.texts(), key).unwrap_or_else(|| key.replace('_', " "))
    }

    pub(super) fn changes(&self, before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<Change> {
        let mut keys: Vec<&String> =
            before.keys().chain(after.keys().filter(|key| !before.contains_key(*key))).collect();
        keys.retain(|key| before.get(*key) != after.get(*key));
        keys.sort_by_key(|key| rank(key));
        let side = |side: &Map<String, Value>, key: &str| {
            self.value_text(key, side.get(key).unwrap_or(&Value::Null))
        };
        let change = |key: &String| Change {
            label: self.label(key),
            before: side(before, key),
            after: side(after, key),
        };
        keys.into_iter().map(change).collect()
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
            value => vec![Fact { label: self.label(key), value: self.value_text(key, value) }],
        }
    }

    fn value_text(&self, key: &str, value: &Value) -> ValueText {
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
                        self.changes(&before, &after).into_iter().map(Change::in_a_line).collect()
                    }
                    _ => Vec::new(),
                };
                let fields = sort_fields(&fields).into_iter().filter(|(_, value)| !value.is_null());
                let field = |(key, value): (&String, &Value)| {
                    let words = self.value_text(key, value);
                    ValueText {
                        text: format!("{}{}{}", self.label(key), self.texts().colon(), words.text),
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
    fn texts(&self) -> &'static Texts {
        self.locale.texts()
    }

    /// Formats a string: enum values as labels, dates and times in the user's format, anything else unchanged.
    fn text(&self, key: &str, text: &str) -> ValueText {
        let texts = self.texts();
        let word = match key {
            "status" => (SubscriptionStatus::from_text(text).ok().map(|status| status.label(texts)))
                .or_else(|| Referred::from_text(text).ok().map(|status| status.label(texts))),
            "relationship" => Relationship::from_text(text).ok().map(|kind| kind.label(texts)),
            "roles" => Role::ALL.iter().find(|role| role.as_str() == text).map(|role| role.label(texts)),
            "type" => PartnerKind::from_text(text).ok().map(|kind| kind.label(texts)),
            "theme" => Theme::from_text(text).map(|theme| theme.label(texts)),
            "outcome" => RequestOutcome::from_text(text).ok().map(|outcome| outcome.label(texts)),
            "language" => Locale::from_tag(text).map(|locale| locale.own_name().to_owned()),
            _ => None,
        };
        let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(|day| self.locale.date(day));
        let instant = || {
            let instant = DateTime::parse_from_rfc3339(text).ok()?;
            Some(self.locale.date_time(instant.naive_utc(), self.clock))
        };
        match word.or_else(day).or_else(instant) {
            Some(text) => ValueText { text, is_data: false },
            None => ValueText { text: text.to_owned(), is_data: true },
        }
    }
}
