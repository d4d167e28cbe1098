//! Text in cells of a workbook: its maximum length and its width. [`super::xlsx_writer`] writes it.

use std::borrow::Cow;

/// Maximum length of a cell in UTF-16 units.
const MAX_UNITS: usize = 32_767;

/// Returns the content of a cell for a text. A longer text than a cell can have ends with `…`.
pub fn cell_text(text: &str) -> Cow<'_, str> {
    // A text has at least as many bytes as UTF-16 units.
    if text.len() <= MAX_UNITS || text.encode_utf16().count() <= MAX_UNITS {
        return Cow::Borrowed(text);
    }
    let mut units = 0;
    let fits = |letter: &char| {
        units += letter.len_utf16();
        units < MAX_UNITS
    };
    Cow::Owned(text.chars().take_while(fits).chain(['…']).collect())
}

/// Returns the width of a text in characters of a spreadsheet's font: Korean and Chinese ones count twice.
pub fn width(text: &str) -> usize {
    let width = |letter: char| if letter < '\u{1100}' { 1 } else { 2 };
    text.lines().map(|line| line.chars().map(width).sum()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_ends_with_an_ellipsis() {
        let longest = "한".repeat(MAX_UNITS);
        assert_eq!(cell_text(&longest), longest);
        let cut = cell_text(&(longest + "x")).into_owned();
        assert_eq!(cut.encode_utf16().count(), MAX_UNITS);
        assert!(cut.ends_with("한…"));
        let pairs = cell_text(&"\u{1F469}".repeat(MAX_UNITS)).into_owned();
        assert!(pairs.encode_utf16().count() <= MAX_UNITS && pairs.ends_with('…'));
    }

    #[test]
    fn korean_and_chinese_letters_are_twice_as_wide() {
        assert_eq!((width("abc"), width("한강"), width("a\nlong"), width("")), (3, 4, 4, 0));
    }
}
