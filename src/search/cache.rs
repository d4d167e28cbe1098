//! The indexes this process holds, one a partner, and the three questions the portal asks them.
//! `refresh` makes them, `versions` keeps a partner's newest ones.

use crate::db::DbConnection;
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::Result;
use crate::search::index::Index;
use crate::search::scan::Query;
use crate::search::versions::Versions;
use crate::search::{SearchPage, SearchRequest, Sort, stored};
use crate::text::SearchTerms;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Every partner's search index in this process. One for the whole process; share it by reference.
///
/// Questions are asked inside a reading transaction (`Db::read`): the answer is that of the transaction's snapshot.
/// Inside a writing one only `find_in_change` may be asked, else what is rolled back later would stay in memory.
pub struct IndexCache {
    limit: usize,
    partners: Mutex<Partners>,
}

#[derive(Default)]
struct Partners {
    held: HashMap<PartnerId, (u64, Arc<Versions>)>,
    clock: u64,
}

impl Partners {
    fn memory(&self) -> usize {
        self.held.values().map(|(_, versions)| versions.memory()).sum()
    }
}

impl IndexCache {
    /// Holds up to so many bytes (about 92 MB for a million customers); beyond that the partners whose
    /// last search was longest ago leave. The partner being asked about always stays.
    pub fn new(memory_limit_bytes: usize) -> Self {
        IndexCache { limit: memory_limit_bytes, partners: Mutex::default() }
    }

    /// One page of the hits, with their number up to `COUNT_CAP`.
    pub fn find(
        &self,
        c: &mut DbConnection,
        partner: PartnerId,
        find: &SearchRequest<'_>,
    ) -> Result<SearchPage> {
        let index = self.index(c, partner)?;
        Self::page(&index, c, partner, find)
    }

    fn page(
        index: &Index,
        c: &mut DbConnection,
        partner: PartnerId,
        find: &SearchRequest<'_>,
    ) -> Result<SearchPage> {
        let query = Query::new(find.words, find.within);
        if find.sort.is_by_domain() {
            return Ok(index.page_by_domain(&query, find));
        }
        index
            .page(&query, find, |block, position, with_it| stored::rank(c, partner, block, position, with_it))
    }

    /// One page of the hits as a writing transaction sees them, its own changes included: nothing of it is kept, for
    /// it may still be rolled back.
    pub fn find_in_change(
        &self,
        c: &mut DbConnection,
        partner: PartnerId,
        find: &SearchRequest<'_>,
    ) -> Result<SearchPage> {
        let seq = stored::list_seq(c, partner)?;
        let index = self.versions(partner).peek(seq, |older| match older {
            Some(older) => older.refresh(c, partner, seq),
            None => Index::build(c, partner, seq),
        })?;
        Self::page(&index, c, partner, find)
    }

    /// The exact number of hits.
    pub fn count(
        &self,
        c: &mut DbConnection,
        partner: PartnerId,
        words: &SearchTerms,
        within: Option<&HashSet<MicrosoftId>>,
    ) -> Result<u64> {
        Ok(self.index(c, partner)?.count(&Query::new(words, within)))
    }

    /// Every hit, in order.
    pub fn all(
        &self,
        c: &mut DbConnection,
        partner: PartnerId,
        words: &SearchTerms,
        within: Option<&HashSet<MicrosoftId>>,
        sort: Sort,
    ) -> Result<Vec<MicrosoftId>> {
        let index = self.index(c, partner)?;
        let query = Query::new(words, within);
        let mut ids = if sort.is_by_domain() { index.all_by_domain(&query) } else { index.all(&query) };
        if sort.is_descending() {
            ids.reverse();
        }
        Ok(ids)
    }

    /// Makes a partner's index ready, so that its first search need not wait.
    pub fn warm(&self, c: &mut DbConnection, partner: PartnerId) -> Result<()> {
        self.index(c, partner).map(drop)
    }

    /// Bytes that all indexes hold now.
    pub fn memory(&self) -> usize {
        self.lock().memory()
    }

    /// The index of exactly the list that this transaction sees.
    fn index(&self, c: &mut DbConnection, partner: PartnerId) -> Result<Arc<Index>> {
        let versions = self.versions(partner);
        let seq = stored::list_seq(c, partner)?;
        let (index, is_new) = versions.get_or_build(seq, |older| match older {
            Some(older) => older.refresh(c, partner, seq),
            None => Index::build(c, partner, seq),
        })?;
        if is_new {
            self.evict(partner);
        }
        Ok(index)
    }

    fn versions(&self, partner: PartnerId) -> Arc<Versions> {
        let mut partners = self.lock();
        partners.clock += 1;
        let now = partners.clock;
        let held = partners.held.entry(partner).or_default();
        held.0 = now;
        held.1.clone()
    }

    fn evict(&self, asked: PartnerId) {
        let mut partners = self.lock();
        let mut memory = partners.memory();
        while memory > self.limit {
            let others = partners.held.iter().filter(|(partner, _)| **partner != asked);
            let Some(oldest) = others.min_by_key(|(_, (used, _))| *used).map(|(partner, _)| *partner) else {
                return;
            };
            memory -= partners.held.remove(&oldest).map_or(0, |(_, versions)| versions.memory());
        }
    }

    fn lock(&self) -> MutexGuard<'_, Partners> {
        self.partners.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
