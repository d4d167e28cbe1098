//! The newest indexes of one partner. Keeps old versions for two seconds, for snapshots that began earlier.
//! [`super::held`] has one of these for each index of a partner.

use crate::error::Result;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

const RETENTION: Duration = Duration::from_secs(2);

const MAX_KEPT: usize = 16;

/// An index at one version of what it is built from.
pub(super) trait Version {
    /// Returns the version: the value of its counter in `partners`.
    fn seq(&self) -> i64;

    /// Returns the memory in bytes.
    fn memory(&self) -> usize;
}

/// Indexes by ascending version; the last is the newest.
pub(super) struct Versions<I> {
    /// Each index with the time at which it was added.
    known: Mutex<Vec<(Arc<I>, Instant)>>,
    builder: Mutex<()>,
}

/// Not derived, because a derived implementation would require `I: Default`.
impl<I> Default for Versions<I> {
    fn default() -> Self {
        Versions { known: Mutex::default(), builder: Mutex::default() }
    }
}

impl<I: Version> Versions<I> {
    /// Returns the index of this version and whether it is new. A missing index is built from the newest
    /// earlier one. Only one thread builds at a time; the others wait.
    pub fn get_or_build(
        &self,
        seq: i64,
        make: impl FnOnce(Option<&I>) -> Result<I>,
    ) -> Result<(Arc<I>, bool)> {
        if let Some(index) = self.not_after(seq).filter(|index| index.seq() == seq) {
            return Ok((index, false));
        }
        let _one_builder = self.builder.lock().unwrap_or_else(PoisonError::into_inner);
        let older = self.not_after(seq);
        if let Some(index) = older.as_ref().filter(|index| index.seq() == seq) {
            return Ok((index.clone(), false));
        }
        let index = Arc::new(make(older.as_deref())?);
        self.store(&index);
        Ok((index, true))
    }

    /// Returns the index of this version. A missing index is built but not cached.
    pub fn peek(&self, seq: i64, make: impl FnOnce(Option<&I>) -> Result<I>) -> Result<Arc<I>> {
        match self.not_after(seq) {
            Some(index) if index.seq() == seq => Ok(index),
            older => make(older.as_deref()).map(Arc::new),
        }
    }

    /// Returns the memory of the newest index in bytes. Older ones share most of it and are deleted soon.
    pub fn memory(&self) -> usize {
        self.lock().last().map_or(0, |(index, _)| index.memory())
    }

    fn not_after(&self, seq: i64) -> Option<Arc<I>> {
        let mut known = self.lock();
        let left = known.windows(2).take_while(|pair| pair[1].1.elapsed() > RETENTION).count();
        known.drain(..left);
        known.iter().rev().map(|(index, _)| index).find(|index| index.seq() <= seq).cloned()
    }

    /// Adds an index if it is the newest; an index for an older snapshot is not kept.
    fn store(&self, index: &Arc<I>) {
        let mut known = self.lock();
        if known.last().is_none_or(|(newest, _)| newest.seq() < index.seq()) {
            known.push((index.clone(), Instant::now()));
            let surplus = known.len().saturating_sub(MAX_KEPT);
            known.drain(..surplus);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Arc<I>, Instant)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
