//! Finds an email address in free text.

use crate::domain::EmailAddress;
use std::ops::Range;

/// Longest part of an address before or after its `@`, in characters.
const MAX_PART: usize = 254;

/// Maximum number of places before one `@` where an address is tried to begin.
const MAX_BEGINNINGS: usize = 17;

/// Returns where the address with this key occurs in a text, in any spelling. The work is linear in the text: at each `@`
/// at most [`MAX_BEGINNINGS`] pieces of bounded length are parsed.
pub fn email_addresses_in<'t>(text: &'t str, key: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let is_it = move |range: &Range<usize>| {
        text[range.clone()].parse::<EmailAddress>().is_ok_and(|address| address.key() == key)
    };
    at_signs(text).filter_map(move |sign| candidates(text, sign).find(is_it))
}

/// The `@` signs of a text.
fn at_signs(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(['@', '＠']).map(|(at, sign)| at..at + sign.len())
}

/// The pieces around an `@` that may be an address, the longest first.
fn candidates(text: &str, sign: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let before = text[..sign.start].char_indices().rev().take(MAX_PART).take_while(|(_, c)| is_local(*c));
    let start = before.last().map_or(sign.start, |(start, _)| start);
    let behind = &text[sign.end..];
    let end = behind.char_indices().take(MAX_PART).take_while(|(_, c)| is_domain(*c)).last();
    let domain = &behind[..end.map_or(0, |(at, c)| at + c.len_utf8())];
    let end = sign.end + domain.trim_end_matches(['.', '-', '．', '。']).len();
    possible_starts(text, start..sign.start).map(move |start| start..end)
}

/// Where an address may begin: at the start, or behind a sign that is more often before addresses than in them.
fn possible_starts(text: &str, local: Range<usize>) -> impl Iterator<Item = usize> {
    let behind = text[local.clone()].char_indices().filter(|(_, c)| "=/'`*|~{}?&!#".contains(*c));
    let behind = behind.map(move |(at, c)| local.start + at + c.len_utf8());
    std::iter::once(local.start).chain(behind).take(MAX_BEGINNINGS)
}

/// Whether an address may have this letter before its `@`.
fn is_local(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && !"@＠,;:<>()[]\\\"，；：「」（）、“”".contains(c)
}

/// Whether a domain may have this letter.
fn is_domain(c: char) -> bool {
    c.is_alphanumeric() || "-.．。".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_of_signs_is_read_in_bounded_pieces() {
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
