//! Builds indexes from the database: from all subscriptions at a seller's first query, later only from chunks that changed.
//! [`super::cache`] decides when; [`super::stored`] has the queries.

use crate::db::DbConnection;
use crate::domain::PartnerId;
use crate::error::Result;
use crate::search::refresh::join_runs;
use crate::search::subscriptions::chunk::{Chunk, Packer};
use crate::search::subscriptions::columns::Columns;
use crate::search::subscriptions::products::Products;
use crate::search::subscriptions::stored;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

impl Columns {
    /// Reads all subscriptions, which have the version `seq` in this transaction.
    pub(in crate::search) fn build(c: &mut DbConnection, seller: PartnerId, seq: i64) -> Result<Self> {
        let mut products = Arc::new(Products::default());
        let chunks = read(c, seller, &(None..None), &mut products)?;
        Ok(Columns::new(seq, chunks, sorted(products)))
    }

    /// Returns the index of a later version. Reads only the changed chunks and shares the others.
    pub(in crate::search) fn refresh(
        &self,
        c: &mut DbConnection,
        seller: PartnerId,
        seq: i64,
    ) -> Result<Self> {
        let Some(changes) = stored::changes(c, seller, self.seq, seq)?.filter(|_| !self.chunks.is_empty())
        else {
            return Columns::build(c, seller, seq);
        };
        let mut products = self.products.clone();
        let mut chunks = Vec::with_capacity(self.chunks.len() + 8);
        let mut kept = 0;
        let (mut replaced, mut new) = (Vec::new(), Vec::new());
        for run in self.runs(&changes) {
            chunks.extend_from_slice(&self.chunks[kept..run.start]);
            kept = run.end;
            let read_before = new.len();
            let from = (run.start > 0).then(|| self.chunks[run.start].first());
            let before = self.chunks.get(run.end).map(|chunk| chunk.first());
            replaced.extend_from_slice(&self.chunks[run]);
            new.extend(read(c, seller, &(from..before), &mut products)?);
            chunks.extend_from_slice(&new[read_before..]);
        }
        chunks.extend_from_slice(&self.chunks[kept..]);
        let newer = Columns::new(seq, chunks, sorted(products));
        newer.keep_totals(self, &replaced, &new);
        Ok(newer)
    }

    /// Returns the ranges of consecutive chunks with changed customers. A short chunk is merged with the next one.
    fn runs(&self, changes: &[RangeInclusive<u128>]) -> Vec<Range<usize>> {
        let run = |customers: &RangeInclusive<u128>| {
            let last = self.chunk_of(*customers.end());
            let joined = usize::from(self.chunks[last].is_short() && last + 1 < self.chunks.len());
            self.chunk_of(*customers.start())..last + joined + 1
        };
        let mut runs: Vec<Range<usize>> = changes.iter().map(run).collect();
        join_runs(&mut runs);
        runs
    }
}

fn read(
    c: &mut DbConnection,
    seller: PartnerId,
    customers: &Range<Option<u128>>,
    products: &mut Arc<Products>,
) -> Result<Vec<Arc<Chunk>>> {
    let ended = stored::ended_customers(c, seller, customers)?;
    let mut packer = Packer::new(products, &ended);
    stored::for_each_row(c, seller, customers, |row| packer.push(row))?;
    Ok(packer.finish())
}

/// Returns the products with the places of new ones.
fn sorted(mut products: Arc<Products>) -> Arc<Products> {
    if !products.is_sorted() {
        Arc::make_mut(&mut products).sort();
    }
    products
}
