//! Numbers of rows that were counted in an index and stay right as long as the index does: those of saved views, which many
//! pages show, and those of searches, which each page of the result shows.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Maximum number of remembered counts. Those that were not asked for the longest are forgotten.
const MAX_REMEMBERED: usize = 256;

/// Counts by what was counted, the last that was asked for at the end.
pub(super) struct RememberedCounts<K>(Mutex<Vec<(K, u64)>>);

/// Not derived, because a derived implementation would require `K: Default`.
impl<K> Default for RememberedCounts<K> {
    fn default() -> Self {
        RememberedCounts(Mutex::default())
    }
}

impl<K: PartialEq> RememberedCounts<K> {
    /// Returns the number, which is counted only if it is not remembered. The lock is not held while it is counted, so two
    /// threads may count the same.
    pub fn get_or_count(&self, key: K, count: impl FnOnce() -> u64) -> u64 {
        self.get(&key).unwrap_or_else(|| {
            let number = count();
            self.insert(key, number);
            number
        })
    }

    /// Returns the number, if it is remembered.
    pub fn get(&self, key: &K) -> Option<u64> {
        let mut counts = self.lock();
        let at = counts.iter().position(|(one, _)| one == key)?;
        // Views stay although each search adds a number.
        counts[at..].rotate_left(1);
        counts.last().map(|(_, number)| *number)
    }

    /// Remembers a number that is not remembered yet.
    pub fn insert(&self, key: K, number: u64) {
        let mut counts = self.lock();
        if counts.len() >= MAX_REMEMBERED {
            counts.remove(0);
        }
        counts.push((key, number));
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(K, u64)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_once_and_forgets_the_oldest() {
        let counts = RememberedCounts::default();
        assert_eq!(counts.get_or_count(0, || 7), 7);
        assert_eq!(counts.get_or_count(0, || 8), 7);
        for key in 1..=MAX_REMEMBERED {
            counts.get_or_count(key, || 1);
        }
        assert_eq!(counts.get_or_count(0, || 8), 8);
    }

    #[test]
    fn what_is_asked_for_stays() {
        let counts = RememberedCounts::default();
        counts.get_or_count(0, || 7);
        for key in 1..=2 * MAX_REMEMBERED {
            counts.get_or_count(key, || 1);
            assert_eq!(counts.get_or_count(0, || 8), 7);
        }
    }
}
