//! Numbers of rows that are exact up to a limit, because counting a very long list takes too long.

use crate::i18n::Locale;

/// The number up to which a list's total is exact.
pub const COUNT_CAP: u64 = 1_000;

/// The limit of a query whose rows are counted: one more than [`COUNT_CAP`], to see whether there are more.
pub const COUNT_LIMIT: i64 = COUNT_CAP as i64 + 1;

/// A number of rows that is exact up to [`COUNT_CAP`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CappedCount {
    /// The exact number, or `COUNT_CAP` if there are more.
    pub shown: u64,
    /// Whether there are more than shown.
    pub capped: bool,
}

impl CappedCount {
    /// Returns a number that is shown as it is, however large.
    pub const fn exact(number: u64) -> Self {
        CappedCount { shown: number, capped: false }
    }

    /// Returns a number that is shown up to [`COUNT_CAP`].
    pub fn capped(number: u64) -> Self {
        CappedCount { shown: number.min(COUNT_CAP), capped: number > COUNT_CAP }
    }

    /// Returns the number for display: `62`, or `1,000+` if there are more.
    pub fn text(self, locale: Locale) -> String {
        let number = locale.number(self.shown);
        if self.capped { number + "+" } else { number }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_a_plus_only_above_the_limit() {
        let text = |count: CappedCount| count.text(Locale::En);
        assert_eq!(text(CappedCount::capped(COUNT_CAP)), "1,000");
        assert_eq!(text(CappedCount::capped(COUNT_CAP + 1)), "1,000+");
        assert_eq!(text(CappedCount::exact(12_345)), "12,345");
    }
}
