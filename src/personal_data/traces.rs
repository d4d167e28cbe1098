//! Finding a person's address and name in free text, and taking them out of it.

use crate::domain::EmailAddress;
use serde_json::Value;
use std::ops::Range;

/// What stands in place of what was taken out.
const ELLIPSIS: &str = "…";

/// What a person is known by in texts.
#[derive(Debug, Clone, Default)]
pub struct Traces {
    /// The key of the address.
    pub key: String,
    /// Whole names.
    pub names: Vec<String>,
}

impl Traces {
    /// Whether this is the address, in whatever spelling.
    pub fn is_address(&self, text: &str) -> bool {
        text.parse::<EmailAddress>().is_ok_and(|address| address.key() == self.key)
    }

    /// Whether the address stands in a text.
    pub fn is_in(&self, text: &str) -> bool {
        self.addresses(text).next().is_some()
    }

    /// Whether the address stands in a text somewhere in this JSON.
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

    /// The text without address and names.
    pub fn redacted(&self, text: &str) -> String {
        let mut text = text.to_owned();
        let addresses: Vec<_> = self.addresses(&text).collect();
        for range in addresses.into_iter().rev() {
            text.replace_range(range, ELLIPSIS);
        }
        for name in self.names.iter().filter(|name| name.chars().count() > 1) {
            let found: Vec<_> =
                text.match_indices(name.as_str()).map(|(at, name)| at..at + name.len()).collect();
            for range in found.into_iter().rev().filter(|range| is_whole(&text, range)).collect::<Vec<_>>() {
                text.replace_range(range, ELLIPSIS);
            }
        }
        text
    }

    /// The JSON without them.
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

    /// Where the address stands. Work is bounded: an address has at most 254 bytes in front of its `@` and behind it.
    fn addresses<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let ats = text.match_indices(['@', '＠']);
        ats.filter_map(move |(at, sign)| {
            let before = text[..at].char_indices().rev().take(254).take_while(|(_, c)| is_local(*c));
            let start = before.last().map_or(at, |(start, _)| start);
            let behind = &text[at + sign.len()..];
            let end = behind.char_indices().take(254).find(|(_, c)| !is_domain(*c)).map(|(end, _)| end);
            let end =
                end.unwrap_or_else(|| behind.char_indices().nth(254).map_or(behind.len(), |(end, _)| end));
            let domain = behind[..end].trim_end_matches(['.', '-', '．', '。']);
            let end = at + sign.len() + domain.len();
            self.begins(text, start..at)
                .map(|start| start..end)
                .find(|range| self.is_address(&text[range.clone()]))
        })
    }

    /// Where an address may begin: at once, or behind a sign that stands before addresses more often than in them.
    fn begins<'t>(&self, text: &'t str, local: Range<usize>) -> impl Iterator<Item = usize> + 't {
        let behind = text[local.clone()].char_indices().filter(|(_, c)| "=/'`*|~{}?&!#".contains(*c));
        let behind = behind.map(move |(at, c)| local.start + at + c.len_utf8()).take(16);
        std::iter::once(local.start).chain(behind)
    }
}

/// Whether an address may have this letter before its `@`.
fn is_local(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !"@＠,;:<>()[]\\\"，；：「」（）、“”".contains(c)
}

/// Whether a domain may have this letter.
fn is_domain(c: char) -> bool {
    c.is_alphanumeric() || "-.．。".contains(c)
}

/// Whether a name stands for itself. Korean and Chinese write others right behind one.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let touches = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
    !text[range.clone()].is_ascii()
        || !touches(text[..range.start].chars().next_back()) && !touches(text[range.end..].chars().next())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    fn kim() -> Traces {
        Traces {
            key: "kim@xn--mnchen-3ya.example".to_owned(),
            names: vec!["Kim Lee".into(), "김민준".into()],
        }
    }

    #[test]
    fn an_address_is_found_in_every_spelling() {
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
    fn names_give_way_as_whole_words_and_the_rest_stays() {
        assert_eq!(kim().redacted("Dear Kim Lee, Kim Leeds says hello"), "Dear …, Kim Leeds says hello");
        assert_eq!(kim().redacted("김민준님께"), "…님께");
        let json = json!({ "a": ["\nkim@münchen.example", 1], "b": null });
        assert!(kim().is_in_json(&json));
        assert_eq!(kim().redacted_json(&json), json!({ "a": ["\n…", 1], "b": null }));
    }

    #[test]
    fn a_long_text_of_signs_is_soon_read() {
        let began = std::time::Instant::now();
        for text in ["@".repeat(100_000), "a".repeat(1 << 20), "=@".repeat(50_000), "a.@a".repeat(50_000)] {
            kim().redacted(&text);
        }
        assert!(began.elapsed().as_secs() < 10);
    }
}
