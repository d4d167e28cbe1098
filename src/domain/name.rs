//! [`Name`]: what a person, a company or a partner is called.

use super::invisible::{is_blank, is_invisible};
use icu_normalizer::ComposingNormalizer;
use std::fmt;

/// A name: seen by the eye, on one line, composed (NFC), without space around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameFault {
    /// Nothing of it can be seen.
    Empty,
    /// It has this many characters, more than may be.
    Long(usize),
    /// It has letters that cannot be seen.
    Invisible,
}

impl Name {
    /// Reads a name of at most so many characters.
    pub fn parse(text: &str, most: usize) -> Result<Self, NameFault> {
        let text = text.trim();
        if is_blank(text) {
            return Err(NameFault::Empty);
        }
        // A letter is at most three of a decomposed name; what is far too long is not worked on.
        let typed = text.chars().count();
        if typed > most.saturating_mul(4) {
            return Err(NameFault::Long(typed));
        }
        if is_invisible(text) {
            return Err(NameFault::Invisible);
        }
        let name = ComposingNormalizer::new_nfc().normalize(text).into_owned();
        match name.chars().count() {
            length if length > most => Err(NameFault::Long(length)),
            _ => Ok(Name(name)),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
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
    fn names() {
        let parsed = |text: &str| Name::parse(text, 10).map(String::from);
        assert_eq!(parsed("  한강 무역 "), Ok("한강 무역".into()));
        assert_eq!(parsed("\u{1112}\u{1161}\u{11AB}"), Ok("한".into()), "composed");
        assert_eq!(parsed("\u{3164}"), Err(NameFault::Empty));
        assert_eq!(parsed("\u{200B}\u{AD}"), Err(NameFault::Empty));
        assert_eq!(parsed("Min\u{200B}Kim"), Err(NameFault::Invisible));
        assert_eq!(parsed("Min\nKim"), Err(NameFault::Invisible));
        assert_eq!(parsed("12345678901"), Err(NameFault::Long(11)));
        assert_eq!(parsed(&"가".repeat(1_000)), Err(NameFault::Long(1_000)));
    }
}
