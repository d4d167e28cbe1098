//! Full-width letters, as East Asian keyboards type them, are the letters they stand for.

/// The text with the full-width forms of ASCII (`１２３`, `ｍｉｎ`, `＠`) and the ideographic space made plain.
pub fn half_width(text: &str) -> String {
    text.chars().map(half).collect()
}

fn half(letter: char) -> char {
    match letter {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(letter as u32 - 0xFEE0).unwrap_or(letter),
        '\u{3000}' => ' ',
        _ => letter,
    }
}
