//! [`Name`]: the name of a person, a company or a partner.

use crate::domain::{is_blank, is_invisible};
use icu_normalizer::ComposingNormalizer;
use std::fmt;

/// A visible name on one line. Names that a person typed are also NFC-normalized and trimmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

/// Why a text is not a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameFault {
    /// No character is visible.
    Empty,
    /// It has this many characters, which is more than the maximum.
    Long(usize),
    /// It contains invisible characters.
    Invisible,
}

impl Name {
    /// Parses a name that a person typed, of at most `most` characters.
    ///
    /// # Errors
    /// See [`NameFault`].
    pub fn parse(text: &str, most: usize) -> Result<Self, NameFault> {
        let text = text.trim();
        // Composing can shorten a name by a factor of three at most; this rejects much longer input without
        // normalizing it.
        check(text, most.saturating_mul(4))?;
        Self::from_file(&ComposingNormalizer::new_nfc().normalize(text), most)
    }

    /// Takes a name from a file unchanged: with its white space and without normalization, so importing an
    /// exported file changes nothing.
    ///
    /// # Errors
    /// As [`Name::parse`].
    pub fn from_file(text: &str, most: usize) -> Result<Self, NameFault> {
        check(text, most)?;
        Ok(Name(text.to_owned()))
    }

    /// Returns the name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns a person's full name in Western order and in Eastern order, the latter with and without a space.
pub fn full_names(first: &str, last: &str) -> [String; 3] {
    [format!("{first} {last}"), format!("{last} {first}"), format!("{last}{first}")]
}

/// The rules for every name, typed or imported.
fn check(text: &str, most: usize) -> Result<(), NameFault> {
    if is_blank(text) {
        return Err(NameFault::Empty);
    }
    let length = text.chars().count();
    if length > most {
        return Err(NameFault::Long(length));
    }
    if is_invisible(text) {
        return Err(NameFault::Invisible);
    }
    Ok(())
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Name> for String {
    fn from(name: Name) -> String {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Name, NameFault};

    #[test]
    fn normalizes_names_and_rejects_invisible_characters() {
        let parsed = |text: &str| Name::parse(text, 10).map(String::from);
        assert_eq!(parsed("  한강 무역 "), Ok("한강 무역".into()));
        assert_eq!(parsed("\u{1112}\u{1161}\u{11AB}"), Ok("한".into()), "composed");
        let written = |text: &str| Name::from_file(text, 10).map(String::from);
        assert_eq!(written("  한강 "), Ok("  한강 ".into()), "as it stands in the file");
        assert_eq!(written("\u{1112}\u{1161}\u{11AB}"), Ok("\u{1112}\u{1161}\u{11AB}".into()));
        assert_eq!(written("Min\u{202E}Kim"), Err(NameFault::Invisible));
        assert_eq!(written(" \u{200B}"), Err(NameFault::Empty));
        assert_eq!(parsed("\u{3164}"), Err(NameFault::Empty));
        assert_eq!(parsed("\u{200B}\u{AD}"), Err(NameFault::Empty));
        assert_eq!(parsed("Min\u{200B}Kim"), Err(NameFault::Invisible));
        assert_eq!(parsed("Min\nKim"), Err(NameFault::Invisible));
        assert_eq!(parsed("12345678901"), Err(NameFault::Long(11)));
        assert_eq!(parsed(&"가".repeat(1_000)), Err(NameFault::Long(1_000)));
    }
}
