//! The indexes in memory of a process: of customer lists, and of subscriptions. They are validated by versions, which
//! every change increments (`partners.list_seq` and `partners.subscriptions_seq`).

use crate::db::Db;
use crate::error::Result;
use crate::search::held::HeldIndexes;
use crate::search::{IndexCache, SubscriptionIndexes};
use std::sync::Arc;

/// The indexes; one instance per process.
pub struct CustomerSearch {
    /// The search indexes.
    pub search: IndexCache,
    /// The indexes of subscriptions, which share the memory limit with the search indexes.
    pub subscriptions: SubscriptionIndexes,
    memory: usize,
}

impl CustomerSearch {
    /// Creates the caches. `search_memory` limits all indexes together, in bytes.
    pub fn new(search_memory: usize) -> Self {
        let held = Arc::new(HeldIndexes::new(search_memory));
        CustomerSearch {
            search: IndexCache::sharing(held.clone()),
            subscriptions: SubscriptionIndexes::sharing(held),
            memory: search_memory,
        }
    }

    /// Builds the search indexes of partners until they use half of the memory limit, so that first
    /// searches do not have to wait.
    pub fn warm(&self, db: &Db) -> Result<()> {
        for partner in db.read_now(crate::db::partners::all)? {
            if self.search.memory() < self.memory / 2 {
                db.read_now(|c| self.search.warm(c, partner.id))?;
                db.read_now(|c| self.subscriptions.warm(c, partner.id))?;
            }
        }
        Ok(())
    }
}
