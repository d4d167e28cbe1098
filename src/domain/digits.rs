//! Converts full-width characters, which East Asian keyboards type, to ASCII.

/// Replaces the full-width forms of ASCII characters (`１２３`, `ｍｉｎ`, `＠`) and the ideographic space by ASCII.
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
