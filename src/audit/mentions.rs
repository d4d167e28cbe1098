//! Decides whether a text or the details of an entry mention a person or a customer. It compares JSON
//! values, not the JSON text. An email address matches in every spelling, a name only as a whole value.

use crate::audit::erase::Subject;
use crate::domain::{EmailAddress, MicrosoftId, email_addresses_in, full_names};
use crate::text::fold;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Length of a Microsoft ID with hyphens.
const LENGTH_OF_ID: usize = 36;

/// The email addresses, names and ids that are searched for.
#[derive(Debug, Default)]
pub struct Mentions {
    /// Keys of email addresses.
    emails: Vec<String>,
    /// Names, folded.
    names: Vec<String>,
    /// Microsoft IDs in lower case.
    ids: HashSet<String>,
}

impl Mentions {
    /// Creates a search for this subject; for a customer, by these ids.
    pub fn new(subject: &Subject, ids: &HashSet<MicrosoftId>) -> Self {
        match subject {
            Subject::Customers(_) => {
                Mentions { ids: ids.iter().map(MicrosoftId::to_string).collect(), ..Mentions::default() }
            }
            Subject::Person(person) => Mentions {
                emails: person.emails.iter().map(EmailAddress::key).collect(),
                // A name without visible characters would match every value.
                names: person.names.iter().map(|name| folded(name)).filter(|name| !name.is_empty()).collect(),
                ids: HashSet::new(),
            },
        }
    }

    /// Whether the text contains a searched email address or Microsoft ID, or equals a searched name.
    pub fn in_text(&self, text: &str) -> bool {
        self.has_id(text) || self.has_email(text) || self.is_name(text)
    }

    /// Whether a key or value in this JSON does. Invalid JSON is searched as text.
    pub fn in_json(&self, json: &str) -> bool {
        match serde_json::from_str(json) {
            Ok(value) => self.in_value(&value),
            Err(_) => self.in_text(json),
        }
    }

    fn in_value(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.in_text(text),
            Value::Array(values) => values.iter().any(|value| self.in_value(value)),
            Value::Object(map) => {
                self.is_name_in_two(map)
                    || map.iter().any(|(key, value)| self.in_text(key) || self.in_value(value))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => false,
        }
    }

    fn has_id(&self, text: &str) -> bool {
        if self.ids.is_empty() {
            return false;
        }
        let has_hyphens = |letters: &[u8]| [8, 13, 18, 23].iter().all(|place| letters[*place] == b'-');
        text.as_bytes().windows(LENGTH_OF_ID).filter(|letters| has_hyphens(letters)).any(|letters| {
            std::str::from_utf8(letters).is_ok_and(|id| self.ids.contains(&id.to_ascii_lowercase()))
        })
    }

    fn has_email(&self, text: &str) -> bool {
        self.emails.iter().any(|key| email_addresses_in(text, key).next().is_some())
    }

    fn is_name(&self, text: &str) -> bool {
        !self.names.is_empty() && self.names.contains(&folded(text))
    }

    /// Forms store first and last name separately.
    fn is_name_in_two(&self, map: &Map<String, Value>) -> bool {
        let part = |key: &str| map.get(key).and_then(Value::as_str);
        let (Some(first), Some(last)) = (part("first_name"), part("last_name")) else { return false };
        full_names(first, last).iter().any(|name| self.is_name(name))
    }
}

/// Returns a name in the form for comparison: folded, with single spaces.
fn folded(name: &str) -> String {
    fold(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::erase::Person;
    use uuid::Uuid;

    #[allow(clippy::unwrap_used)]
    fn person() -> Mentions {
        let emails = vec!["Min.Kim@münchen.example".parse().unwrap()];
        let names = vec!["Kim Minsu".to_owned(), " \u{200b}".to_owned()];
        Mentions::new(&Subject::Person(Person { users: Vec::new(), emails, names }), &HashSet::new())
    }

    #[test]
    fn finds_an_address_in_any_spelling_but_not_inside_another() {
        let sought = person();
        for text in [
            "min.kim@münchen.example",
            " MIN.KIM@xn--mnchen-3ya.example ",
            "Write to min.kim@MÜNCHEN.example.",
            "Kim <min.kim@münchen.example>, other@b.example",
            "mailto:min.kim@münchen.example?subject=x",
            "'min.kim@münchen.example'",
            "email=min.kim@münchen.example",
            "ｍｉｎ.kim＠münchen.example",
        ] {
            assert!(sought.in_text(text), "{text}");
            let json = serde_json::json!({ "before": { "lines": [{ "a": text }] } }).to_string();
            assert!(sought.in_json(&json), "{json}");
        }
        for text in ["amin.kim@münchen.example", "min.kim@münchen.example.com", "min.kim", "@", ""] {
            assert!(!sought.in_text(text), "{text}");
        }
    }

    #[test]
    fn finds_a_name_only_as_a_whole_value() {
        let sought = person();
        for json in [
            r#"{"name":"kim  MINSU"}"#,
            r#"["Kim Minsu"]"#,
            r#""\u004bim Minsu""#,
            r#"{"after":{"first_name":"Minsu","last_name":"Kim"}}"#,
        ] {
            assert!(sought.in_json(json), "{json}");
        }
        for json in [
            r#"{"name":"Kim Minsuk"}"#,
            r#"{"note":"ask Kim Minsu"}"#,
            r#"{"a":"","b":" "}"#,
            "{}",
            "null",
            "",
        ] {
            assert!(!sought.in_json(json), "{json}");
        }
    }

    #[test]
    fn finds_a_customer_by_its_id() {
        let id = MicrosoftId(Uuid::from_u128(0xABC));
        let sought = Mentions::new(&Subject::Customers(vec![id]), &HashSet::from([id]));
        assert!(sought.in_json(&format!(r#"{{"customer":"{}"}}"#, id.to_string().to_uppercase())));
        assert!(sought.in_json(&format!(r#"{{"note":"한빛-{id}-x"}}"#)));
        assert!(!sought.in_json(r#"{"customer":"","n":2748}"#));
        assert!(!sought.in_json(r#"{"customer":"00000000-0000-0000-0000-000000000abd"}"#));
    }
}
