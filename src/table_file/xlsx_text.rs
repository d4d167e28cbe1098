//! Text in cells of a workbook: what would be read as an escape, and what is too long. [`super::xlsx_writer`] writes it.

use std::borrow::Cow;

/// Maximum length of a cell in UTF-16 units.
const MAX_UNITS: usize = 32_767;

/// The escape of `_`, where the text itself looks like an escape.
const ESCAPED: &str = "_x005F_";

/// Returns the content of a cell that spreadsheets show as `text`. A longer text than a cell can have ends with `…`.
pub fn cell_text(text: &str) -> Cow<'_, str> {
    if text.len() <= MAX_UNITS && !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let (mut cell, mut units) = (String::with_capacity(text.len() + 16), 0);
    for (at, letter) in text.char_indices() {
        let is_escape = letter == '_' && looks_escaped(&text[at..]);
        let length = if is_escape { ESCAPED.len() } else { letter.len_utf16() };
        // The last unit is for the sign that something is missing.
        if units + length >= MAX_UNITS && text[at..].encode_utf16().count() + units > MAX_UNITS {
            cell.push('…');
            break;
        }
        units += length;
        if is_escape { cell.push_str(ESCAPED) } else { cell.push(letter) }
    }
    Cow::Owned(cell)
}

/// Whether the text begins with the escape of a character, such as `_x000D_`.
fn looks_escaped(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7 && bytes[1] == b'x' && bytes[6] == b'_' && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
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
    fn a_text_that_looks_like_an_escape_is_escaped() {
        assert_eq!(cell_text("a_x000D_b"), "a_x005F_x000D_b");
        for same in ["_x000", "_x00G0_", "a_b", "", "한_x"] {
            assert_eq!(cell_text(same), same);
        }
    }

    #[test]
    fn a_text_that_is_too_long_ends_with_an_ellipsis() {
        let longest = "한".repeat(MAX_UNITS);
        assert_eq!(cell_text(&longest), longest);
        let cut = cell_text(&(longest + "x")).into_owned();
        assert_eq!(cut.encode_utf16().count(), MAX_UNITS);
        assert!(cut.ends_with("한…"));
        let escapes = cell_text(&"_x000D_".repeat(MAX_UNITS / 7)).into_owned();
        assert!(escapes.encode_utf16().count() <= MAX_UNITS && escapes.ends_with('…'));
    }

    #[test]
    fn korean_and_chinese_letters_are_twice_as_wide() {
        assert_eq!((width("abc"), width("한강"), width("a\nlong"), width("")), (3, 4, 4, 0));
    }
}
