//! Sort keys: the order of names by ICU's root collation, the same on both databases. The keys are stored
//! in `customers.sort_key`.

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use std::sync::LazyLock;

/// The version of the collation data. If it differs from the stored version, all keys must be recomputed,
/// because keys of two versions are not comparable.
pub const SORT_KEY_VERSION: &str =
    "trimmed, root tertiary, icu_collator 2.4.0, icu_collator_data 2.4.0, icu_normalizer_data 2.4.0";

static COLLATOR: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    let mut options = CollatorOptions::default();
    options.strength = Some(Strength::Tertiary);
    match Collator::try_new(CollatorPreferences::default(), options) {
        Ok(collator) => collator,
        Err(error) => unreachable!("the root collation is compiled in: {error}"),
    }
});

/// Maximum length of a key in bytes, because PostgreSQL's indexes accept 2,704 bytes. Names with the same
/// truncated key are sorted by id.
const MAX_LEN: usize = 1_024;

/// Returns the sort key of a name, about 30 bytes for a usual name. Compare keys as bytes. White space
/// around a name, which imports keep, does not affect the order.
pub fn sort_key(name: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(name.len() + 12);
    let Ok(()) = COLLATOR.write_sort_key_to(name.trim(), &mut key);
    key.truncate(MAX_LEN);
    key
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used)]
mod tests {
    use super::*;

    #[test]
    fn sorts_names_by_the_root_collation() {
        let names =
            ["(주)삼성", "7 Eleven", "abc", "ABC", "Ábc", "abd", "Zoo", "가나", "한강", "ハン", "大同"];
        let mut sorted = names;
        sorted.sort_by_key(|name| sort_key(name));
        assert_eq!(sorted, names);
    }

    #[test]
    fn equivalent_encodings_have_the_same_key() {
        assert_eq!(sort_key("한"), sort_key("\u{1112}\u{1161}\u{11AB}"));
        assert_eq!(sort_key("  (유)광산뷰티"), sort_key("(유)광산뷰티"));
    }

    /// Fails when `cargo update` changes the collation data. Then update `SORT_KEY_VERSION`; portals
    /// recompute their keys at the next start.
    #[test]
    fn version_names_the_collation_data_in_use() {
        let lock = include_str!("../../Cargo.lock");
        let in_use = ["icu_collator", "icu_collator_data", "icu_normalizer_data"].map(|name| {
            let versions: Vec<&str> = lock
                .split("[[package]]")
                .filter(|package| package.contains(&format!("name = \"{name}\"\n")))
                .filter_map(|package| package.split("version = \"").nth(1)?.split('"').next())
                .collect();
            format!("{name} {}", versions.iter().max().expect("a dependency"))
        });
        assert_eq!(SORT_KEY_VERSION, format!("trimmed, root tertiary, {}", in_use.join(", ")));
    }
}
