//! A text of the list in which the words of the search are marked.

use std::ops::Range;

/// A text and the byte ranges of it that match the search, in order and apart from each other.
#[derive(Debug, Clone, Default)]
pub struct Marked<'a> {
    /// The text.
    pub text: &'a str,
    /// Its matches.
    pub ranges: Vec<Range<usize>>,
}

impl<'a> Marked<'a> {
    /// A text with no match.
    pub fn plain(text: &'a str) -> Self {
        Marked { text, ranges: Vec::new() }
    }

    /// The pieces of the text and whether each is a match. A range that does not fit the text is passed over.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (&'a str, bool)> {
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
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_whole_text() {
        let marked = |text, ranges: &[Range<usize>]| Marked { text, ranges: ranges.to_vec() };
        let pieces = |marked: Marked<'static>| marked.pieces().collect::<Vec<_>>();
        assert_eq!(pieces(Marked::plain("한빛")), [("한빛", false)]);
        let twice = [("대", false), ("한빛", true), ("정공", false), ("한빛", true)];
        assert_eq!(pieces(marked("대한빛정공한빛", &[3..9, 15..21])), twice);
        assert_eq!(pieces(marked("aba", &[0..1, 2..3])), [("a", true), ("b", false), ("a", true)]);
        assert_eq!(pieces(marked("한빛", &[1..3, 5..99])), [("한빛", false)]);
    }
}
