//! Turns the JSON details of an entry into readable changes (before and after) and facts.

use crate::features::activity_log::field_names::rank;
use crate::features::activity_log::wording::{ReaderFormat, ValueText};
use crate::i18n::Texts;
use serde_json::{Map, Value};

/// One field that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The label of the field.
    pub label: String,
    /// The value before.
    pub before: ValueText,
    /// The value after.
    pub after: ValueText,
}

impl Change {
    pub(super) fn in_a_line(self, texts: &Texts) -> ValueText {
        let text = format!("{}{}{} → {}", self.label, texts.colon(), self.before.text, self.after.text);
        ValueText { text, is_data: self.before.is_data || self.after.is_data }
    }
}

/// A labeled value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// The value.
    pub value: ValueText,
}

/// The details that an opened entry shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// Changed fields.
    pub changes: Vec<Change>,
    /// All other values.
    pub facts: Vec<Fact>,
}

impl Details {
    /// Parses the JSON details of an entry. Malformed JSON gives empty details.
    pub fn parse(json: &str, reading: ReaderFormat) -> Self {
        let value: Value = serde_json::from_str(json).unwrap_or_default();
        let Value::Object(mut all) = value else { return Details::default() };
        let mut details = Details::default();
        match (all.remove("before"), all.remove("after")) {
            (Some(Value::Object(before)), Some(Value::Object(after))) => {
                details.changes = reading.changes(&before, &after);
            }
            (before, after) => {
                all.extend(before.map(|value| ("before".to_owned(), value)));
                all.extend(after.map(|value| ("after".to_owned(), value)));
            }
        }
        for (key, value) in sort_fields(&all) {
            details.facts.extend(reading.facts(key, value));
        }
        details
    }
}

pub(super) fn sort_fields(fields: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_by_key(|(key, _)| rank(key));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Locale;
    use crate::i18n::format::Clock;
    use chrono_tz::Tz;

    fn read(json: &str, locale: Locale) -> Details {
        Details::parse(json, ReaderFormat { locale, clock: Clock::in_zone(Tz::Asia__Seoul) })
    }

    #[test]
    fn describes_only_changed_fields_with_their_labels() {
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
    fn lists_every_line_of_an_order() {
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
    fn handles_malformed_details() {
        for json in ["", "null", "[]", "{", r#"{"before":1,"after":[{}]}"#, r#"{"x_y":{"z":[[1,-2.5]]}}"#] {
            read(json, Locale::En);
        }
        assert_eq!(read(r#"{"x_y":-1}"#, Locale::En).facts[0].label, "x y");
    }
}
