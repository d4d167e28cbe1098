//! The names of tags, as people type them and as files have them: several in one text, with semicolons between them.

use crate::domain::{Name, NameFault};
use crate::features::tags::model::MAX_NAME;
use crate::text::fold;
use std::collections::HashSet;

/// The sign between two names.
pub const SEPARATOR: char = ';';

/// Why a text is not the name of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagNameError {
    /// Nothing is visible.
    Empty,
    /// It has this many characters, more than [`MAX_NAME`].
    Long(usize),
    /// It has an invisible character.
    Invisible,
    /// It has a semicolon, which separates names.
    Separator,
}

/// Parses one name.
///
/// # Errors
/// See [`TagNameError`].
pub fn parse_name(text: &str) -> Result<String, TagNameError> {
    if text.contains(is_separator) {
        return Err(TagNameError::Separator);
    }
    let name = Name::parse(text, MAX_NAME).map_err(|fault| match fault {
        NameFault::Empty => TagNameError::Empty,
        NameFault::Long(length) => TagNameError::Long(length),
        NameFault::Invisible => TagNameError::Invisible,
    })?;
    // A name of marks only would be equal to every other such name.
    if fold(name.as_str()).is_empty() { Err(TagNameError::Invisible) } else { Ok(name.into()) }
}

/// Parses names separated by semicolons. Empty ones are left out, and all but the first of several that are equal.
///
/// # Errors
/// The first text that is not a name, and why.
pub fn parse_names(text: &str) -> Result<Vec<String>, (String, TagNameError)> {
    let mut known = HashSet::new();
    let mut names = Vec::new();
    for piece in text.split(is_separator).filter(|piece| !piece.trim().is_empty()) {
        let name = parse_name(piece).map_err(|fault| (piece.trim().to_owned(), fault))?;
        if known.insert(fold(&name)) {
            names.push(name);
        }
    }
    Ok(names)
}

/// Returns the names as one text that [`parse_names`] reads.
pub fn join_names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().collect::<Vec<_>>().join("; ")
}

/// A semicolon, also the full-width one.
fn is_separator(c: char) -> bool {
    c == SEPARATOR || c == '；'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_names_between_semicolons() {
        let names = parse_names(" Healthcare;제조；; ＨＥＡＬＴＨＣＡＲＥ ;Q1 review ").unwrap_or_default();
        assert_eq!(names, ["Healthcare", "제조", "Q1 review"]);
        assert_eq!(parse_names(&join_names(names.iter().map(String::as_str))), Ok(names));
        assert_eq!(parse_names(" ; "), Ok(Vec::new()));
    }

    #[test]
    fn rejects_what_is_not_a_name() {
        assert_eq!(parse_name("a;b"), Err(TagNameError::Separator));
        assert_eq!(parse_name(" "), Err(TagNameError::Empty));
        assert_eq!(parse_name(&"가".repeat(41)), Err(TagNameError::Long(41)));
        assert_eq!(parse_name("a\u{202E}b"), Err(TagNameError::Invisible));
        assert_eq!(parse_name("'"), Err(TagNameError::Invisible), "an apostrophe alone folds to nothing");
        assert_eq!(parse_names("fine; a\nb"), Err(("a\nb".to_owned(), TagNameError::Invisible)));
    }
}
