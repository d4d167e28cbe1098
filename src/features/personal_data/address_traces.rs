//! Finds and redacts a person's email address and names in free text.

use crate::domain::{EmailAddress, email_addresses_in};
use serde_json::Value;
use std::ops::Range;

/// Replaces redacted text.
const ELLIPSIS: &str = "…";

/// The address and names of a person.
#[derive(Debug, Clone, Default)]
pub struct AddressTraces {
    /// The normalized email address.
    pub key: String,
    /// The full names.
    pub names: Vec<String>,
}

impl AddressTraces {
    /// Whether `text` is the address, in any spelling.
    pub fn is_address(&self, text: &str) -> bool {
        text.parse::<EmailAddress>().is_ok_and(|address| address.key() == self.key)
    }

    /// Whether a text contains the address.
    pub fn is_in(&self, text: &str) -> bool {
        email_addresses_in(text, &self.key).next().is_some()
    }

    /// Whether a text in this JSON contains the address.
    pub fn is_in_json(&self, json: &Value) -> bool {
        match json {
            Value::String(text) => self.is_in(text),
            Value::Array(values) => values.iter().any(|value| self.is_in_json(value)),
            Value::Object(fields) => {
                fields.iter().any(|(key, value)| self.is_in(key) || self.is_in_json(value))
            }
            _ => false,
        }
    }

    /// Returns the text with address and names replaced by `…`.
    pub fn redacted(&self, text: &str) -> String {
        let mut text = text.to_owned();
        let addresses: Vec<_> = email_addresses_in(&text, &self.key).collect();
        for range in addresses.into_iter().rev() {
            text.replace_range(range, ELLIPSIS);
        }
        for name in self.names.iter().filter(|name| name.chars().count() > 1) {
            let found: Vec<_> =
                text.match_indices(name.as_str()).map(|(at, name)| at..at + name.len()).collect();
            for range in
                found.into_iter().rev().filter(|range| is_whole_word(&text, range)).collect::<Vec<_>>()
            {
                text.replace_range(range, ELLIPSIS);
            }
        }
        text
    }

    /// Returns the JSON with address and names in its texts replaced by `…`.
    pub fn redacted_json(&self, json: &Value) -> Value {
        match json {
            Value::String(text) => Value::String(self.redacted(text)),
            Value::Array(values) => values.iter().map(|value| self.redacted_json(value)).collect(),
            Value::Object(fields) => {
                fields.iter().map(|(key, value)| (key.clone(), self.redacted_json(value))).collect()
            }
            other => other.clone(),
        }
    }
}

/// Whether the name is a whole word. Non-ASCII names always are, because Korean and Chinese add other words directly
/// after a name.
fn is_whole_word(text: &str, range: &Range<usize>) -> bool {
    let touches = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
    !text[range.clone()].is_ascii()
        || !touches(text[..range.start].chars().next_back()) && !touches(text[range.end..].chars().next())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    fn kim() -> AddressTraces {
        AddressTraces {
            key: "kim@xn--mnchen-3ya.example".to_owned(),
            names: vec!["Kim Lee".into(), "김민준".into()],
        }
    }

    #[test]
    fn finds_an_address_in_every_spelling() {
        for text in [
            "kim@münchen.example",
            "Write to KIM@xn--mnchen-3ya.example.",
            "<mailto:kim@MÜNCHEN.example>",
            "to=kim@münchen.example&x=1",
            "연락처:kim@münchen.example,또는",
            "ｋｉｍ＠münchen.example",
            "a@b.example kim@münchen.example",
        ] {
            assert!(kim().is_in(text), "{text}");
            assert!(!kim().is_in(&kim().redacted(text)), "{text}");
        }
        for text in
            ["hakim@münchen.example", "a.kim@münchen.example", "kim@münchen.example.org", "kim", "@", ""]
        {
            assert!(!kim().is_in(text), "{text}");
            assert_eq!(kim().redacted(text), text);
        }
    }

    #[test]
    fn replaces_names_only_as_whole_words() {
        assert_eq!(kim().redacted("Dear Kim Lee, Kim Leeds says hello"), "Dear …, Kim Leeds says hello");
        assert_eq!(kim().redacted("김민준님께"), "…님께");
        let json = json!({ "a": ["\nkim@münchen.example", 1], "b": null });
        assert!(kim().is_in_json(&json));
        assert_eq!(kim().redacted_json(&json), json!({ "a": ["\n…", 1], "b": null }));
    }
}
