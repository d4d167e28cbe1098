//! The search indexes of all customer lists of a process.

use crate::db::Db;
use crate::error::Result;
use crate::search::IndexCache;

/// The indexes; one instance per process.
pub struct CustomerSearch {
    /// The search indexes.
    pub search: IndexCache,
    memory: usize,
}

impl CustomerSearch {
    /// Creates the caches. `search_memory` limits the search indexes, in bytes.
    pub fn new(search_memory: usize) -> Self {
        CustomerSearch { search: IndexCache::new(search_memory), memory: search_memory }
    }

    /// Builds the search indexes of partners until they use half of the memory limit, so that first
    /// searches do not have to wait.
    pub fn warm(&self, db: &Db) -> Result<()> {
        for partner in db.read_now(crate::db::partners::all)? {
            if self.search.memory() < self.memory / 2 {
                db.read_now(|c| self.search.warm(c, partner.id))?;
            }
        }
        Ok(())
    }
}
