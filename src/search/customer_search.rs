//! In-memory caches for all customer lists of a process: search indexes, list lengths, and indexes of
//! subscriptions. They are validated by versions, which every change increments (`partners.list_seq` and
//! `partners.subscriptions_seq`).

use crate::db::schema::{customers, partners};
use crate::db::{Db, DbConnection};
use crate::domain::PartnerId;
use crate::error::Result;
use crate::search::held::HeldIndexes;
use crate::search::{COUNT_LIMIT, CappedCount, IndexCache, SubscriptionIndexes};
use diesel::prelude::*;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The caches; one instance per process.
pub struct CustomerSearch {
    /// The search indexes.
    pub search: IndexCache,
    /// The indexes of subscriptions, which share the memory limit with the search indexes.
    pub subscriptions: SubscriptionIndexes,
    memory: usize,
    totals: Mutex<HashMap<PartnerId, (i64, CappedCount)>>,
}

impl CustomerSearch {
    /// Creates the caches. `search_memory` limits all indexes together, in bytes.
    pub fn new(search_memory: usize) -> Self {
        let held = Arc::new(HeldIndexes::new(search_memory));
        CustomerSearch {
            search: IndexCache::sharing(held.clone()),
            subscriptions: SubscriptionIndexes::sharing(held),
            memory: search_memory,
            totals: Mutex::default(),
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

    /// Returns the number of a partner's customers up to `COUNT_CAP`. Counts again only when the list
    /// version has changed.
    pub fn total(&self, c: &mut DbConnection, partner: PartnerId) -> Result<CappedCount> {
        let seq: i64 = partners::table.find(partner).select(partners::list_seq).first(c)?;
        let known = self.totals.lock().unwrap_or_else(PoisonError::into_inner).get(&partner).copied();
        if let Some((_, total)) = known.filter(|(at, _)| *at == seq) {
            return Ok(total);
        }
        let ids = customers::table
            .filter(customers::partner_id.eq(partner).and(customers::ended_at.is_null()))
            .select(customers::microsoft_id)
            .limit(COUNT_LIMIT);
        let count = ids.load::<String>(c)?.len() as u64;
        let total = CappedCount::capped(count);
        self.totals.lock().unwrap_or_else(PoisonError::into_inner).insert(partner, (seq, total));
        Ok(total)
    }
}
