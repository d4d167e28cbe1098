//! What one process keeps in memory of all customer lists: the search indexes, and how long each list is.
//! Both are true because every change of a list raises its number (`partners.list_seq`).

use crate::db::schema::{customers, partners};
use crate::db::{Db, DbConnection};
use crate::domain::PartnerId;
use crate::error::Result;
use crate::search::{COUNT_CAP, CappedCount, IndexCache};
use diesel::prelude::*;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// One for the whole process.
pub struct CustomerSearch {
    /// Answers every search.
    pub search: IndexCache,
    memory: usize,
    totals: Mutex<HashMap<PartnerId, (i64, CappedCount)>>,
}

impl CustomerSearch {
    /// Search indexes may take so many bytes.
    pub fn new(search_memory: usize) -> Self {
        CustomerSearch {
            search: IndexCache::new(search_memory),
            memory: search_memory,
            totals: Mutex::default(),
        }
    }

    /// Makes the search of every partner ready, as far as half of the memory allows, so that nobody's first search
    /// waits for it.
    pub fn warm(&self, db: &Db) -> Result<()> {
        for partner in db.read_now(crate::db::partners::all)? {
            if self.search.memory() < self.memory / 2 {
                db.read_now(|c| self.search.warm(c, partner.id))?;
            }
        }
        Ok(())
    }

    /// How many customers a partner has: counted again only when its list has changed.
    pub fn total(&self, c: &mut DbConnection, partner: PartnerId) -> Result<CappedCount> {
        let seq: i64 = partners::table.find(partner.0).select(partners::list_seq).first(c)?;
        let known = self.totals.lock().unwrap_or_else(PoisonError::into_inner).get(&partner).copied();
        if let Some((_, total)) = known.filter(|(at, _)| *at == seq) {
            return Ok(total);
        }
        let ids = customers::table
            .filter(customers::partner_id.eq(partner.0).and(customers::ended_at.is_null()))
            .select(customers::microsoft_id)
            .limit(COUNT_CAP as i64 + 1);
        let count = ids.load::<String>(c)?.len() as u64;
        let total = CappedCount { shown: count.min(COUNT_CAP), capped: count > COUNT_CAP };
        self.totals.lock().unwrap_or_else(PoisonError::into_inner).insert(partner, (seq, total));
        Ok(total)
    }
}
