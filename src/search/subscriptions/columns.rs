//! The index of the subscriptions that one partner sold, at one version: chunks in order, and the products.
//! [`super::refresh`] builds the next version.

use crate::search::subscriptions::chunk::Chunk;
use crate::search::subscriptions::products::Products;
use crate::search::subscriptions::totals::Totals;
use crate::search::versions::Version;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// The subscriptions at one value of `partners.subscriptions_seq`. A chunk holds all rows from its first customer up to the
/// first customer of the next chunk; the first chunk also holds customers before its first one.
pub(in crate::search) struct Columns {
    pub(super) seq: i64,
    pub(super) chunks: Vec<Arc<Chunk>>,
    /// The number of rows before each chunk, and of all.
    pub(super) starts: Vec<u32>,
    pub(super) products: Arc<Products>,
    /// Which products have subscriptions, computed when it is first needed.
    used: OnceLock<Vec<bool>>,
    /// The numbers of all rows of active customers, computed when they are first needed.
    totals: OnceLock<Totals>,
    memory: usize,
}

impl Version for Columns {
    fn seq(&self) -> i64 {
        self.seq
    }

    fn memory(&self) -> usize {
        self.memory
    }
}

impl Columns {
    pub(super) fn new(seq: i64, chunks: Vec<Arc<Chunk>>, products: Arc<Products>) -> Self {
        let mut starts = Vec::with_capacity(chunks.len() + 1);
        let mut rows = 0;
        for chunk in &chunks {
            starts.push(rows);
            rows += chunk.len() as u32;
        }
        starts.push(rows);
        let memory: usize = chunks.iter().map(|chunk| chunk.memory() + 24).sum();
        let memory = memory + products.memory();
        Columns { seq, chunks, starts, products, used: OnceLock::new(), totals: OnceLock::new(), memory }
    }

    /// Returns the numbers of all rows whose customers have an active relationship to the seller.
    pub(super) fn totals(&self) -> &Totals {
        self.totals.get_or_init(|| {
            let mut totals = Totals::default();
            self.chunks.iter().for_each(|chunk| totals.add_active(chunk));
            totals
        })
    }

    /// Takes over the numbers of an older version, without the chunks that were replaced and with those that replace them.
    pub(super) fn keep_totals(&self, older: &Columns, replaced: &[Arc<Chunk>], new: &[Arc<Chunk>]) {
        if let Some(known) = older.totals.get() {
            let mut totals = known.clone();
            replaced.iter().for_each(|chunk| totals.remove_active(chunk));
            new.iter().for_each(|chunk| totals.add_active(chunk));
            self.totals.set(totals).unwrap_or_default();
        }
    }

    /// Returns the number of rows.
    pub(super) fn len(&self) -> usize {
        self.starts.last().map_or(0, |rows| *rows as usize)
    }

    /// Returns the chunk that this customer is in or would be in.
    pub(super) fn chunk_of(&self, customer: u128) -> usize {
        self.chunks.partition_point(|chunk| chunk.first() <= customer).saturating_sub(1)
    }

    /// Returns the rows of a customer, counted from the first row of the index.
    pub(super) fn rows_of(&self, customer: u128) -> Range<usize> {
        let at = self.chunk_of(customer);
        let Some(chunk) = self.chunks.get(at) else { return 0..0 };
        let (start, rows) = (self.starts[at] as usize, chunk.rows_of_id(customer));
        start + rows.start..start + rows.end
    }

    /// Returns the chunk of a row, and the row's place in it.
    pub(super) fn place(&self, row: usize) -> (&Chunk, usize) {
        let at = self.starts.partition_point(|start| *start as usize <= row) - 1;
        (&self.chunks[at], row - self.starts[at] as usize)
    }

    /// Returns the customer and the Subscription ID of a row.
    pub(super) fn key(&self, row: usize) -> (u128, u128) {
        let (chunk, row) = self.place(row);
        (chunk.customer_of(row), chunk.ids[row])
    }

    /// Returns how many rows are before this key; with `included`, also the row with the key itself.
    pub(super) fn rank(&self, (customer, id): (u128, u128), included: bool) -> usize {
        let rows = self.rows_of(customer);
        let of_customer = rows.clone().take_while(|row| {
            let (chunk, row) = self.place(*row);
            chunk.ids[row] < id || included && chunk.ids[row] == id
        });
        rows.start + of_customer.count()
    }

    /// Returns for each product whether it has subscriptions.
    pub(super) fn used_products(&self) -> &[bool] {
        self.used.get_or_init(|| {
            let mut used = vec![false; self.products.len()];
            let numbers = self.chunks.iter().flat_map(|chunk| &chunk.products);
            numbers.for_each(|number| used[*number as usize] = true);
            used
        })
    }
}
