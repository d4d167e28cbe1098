//! Postal codes by pattern: `N` is a digit, `A` a letter, any other character is literal.

/// Returns the postal code in its country's format, if it matches one of the patterns. Ignores spaces, hyphens, case
/// and full-width forms in the input: `1000001` becomes `100-0001` in Japan.
pub fn normalize(typed: &str, patterns: &[&str]) -> Option<String> {
    let letters: Vec<char> =
        typed.chars().map(to_half_width).filter(|c| !c.is_whitespace() && *c != '-').collect();
    patterns.iter().find_map(|pattern| apply_pattern(&letters, pattern))
}

fn apply_pattern(letters: &[char], pattern: &str) -> Option<String> {
    let mut letters = letters.iter().copied();
    let mut code = String::with_capacity(pattern.len());
    for place in pattern.chars() {
        let letter = match place {
            'N' => letters.next().filter(char::is_ascii_digit)?,
            'A' => letters.next().filter(char::is_ascii_alphabetic)?,
            literal => literal,
        };
        code.push(letter);
    }
    letters.next().is_none().then_some(code)
}

/// Converts a full-width character to half width, and letters to upper case.
fn to_half_width(letter: char) -> char {
    let narrow = match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        _ => letter,
    };
    narrow.to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn formats_postal_codes() {
        let of = |typed, patterns: &[&str]| normalize(typed, patterns);
        assert_eq!(of(" 04524 ", &["NNNNN"]).as_deref(), Some("04524"));
        assert_eq!(of("０４５２４", &["NNNNN"]).as_deref(), Some("04524"));
        assert_eq!(of("1000001", &["NNN-NNNN"]).as_deref(), Some("100-0001"));
        assert_eq!(of("sw1a1aa", &["ANN NAA", "AANA NAA"]).as_deref(), Some("SW1A 1AA"));
        assert_eq!(of("98052 - 6399", &["NNNNN", "NNNNN-NNNN"]).as_deref(), Some("98052-6399"));
        for bad in ["", "4524", "045240", "0452x", "٠٤٥٢٤", "04524\u{0}"] {
            assert_eq!(of(bad, &["NNNNN"]), None, "{bad:?}");
        }
    }
}
