//! A name while it is being put together.

use crate::demo::random::Random;

/// A name in the making.
pub(super) struct Draft {
    pub(super) name: String,
    /// The telling part of the name in the letters a to z.
    pub(super) roman: String,
    pub(super) country: &'static str,
    /// What follows the dot of the domain.
    pub(super) ends: &'static [&'static str],
}

/// Splits an entry of the tables, `written:roman` or `before|after`; without the mark the entry is both.
pub(super) fn split_pair(entry: &'static str, mark: char) -> (&'static str, &'static str) {
    entry.split_once(mark).unwrap_or((entry, entry))
}

/// One of each list of `written:roman`, joined: what is written, and in the letters a to z.
pub(super) fn pick_and_join(random: &mut Random, lists: &[&[&'static str]]) -> (String, String) {
    let (mut written, mut roman) = (String::new(), String::new());
    for list in lists {
        let (part, letters) = split_pair(random.pick(list), ':');
        written.push_str(part);
        roman.extend(letters.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()));
    }
    (written, roman)
}
