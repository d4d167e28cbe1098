//! One partner's newest indexes: the list as it is, and for two seconds as it was, for transactions that began
//! a moment before the newest change. `cache` holds one of these for each partner.

use crate::error::Result;
use crate::search::index::Index;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

const RETENTION: Duration = Duration::from_secs(2);

const MAX_KEPT: usize = 16;

/// Indexes by rising number; the last is the newest.
#[derive(Default)]
pub(super) struct Versions {
    /// Each with the moment since which it is here.
    known: Mutex<Vec<(Arc<Index>, Instant)>>,
    builder: Mutex<()>,
}

impl Versions {
    /// The index of this number and whether it is new. If it is not known, it is made from the newest one before it;
    /// one thread at a time makes indexes, the others wait for it.
    pub fn get_or_build(
        &self,
        seq: i64,
        make: impl FnOnce(Option<&Index>) -> Result<Index>,
    ) -> Result<(Arc<Index>, bool)> {
        if let Some(index) = self.not_after(seq).filter(|index| index.seq == seq) {
            return Ok((index, false));
        }
        let _one_builder = self.builder.lock().unwrap_or_else(PoisonError::into_inner);
        let older = self.not_after(seq);
        if let Some(index) = older.as_ref().filter(|index| index.seq == seq) {
            return Ok((index.clone(), false));
        }
        let index = Arc::new(make(older.as_deref())?);
        self.store(&index);
        Ok((index, true))
    }

    /// The index of this number for one look: if it is not known it is made, and not kept.
    pub fn peek(&self, seq: i64, make: impl FnOnce(Option<&Index>) -> Result<Index>) -> Result<Arc<Index>> {
        match self.not_after(seq) {
            Some(index) if index.seq == seq => Ok(index),
            older => make(older.as_deref()).map(Arc::new),
        }
    }

    /// Bytes of the newest; what older ones do not share with it is small, and leaves soon.
    pub fn memory(&self) -> usize {
        self.lock().last().map_or(0, |(index, _)| index.memory)
    }

    fn not_after(&self, seq: i64) -> Option<Arc<Index>> {
        let mut known = self.lock();
        let left = known.windows(2).take_while(|pair| pair[1].1.elapsed() > RETENTION).count();
        known.drain(..left);
        known.iter().rev().map(|(index, _)| index).find(|index| index.seq <= seq).cloned()
    }

    /// Keeps an index if it is the newest; one of a transaction in the past serves that one alone.
    fn store(&self, index: &Arc<Index>) {
        let mut known = self.lock();
        if known.last().is_none_or(|(newest, _)| newest.seq < index.seq) {
            known.push((index.clone(), Instant::now()));
            let surplus = known.len().saturating_sub(MAX_KEPT);
            known.drain(..surplus);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Arc<Index>, Instant)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
