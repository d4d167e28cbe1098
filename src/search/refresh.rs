//! Builds indexes from the database: from the whole list at a partner's first search, later only from
//! blocks that changed. [`super::cache`] decides when; [`super::stored`] has the queries.

use crate::db::DbConnection;
use crate::domain::PartnerId;
use crate::error::Result;
use crate::search::block::Packer;
use crate::search::index::Index;
use crate::search::stored;
use std::ops::{Range, RangeInclusive};

impl Index {
    /// Reads the whole list, which has the version `seq` in this transaction.
    pub fn build(c: &mut DbConnection, partner: PartnerId, seq: i64) -> Result<Self> {
        let mut packer = Packer::default();
        stored::for_each_row(c, partner, &[], None, |row| packer.push(row))?;
        Ok(Index::new(seq, packer.finish()))
    }

    /// Returns the index of a later version. Reads only the changed blocks and shares the others.
    pub fn refresh(&self, c: &mut DbConnection, partner: PartnerId, seq: i64) -> Result<Self> {
        let Some(changes) = stored::changes(c, partner, self.seq, seq)? else {
            return Index::build(c, partner, seq);
        };
        if self.blocks.is_empty() {
            return Index::build(c, partner, seq);
        }
        let mut blocks = Vec::with_capacity(self.blocks.len() + 8);
        let mut kept = 0;
        for run in self.runs(&changes) {
            blocks.extend_from_slice(&self.blocks[kept..run.start]);
            kept = run.end;
            let from = if run.start == 0 { &[] } else { self.blocks[run.start].first_key() };
            let before = self.blocks.get(run.end).map(|block| block.first_key());
            let mut packer = Packer::default();
            stored::for_each_row(c, partner, from, before, |row| packer.push(row))?;
            blocks.extend(packer.finish());
        }
        blocks.extend_from_slice(&self.blocks[kept..]);
        Ok(Index::new(seq, blocks))
    }

    /// Returns the ranges of consecutive blocks with changed keys. A short block is merged with the next one.
    fn runs(&self, changes: &[RangeInclusive<Vec<u8>>]) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = changes
            .iter()
            .map(|keys| {
                let last = self.block_of(keys.end());
                let joined = usize::from(self.blocks[last].is_short() && last + 1 < self.blocks.len());
                self.block_of(keys.start())..last + joined + 1
            })
            .collect();
        join_runs(&mut runs);
        runs
    }
}

/// Sorts runs of blocks, and joins those that touch.
pub(super) fn join_runs(runs: &mut Vec<Range<usize>>) {
    runs.sort_by_key(|run| run.start);
    runs.dedup_by(|next, kept| {
        let touches = next.start <= kept.end;
        if touches {
            kept.end = kept.end.max(next.end);
        }
        touches
    });
}
