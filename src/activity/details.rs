//! The details of an entry in words: what changed from what to what, and what else is to be known of it.
//! The JSON stays behind one more step.

use super::field_names::{name, place};
use crate::db::words::Word;
use crate::i18n::{Locale, Texts};
use crate::partners::model::PartnerKind;
use crate::referrals::model::Status as Referred;
use crate::requests::model::Outcome;
use crate::subscriptions::model::SubscriptionStatus;
use crate::users::model::Role;
use crate::web::page::Theme;
use crate::{customers::model::Relationship, i18n::format::Clock};
use chrono::{DateTime, NaiveDate};
use serde_json::{Map, Value};

/// A value in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The text.
    pub text: String,
    /// Whether it is data, which nobody translates.
    pub is_data: bool,
}

/// One field that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it is called.
    pub label: String,
    /// What it was.
    pub before: Words,
    /// What it is now.
    pub after: Words,
}

impl Change {
    fn in_a_line(self) -> Words {
        let text = format!("{}: {} → {}", self.label, self.before.text, self.after.text);
        Words { text, is_data: self.before.is_data || self.after.is_data }
    }
}

/// One thing to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is called.
    pub label: String,
    /// What it is.
    pub value: Words,
}

/// What an opened entry says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// Before → after.
    pub changes: Vec<Change>,
    /// Everything else.
    pub facts: Vec<Fact>,
}

/// How a reader reads: the language and the clock.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// The language.
    pub locale: Locale,
    /// Times are told in this zone.
    pub clock: Clock,
}

impl Details {
    /// Reads the details of an entry.
    pub fn of(json: &str, reading: Reading) -> Self {
        let value: Value = serde_json::from_str(json).unwrap_or_default();
        let Value::Object(mut all) = value else { return Details::default() };
        let mut details = Details::default();
        match (all.remove("before"), all.remove("after")) {
            (Some(Value::Object(before)), Some(Value::Object(after))) => {
                details.changes = reading.changes(&before, &after);
            }
            (before, after) => {
                all.extend(before.map(|value| ("from".to_owned(), value)));
                all.extend(after.map(|value| ("to".to_owned(), value)));
            }
        }
        for (key, value) in sorted(&all) {
            details.facts.extend(reading.facts(key, value));
        }
        details
    }
}

impl Reading {
    fn texts(&self) -> &'static Texts {
        self.locale.texts()
    }

    fn label(&self, key: &str) -> String {
        name(self.texts(), key).unwrap_or_else(|| key.replace('_', " "))
    }

    fn changes(&self, before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<Change> {
        let mut keys: Vec<&String> =
            before.keys().chain(after.keys().filter(|key| !before.contains_key(*key))).collect();
        keys.retain(|key| before.get(*key) != after.get(*key));
        keys.sort_by_key(|key| place(key));
        let side =
            |side: &Map<String, Value>, key: &str| self.words(key, side.get(key).unwrap_or(&Value::Null));
        let change = |key: &String| Change {
            label: self.label(key),
            before: side(before, key),
            after: side(after, key),
        };
        keys.into_iter().map(change).collect()
    }

    fn facts(&self, key: &str, value: &Value) -> Vec<Fact> {
        match value {
            Value::Array(lines) if lines.iter().any(Value::is_object) => {
                let label =
                    |at: usize| self.texts().field_line(self.label(key), self.locale.number(at as u64 + 1));
                let fact = |(at, line)| Fact { label: label(at), value: self.words(key, line) };
                lines.iter().enumerate().map(fact).collect()
            }
            Value::Null => Vec::new(),
            value => vec![Fact { label: self.label(key), value: self.words(key, value) }],
        }
    }

    fn words(&self, key: &str, value: &Value) -> Words {
        let said = |text: String| Words { text, is_data: false };
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
                self.joined(values.iter().map(|value| self.words(key, value)), &texts.list_comma())
            }
            Value::Object(fields) => {
                let mut fields = fields.clone();
                let sides = (fields.remove("before"), fields.remove("after"));
                let told: Vec<Words> = match sides {
                    (Some(Value::Object(before)), Some(Value::Object(after))) => {
                        self.changes(&before, &after).into_iter().map(Change::in_a_line).collect()
                    }
                    _ => Vec::new(),
                };
                let fields = sorted(&fields).into_iter().filter(|(_, value)| !value.is_null());
                let field = |(key, value): (&String, &Value)| {
                    let words = self.words(key, value);
                    Words {
                        text: format!("{}{}{}", self.label(key), self.texts().colon(), words.text),
                        is_data: words.is_data,
                    }
                };
                self.joined(fields.map(field).chain(told), " · ")
            }
        }
    }

    fn joined(&self, words: impl Iterator<Item = Words>, with: &str) -> Words {
        let words: Vec<Words> = words.collect();
        let texts: Vec<&str> = words.iter().map(|words| words.text.as_str()).collect();
        Words { text: texts.join(with), is_data: words.iter().any(|words| words.is_data) }
    }

    /// A text that is one of our words is said in the reader's language; a day and an instant as the reader writes it.
    fn text(&self, key: &str, text: &str) -> Words {
        let texts = self.texts();
        let word = match key {
            "status" => (SubscriptionStatus::from_word(text).ok().map(|status| status.label(texts)))
                .or_else(|| Referred::from_word(text).ok().map(|status| status.label(texts))),
            "relationship" => Relationship::from_word(text).ok().map(|kind| kind.label(texts)),
            "roles" => Role::ALL.iter().find(|role| role.word() == text).map(|role| role.label(texts)),
            "type" => PartnerKind::from_word(text).ok().map(|kind| kind.label(texts)),
            "theme" => Theme::from_word(text).map(|theme| theme.label(texts)),
            "outcome" => Outcome::from_word(text).ok().map(|outcome| outcome.label(texts)),
            "language" => Locale::from_tag(text).map(|locale| locale.own_name().to_owned()),
            _ => None,
        };
        let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(|day| self.locale.date(day));
        let instant = || {
            let instant = DateTime::parse_from_rfc3339(text).ok()?;
            Some(self.locale.date_time(instant.naive_utc(), self.clock))
        };
        match word.or_else(day).or_else(instant) {
            Some(text) => Words { text, is_data: false },
            None => Words { text: text.to_owned(), is_data: true },
        }
    }
}

fn sorted(fields: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_by_key(|(key, _)| place(key));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Tz;

    fn read(json: &str, locale: Locale) -> Details {
        Details::of(json, Reading { locale, clock: Clock::in_zone(Tz::Asia__Seoul) })
    }

    #[test]
    fn only_what_changed_is_told_and_in_words() {
        let json = r#"{"before":{"status":"active","quantity":1200,"name":"E3","nickname":null},
                       "after":{"status":"suspended","quantity":1250,"name":"E3","nickname":"한강"}}"#;
        let told = |locale| -> Vec<String> {
            let changes = read(json, locale).changes;
            changes
                .iter()
                .map(|change| format!("{}: {} → {}", change.label, change.before.text, change.after.text))
                .collect()
        };
        assert_eq!(
            told(Locale::En),
            ["Nickname: – → 한강", "Quantity: 1,200 → 1,250", "Status: Active → Suspended"]
        );
        assert_eq!(told(Locale::Ko), ["별칭: – → 한강", "수량: 1,200 → 1,250", "상태: 활성 → 일시 중단됨"]);
    }

    #[test]
    fn every_line_of_an_order_is_a_fact() {
        let json = r#"{"lines":[{"offer_name":"E3","quantity":5},{"offer_name":"Visio","quantity":1}],
                       "temporary":true,"roles":["global-admin","admin-agent"],"valid_until":"2026-11-21"}"#;
        let facts: Vec<String> = read(json, Locale::ZhTw)
            .facts
            .iter()
            .map(|fact| format!("{} = {}", fact.label, fact.value.text))
            .collect();
        assert_eq!(
            facts,
            [
                "訂閱 1 = 供應項目名稱：E3 · 數量：5",
                "訂閱 2 = 供應項目名稱：Visio · 數量：1",
                "有效期限 = 2026年11月21日",
                "角色 = 全域系統管理員、系統管理代理人",
                "暫時密碼 = 是",
            ]
        );
    }

    #[test]
    fn nothing_breaks_on_what_nobody_would_write() {
        for json in ["", "null", "[]", "{", r#"{"before":1,"after":[{}]}"#, r#"{"x_y":{"z":[[1,-2.5]]}}"#] {
            read(json, Locale::En);
        }
        assert_eq!(read(r#"{"x_y":-1}"#, Locale::En).facts[0].label, "x y");
    }
}
