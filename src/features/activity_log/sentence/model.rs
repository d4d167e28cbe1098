//! A sentence in parts: the words of the portal, and the values between them, which pages isolate from their
//! surroundings because a name may be in another script or direction.

use crate::features::activity_log::wording::ValueText;
use std::fmt;

/// Maximum length of a value in a sentence, in characters. The opened entry shows the whole value.
const MAX_VALUE: usize = 80;

/// The marks that stand for values while a text is put together: characters for private use, which no text contains.
const MARKS: [&str; 3] = ["\u{E000}", "\u{E001}", "\u{E002}"];

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words of the portal.
    Text(String),
    /// A value, such as a name.
    Value(ValueText),
    /// The value before a change.
    Before(ValueText),
    /// The value after a change.
    After(ValueText),
}

/// What the row of an entry says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// What happened.
    pub parts: Vec<Part>,
    /// What else is worth a line, such as a reason; empty if nothing is.
    pub note: Vec<Part>,
}

impl Sentence {
    /// Returns a sentence of words only.
    pub fn words(text: String) -> Self {
        Sentence { parts: vec![Part::Text(text)], note: Vec::new() }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Text(text) => f.write_str(text),
            Part::Value(value) | Part::Before(value) | Part::After(value) => f.write_str(&value.text),
        }
    }
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| part.fmt(f))?;
        if !self.note.is_empty() {
            f.write_str("\n")?;
        }
        self.note.iter().try_for_each(|part| part.fmt(f))
    }
}

/// Returns a value as a sentence shows it: cut if it is long.
pub(super) fn shorten(value: ValueText) -> ValueText {
    match value.text.char_indices().nth(MAX_VALUE) {
        Some((end, _)) => ValueText { text: format!("{}…", value.text[..end].trim_end()), ..value },
        None => value,
    }
}

/// Fills values into a text. `text` gets a mark for each of them, and each language puts the marks where it needs them.
pub(super) fn fill<const N: usize>(
    values: [Vec<Part>; N],
    text: impl FnOnce([&'static str; N]) -> String,
) -> Vec<Part> {
    let marks: [&str; N] = std::array::from_fn(|at| MARKS.get(at).copied().unwrap_or_default());
    let text = text(marks);
    let mut parts = Vec::new();
    let mut rest = text.as_str();
    while let Some((place, mark)) =
        rest.char_indices().find(|(_, c)| MARKS.iter().any(|mark| mark.starts_with(*c)))
    {
        if place > 0 {
            parts.push(Part::Text(rest[..place].to_owned()));
        }
        let found = marks.iter().position(|known| known.starts_with(mark));
        parts.extend(found.and_then(|at| values.get(at)).into_iter().flatten().cloned());
        rest = &rest[place + mark.len_utf8()..];
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> ValueText {
        ValueText { text: text.to_owned(), is_data: true }
    }

    #[test]
    fn each_language_orders_the_values() {
        let parts = || [vec![Part::Before(value("1"))], vec![Part::After(value("2"))]];
        let told = |parts: Vec<Part>| Sentence { parts, note: Vec::new() }.to_string();
        assert_eq!(
            told(fill(parts(), |[before, after]| format!("from {before} to {after}."))),
            "from 1 to 2."
        );
        let turned = fill(parts(), |[before, after]| format!("{after} ← {before}"));
        assert_eq!(turned[0], Part::After(value("2")));
        assert_eq!(told(turned), "2 ← 1");
    }

    #[test]
    fn cuts_long_values_between_characters() {
        assert_eq!(shorten(value("한강무역")).text, "한강무역");
        let long = shorten(value(&"가".repeat(256))).text;
        assert_eq!(long, "가".repeat(MAX_VALUE) + "…");
    }
}
