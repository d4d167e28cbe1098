//! The guard against spreadsheets that run a cell as a formula (docs/reference/csv.md#formulas).
//! [`super::writer`] adds it, and the import removes it.

use std::borrow::Cow;

/// Returns the text with one more leading `'` if a spreadsheet would run it.
pub fn guard(text: &str) -> Cow<'_, str> {
    if would_run(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Returns the text without its guard: `unguard(&guard(x)) == x` for every `x`.
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if would_run(text) => text,
        _ => cell,
    }
}

/// Whether the text begins with any number of `'` and then a character that begins a formula.
fn would_run(text: &str) -> bool {
    // Nearly all names begin with a letter, digit or Han character, which the first byte shows.
    let Some(first) = text.bytes().next() else { return false };
    if first.is_ascii_alphanumeric() {
        return false;
    }
    matches!(
        text.trim_start_matches('\'').chars().next(),
        Some('=' | '+' | '-' | '@' | '\t' | '\n' | '\r' | '\0' | '＝' | '＋' | '－' | '＠')
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_formulas_with_an_apostrophe() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("'=1", "''=1"),
            ("''@x", "'''@x"),
            ("＝1", "'＝1"),
            ("\tx", "'\tx"),
            ("\0", "'\0"),
            ("'quoted'", "'quoted'"),
            (" =1", " =1"),
            ("'", "'"),
            ("", ""),
            ("한강무역", "한강무역"),
        ] {
            assert_eq!(guard(text), cell);
            assert_eq!(unguard(cell), text);
        }
    }

    #[test]
    fn leaves_unguarded_cells_unchanged() {
        assert_eq!(unguard("=1"), "=1");
        assert_eq!(unguard("'abc"), "'abc");
    }
}
