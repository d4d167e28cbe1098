//! What somebody typed into the search box, folded and split into words.
//! `scan` looks for the words in blocks of the list, `marks` shows where they stand in a text.

use crate::domain::MicrosoftId;
use crate::text::fold;
use icu_normalizer::ComposingNormalizerBorrowed;

/// The folded words of a query; every one of them must stand in a customer's name or domain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchTerms(Vec<String>);

impl SearchTerms {
    /// Folds the query and splits it at Unicode white space. No word left means the whole list.
    pub fn parse(query: &str) -> Self {
        let mut words: Vec<String> = fold(query).split_whitespace().map(str::to_owned).collect();
        words.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        words.dedup();
        SearchTerms(words)
    }

    /// The Microsoft ID that the query is, if it is one.
    pub fn id(&self) -> Option<MicrosoftId> {
        if let [only] = self.0.as_slice() { MicrosoftId::from_input(only).ok() } else { None }
    }

    /// Whether there is no word, so that everything matches.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words, the longest first, none twice.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// Maximum length of a query in characters, composed: as long as a name may be, so that any name can be pasted.
pub const MAX_QUERY: usize = 1_024;

/// Whether a query is longer than any name. Marks may be separate from their letters, as on a Mac, so composed
/// characters are counted, up to a limit of bytes.
pub fn is_too_long(query: &str) -> bool {
    let composed = || ComposingNormalizerBorrowed::new_nfc().normalize_iter(query.trim().chars());
    query.len() > 16 * MAX_QUERY || composed().count() > MAX_QUERY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_folded_and_split_at_white_space() {
        let words = SearchTerms::parse("  Straße\u{3000}ＡＢ\u{a0}x\tab ");
        assert_eq!(words.iter().collect::<Vec<_>>(), ["strasse", "ab", "x"]);
        assert!(SearchTerms::parse(" \u{3000}\n").is_empty());
    }

    #[test]
    fn a_word_that_folds_to_nothing_is_no_word() {
        assert!(SearchTerms::parse("\u{301}").is_empty());
    }
}
