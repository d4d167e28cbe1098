//! Finds an email address in free text.

use crate::domain::EmailAddress;
use std::ops::Range;

/// Maximum length of the part before or after `@`, in characters.
const MAX_PART: usize = 254;

/// Maximum number of start positions that are tried before one `@`.
const MAX_BEGINNINGS: usize = 17;

/// Returns the ranges in a text where the address with this key occurs, in any spelling. The cost is linear
/// in the length of the text: for each `@`, at most [`MAX_BEGINNINGS`] candidates of bounded length are
/// parsed.
pub fn email_addresses_in<'t>(text: &'t str, key: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let is_it = move |range: &Range<usize>| {
        text[range.clone()].parse::<EmailAddress>().is_ok_and(|address| address.key() == key)
    };
    at_signs(text).filter_map(move |sign| candidates(text, sign).find(is_it))
}

/// Returns the ranges of the `@` signs in a text.
fn at_signs(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(['@', '＠']).map(|(at, sign)| at..at + sign.len())
}

/// Returns the ranges around an `@` that may be an address, the longest first.
fn candidates(text: &str, sign: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let before = text[..sign.start].char_indices().rev().take(MAX_PART).take_while(|(_, c)| is_local(*c));
    let start = before.last().map_or(sign.start, |(start, _)| start);
    let behind = &text[sign.end..];
    let end = behind.char_indices().take(MAX_PART).take_while(|(_, c)| is_domain(*c)).last();
    let domain = &behind[..end.map_or(0, |(at, c)| at + c.len_utf8())];
    let end = sign.end + domain.trim_end_matches(['.', '-', '．', '。']).len();
    possible_starts(text, start..sign.start).map(move |start| start..end)
}

/// Returns where an address may begin: at the start, or after a character that separates words more often
/// than it is part of an address.
fn possible_starts(text: &str, local: Range<usize>) -> impl Iterator<Item = usize> {
    let behind = text[local.clone()].char_indices().filter(|(_, c)| "=/'`*|~{}?&!#".contains(*c));
    let behind = behind.map(move |(at, c)| local.start + at + c.len_utf8());
    std::iter::once(local.start).chain(behind).take(MAX_BEGINNINGS)
}

/// Whether the part before `@` may contain this character.
fn is_local(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !"@＠,;:<>()[]\\\"，；：「」（）、“”".contains(c)
}

/// Whether a domain may contain this character.
fn is_domain(c: char) -> bool {
    c.is_alphanumeric() || "-.．。".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_long_text_of_symbols_in_bounded_pieces() {
        for text in [
            "@".repeat(2_000),
            "a".repeat(1 << 20),
            "=@".repeat(2_000),
            "a.@a".repeat(2_000),
            "=".repeat(5_000) + "@b",
        ] {
            for sign in at_signs(&text) {
                let pieces: Vec<_> = candidates(&text, sign).collect();
                assert!(pieces.len() <= MAX_BEGINNINGS);
                assert!(pieces.iter().all(|piece| text[piece.clone()].chars().count() <= 2 * MAX_PART + 1));
            }
            assert_eq!(email_addresses_in(&text, "a@b.example").count(), 0);
        }
    }
}
