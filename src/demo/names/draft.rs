//! A company name that is being generated.

use crate::demo::random::Random;

/// A company name that is being generated.
pub(super) struct Draft {
    pub(super) name: String,
    /// The stem of the name in the letters a to z.
    pub(super) roman: String,
    pub(super) country: &'static str,
    /// Possible top-level domains.
    pub(super) ends: &'static [&'static str],
}

/// Splits a table entry, `written:roman` or `before|after`. An entry without the separator is used for both parts.
pub(super) fn split_pair(entry: &'static str, mark: char) -> (&'static str, &'static str) {
    entry.split_once(mark).unwrap_or((entry, entry))
}

/// Picks one entry of each list of `written:roman` and joins them; returns the name and its form in the letters a to z.
pub(super) fn pick_and_join(random: &mut Random, lists: &[&[&'static str]]) -> (String, String) {
    let (mut written, mut roman) = (String::new(), String::new());
    for list in lists {
        let (part, letters) = split_pair(random.pick(list), ':');
        written.push_str(part);
        roman.extend(letters.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()));
    }
    (written, roman)
}
