//! The words of a search query, folded. The search index matches them against customers;
//! [`super::highlight`] finds them in a text.

use crate::domain::MicrosoftId;
use crate::text::{fold, korean, searchable};
use icu_normalizer::ComposingNormalizerBorrowed;

/// The folded words of a query, with the marks of [`super::korean`]. A customer matches if each of them is in its name,
/// its domain, an alias or a former name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchTerms(Vec<String>);

impl SearchTerms {
    /// No words: everything matches.
    pub const NONE: SearchTerms = SearchTerms(Vec::new());

    /// Folds a query and splits it at Unicode white space. A query without words matches the whole list.
    pub fn parse(query: &str) -> Self {
        let query = korean::mark_query(fold(query));
        let mut words: Vec<String> = query.split_whitespace().map(str::to_owned).collect();
        words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        words.dedup();
        SearchTerms(words)
    }

    /// Returns the Microsoft ID, if the query is one.
    pub fn id(&self) -> Option<MicrosoftId> {
        if let [only] = self.0.as_slice() { MicrosoftId::from_input(only).ok() } else { None }
    }

    /// Whether there are no words, so that everything matches.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a text contains each of the words.
    pub fn are_in(&self, text: &str) -> bool {
        let text = searchable(text);
        self.0.iter().all(|word| text.contains(word))
    }

    /// Returns the words without duplicates, the longest first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// Maximum length of a query in composed characters: the maximum length of a name, so that any name can be pasted.
pub const MAX_QUERY: usize = 1_024;

/// Whether a query is too long. Accents may be separate characters, as on macOS, so composed characters are
/// counted; the length in bytes is limited too.
pub fn is_too_long(query: &str) -> bool {
    let composed = || ComposingNormalizerBorrowed::new_nfc().normalize_iter(query.trim().chars());
    query.len() > 16 * MAX_QUERY || composed().count() > MAX_QUERY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_a_query_and_splits_it_at_white_space() {
        let words = SearchTerms::parse("  Straße\u{3000}ＡＢ\u{a0}x\tab ");
        assert_eq!(words.iter().collect::<Vec<_>>(), ["strasse", "ab", "x"]);
        assert!(SearchTerms::parse(" \u{3000}\n").is_empty());
    }

    #[test]
    fn ignores_words_that_fold_to_nothing() {
        assert!(SearchTerms::parse("\u{301}").is_empty());
    }
}
