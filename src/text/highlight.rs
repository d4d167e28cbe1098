//! Finds the words of a query in a text in its original spelling, for `<mark>` in the list. Folding changes
//! lengths, so the text is folded in pieces to map positions back.

use crate::text::fold::is_plain;
use crate::text::korean::find_marks;
use crate::text::{SearchTerms, fold};
use memchr::memmem;
use std::ops::Range;

/// Maximum number of query words that are highlighted (the longest ones), and of matches for each.
const MAX_WORDS: usize = 64;

const MAX_PLACES: usize = 64;

/// Returns the byte ranges of `text` that match the words: in order, not overlapping, on character
/// boundaries. Also empty if the positions in the folded text cannot be mapped back.
pub fn match_ranges(text: &str, words: &SearchTerms) -> Vec<Range<usize>> {
    if words.is_empty() {
        return Vec::new();
    }
    let folded = fold(text);
    let places = |word: &str| {
        if let Some(mut marked) = find_marks(&folded, word) {
            marked.truncate(MAX_PLACES);
            return marked;
        }
        let length = word.len();
        memmem::find_iter(folded.as_bytes(), word).take(MAX_PLACES).map(move |at| at..at + length).collect()
    };
    let mut found: Vec<Range<usize>> = words.iter().take(MAX_WORDS).flat_map::<Vec<_>, _>(places).collect();
    if found.is_empty() {
        return found;
    }
    if !text.chars().all(is_plain) {
        let pieces = pieces(text);
        if pieces.last().is_none_or(|piece| piece.folded.end != folded.len()) {
            return Vec::new();
        }
        found = found.iter().map(|hit| original(&pieces, hit)).collect();
    }
    merge(found)
}

/// A part of the text that folds independently of its neighbors.
struct Piece {
    original: Range<usize>,
    folded: Range<usize>,
}

/// Maximum length of the folded text of one piece, in bytes. A letter with all its marks is much shorter in any script.
const MAX_PIECE: usize = 128;

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        let alone = fold(&text[start..end]);
        let begin = pieces.last().map_or(0, |last| last.folded.end);
        match pieces.last_mut() {
            // A character that folds to nothing belongs to the piece before it; folding that piece again
            // each time would be quadratic.
            Some(last) if alone.is_empty() => last.original.end = end,
            // A text without boundaries is not worth the time; the caller notices that the end is missing.
            Some(last) if last.folded.len() > MAX_PIECE => break,
            Some(last)
                if !is_plain(c) && !folds_alone(&text[last.original.clone()], &text[start..end], &alone) =>
            {
                last.original.end = end;
                last.folded.end = last.folded.start + fold(&text[last.original.clone()]).len();
            }
            _ => pieces.push(Piece { original: start..end, folded: begin..begin + alone.len() }),
        }
    }
    pieces
}

/// Whether `next` folds to the same text after `before` as it does alone.
fn folds_alone(before: &str, next: &str, next_folded: &str) -> bool {
    fold(&format!("{before}{next}")) == fold(before) + next_folded
}

fn original(pieces: &[Piece], hit: &Range<usize>) -> Range<usize> {
    let first = pieces.partition_point(|piece| piece.folded.end <= hit.start);
    let last = pieces.partition_point(|piece| piece.folded.start < hit.end);
    let touched = pieces.get(first..last).unwrap_or_default();
    let start = touched.first().map_or(0, |piece| piece.original.start);
    start..touched.last().map_or(start, |piece| piece.original.end)
}

fn merge(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges.dedup_by(|next, kept| {
        let touches = next.start <= kept.end;
        if touches {
            kept.end = kept.end.max(next.end);
        }
        touches
    });
    ranges
}

/// A text and the byte ranges in it that match the search, in order and not overlapping.
#[derive(Debug, Clone, Default)]
pub struct Highlighted<'a> {
    /// The text.
    pub text: &'a str,
    /// The matching ranges.
    pub ranges: Vec<Range<usize>>,
}

impl<'a> Highlighted<'a> {
    /// Returns a text without matches.
    pub fn plain(text: &'a str) -> Self {
        Highlighted { text, ranges: Vec::new() }
    }

    /// Returns the parts of the text and whether each is a match. Invalid ranges are ignored.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = (&'a str, bool)> {
        let text = self.text;
        let mut end = 0;
        let ends = self.ranges.iter().cloned().chain(std::iter::once(text.len()..text.len()));
        ends.flat_map(move |range| {
            let fits = range.start >= end && text.get(range.clone()).is_some();
            let pieces = if fits {
                [(&text[end..range.start], false), (&text[range.clone()], true)]
            } else {
                [("", false); 2]
            };
            end = if fits { range.end } else { end };
            pieces
        })
        .filter(|(piece, _)| !piece.is_empty())
    }
}

#[cfg(test)]
mod marked_tests {
    use super::*;

    #[test]
    fn segments_add_up_to_the_whole_text() {
        let marked = |text, ranges: &[Range<usize>]| Highlighted { text, ranges: ranges.to_vec() };
        let pieces = |marked: Highlighted<'static>| marked.pieces().collect::<Vec<_>>();
        assert_eq!(pieces(Highlighted::plain("한빛")), [("한빛", false)]);
        let twice = [("대", false), ("한빛", true), ("정공", false), ("한빛", true)];
        assert_eq!(pieces(marked("대한빛정공한빛", &[3..9, 15..21])), twice);
        assert_eq!(pieces(marked("aba", &[0..1, 2..3])), [("a", true), ("b", false), ("a", true)]);
        assert_eq!(pieces(marked("한빛", &[1..3, 5..99])), [("한빛", false)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(text: &str, query: &str) -> String {
        let ranges = match_ranges(text, &SearchTerms::parse(query));
        let mut marked = text.to_owned();
        for range in ranges.into_iter().rev() {
            marked.insert(range.end, ']');
            marked.insert(range.start, '[');
        }
        marked
    }

    #[test]
    fn highlights_the_original_letters() {
        for (text, query, expected) in [
            ("Contoso Korea", "kor TOSO", "Con[toso] [Kor]ea"),
            ("So\u{308}derberg", "sod", "[So\u{308}d]erberg"),
            ("Söderberg", "od", "S[öd]erberg"),
            ("Straße", "ss", "Stra[ß]e"),
            ("Straße", "se", "Stra[ße]"),
            ("㈜한강무역", "주 강무", "[㈜]한[강무]역"),
            ("㈜한빛 소프트", "주식회사 ㅂㅅ", "[㈜]한[빛 소]프트"),
            ("한빛 (주)", "한빛㈜", "[한빛] [(주)]"),
            ("\u{1112}\u{1161}\u{11AB}강", "한", "[\u{1112}\u{1161}\u{11AB}]강"),
            ("ＡＢＣ商事", "bc商", "Ａ[ＢＣ商]事"),
            ("aXbXa", "a b", "[a]X[b]X[a]"),
            ("abab", "ab", "[abab]"),
            ("abcd", "bc abc", "[abc]d"),
            ("カ\u{3099}ス", "ガ", "[カ\u{3099}]ス"),
            ("O’Brien", "ob", "[O’B]rien"),
            ("Đồng Nai", "dong", "[Đồng] Nai"),
            ("Æther", "ae", "[Æ]ther"),
            ("nothing", "else", "nothing"),
            ("nothing", "", "nothing"),
        ] {
            assert_eq!(marked(text, query), expected, "{query} in {text}");
        }
    }

    /// Regression test: folding all marks again for each mark would take hours.
    #[test]
    fn scans_many_combining_marks_only_once() {
        for mark in ["\u{301}", "\u{3099}", "\u{5B0}", "\u{345}", "\u{200D}"] {
            match_ranges(&format!("a{} contoso", mark.repeat(300_000)), &SearchTerms::parse("a con"));
        }
        assert_eq!(marked(&format!("a{}b", "\u{301}".repeat(1_000)), "b").chars().rev().nth(1), Some('b'));
    }

    proptest! {
        #[test]
        fn ranges_are_ordered_disjoint_and_on_character_boundaries(text in ".{0,12}", query in ".{0,3}") {
            let mut end = None;
            for range in match_ranges(&text, &SearchTerms::parse(&query)) {
                prop_assert!(end.is_none_or(|end| end < range.start) && range.start < range.end);
                prop_assert!(text.get(range.clone()).is_some());
                end = Some(range.end);
            }
        }
    }
}
