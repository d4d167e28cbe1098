//! The search indexes of this process, one for each partner, and the queries on them. [`super::refresh`]
//! builds indexes; [`super::versions`] holds the newest ones of a partner.

use crate::db::DbConnection;
use crate::domain::{CountryCode, MicrosoftId, PartnerId};
use crate::error::Result;
use crate::search::held::{HeldIndexes, Kind};
use crate::search::index::Index;
use crate::search::scan::Query;
use crate::search::{Conditions, SearchPage, SearchRequest, Sort, stored};
use crate::text::SearchTerms;
use std::sync::Arc;

/// The search indexes of all partners in this process. Create one per process and share it by reference.
///
/// Call the queries in a read transaction (`Db::read`): they return the state of its snapshot. In a write
/// transaction call only `find_in_change`; the others would cache changes that may be rolled back.
pub struct IndexCache {
    held: Arc<HeldIndexes>,
}

impl IndexCache {
    /// Creates a cache with this memory limit in bytes (a million customers take about 92 MB). Above the
    /// limit, the least recently used indexes are evicted, but never the one that is in use.
    pub fn new(memory_limit_bytes: usize) -> Self {
        IndexCache { held: Arc::new(HeldIndexes::new(memory_limit_bytes)) }
    }

    /// Creates a cache that shares its memory limit with the indexes of subscriptions.
    pub(super) fn sharing(held: Arc<HeldIndexes>) -> Self {
        IndexCache { held }
    }

    /// Returns one page of matches, and their number.
    pub fn find(
        &self,
        c: &mut DbConnection,
        partner: PartnerId,
        find: &SearchRequest<'_>,
    ) -> Result<SearchPage> {
        let index = self.index(c, partner)?;
        // A list of customers can be long, and is hardly asked for twice.
        let key = find.conditions.ids.is_none().then(|| (find.words.clone(), find.conditions.clone()));
        let total = key.as_ref().and_then(|key| index.counted.get(key));
        let page = Self::page(&index, c, partner, find, total)?;
        if let (Some(key), None) = (key, total) {
            index.counted.insert(key, page.total);
        }
        Ok(page)
    }

    fn page(
        index: &Index,
        c: &mut DbConnection,
        partner: PartnerId,
        find: &SearchRequest<'_>,
        total: Option<u64>,
    ) -> Result<SearchPage> {
        let query = Query::new(find.words, find.conditions);
        if !find.sort.is_by_name() {
            return Ok(index.page_by_value(&query, find));
        }
        let rank = |block: &_, position: &_, with_it| stored::rank(c, partner, block, position, with_it);
        index.page(&query, find, total, rank)
    }

    /// Returns one page of matches in a write transaction, including its own changes. A new index is not
    /// cached, because the transaction may be rolled back.
    pub fn find_in_change(
        &self,
        c: &mut DbConnection,
        partner: PartnerId,
        find: &SearchRequest<'_>,
    ) -> Result<SearchPage> {
        let seq = stored::list_seq(c, partner)?;
        let index = self.held.customers(partner).peek(seq, |older| match older {
            Some(older) => older.refresh(c, partner, seq),
            None => Index::build(c, partner, seq),
        })?;
        Self::page(&index, c, partner, find, None)
    }

    /// Returns the exact number of matches. A number that was counted before is remembered until the index changes.
    pub fn count(
        &self,
        c: &mut DbConnection,
        partner: PartnerId,
        words: &SearchTerms,
        conditions: &Conditions,
    ) -> Result<u64> {
        let index = self.index(c, partner)?;
        let query = Query::new(words, conditions);
        if query.matches_all() {
            return Ok(index.count(&query));
        }
        Ok(index.counted.get_or_count((words.clone(), conditions.clone()), || index.count(&query)))
    }

    /// Returns the number of all customers in the list.
    pub fn total(&self, c: &mut DbConnection, partner: PartnerId) -> Result<u64> {
        self.count(c, partner, &SearchTerms::default(), &Conditions::default())
    }

    /// Returns the countries of all customers in the list.
    pub fn countries(&self, c: &mut DbConnection, partner: PartnerId) -> Result<Vec<CountryCode>> {
        let index = self.index(c, partner)?;
        let country = |letters: &[u8; 2]| std::str::from_utf8(letters).ok()?.parse().ok();
        Ok(index.countries().iter().filter_map(country).collect())
    }

    /// Returns all matches, in order.
    pub fn all(
        &self,
        c: &mut DbConnection,
        partner: PartnerId,
        words: &SearchTerms,
        conditions: &Conditions,
        sort: Sort,
    ) -> Result<Vec<MicrosoftId>> {
        let index = self.index(c, partner)?;
        let query = Query::new(words, conditions);
        let mut ids = if sort.is_by_name() { index.all(&query) } else { index.all_by_value(&query, sort) };
        if sort.is_descending() {
            ids.reverse();
        }
        Ok(ids)
    }

    /// Builds a partner's index, so that the first search does not have to wait for it.
    pub fn warm(&self, c: &mut DbConnection, partner: PartnerId) -> Result<()> {
        self.index(c, partner).map(drop)
    }

    /// Returns the memory in bytes of all indexes that share the limit.
    pub fn memory(&self) -> usize {
        self.held.memory()
    }

    /// Returns the index of the list version that this transaction sees.
    pub(super) fn index(&self, c: &mut DbConnection, partner: PartnerId) -> Result<Arc<Index>> {
        let versions = self.held.customers(partner);
        let seq = stored::list_seq(c, partner)?;
        let (index, is_new) = versions.get_or_build(seq, |older| match older {
            Some(older) => older.refresh(c, partner, seq),
            None => Index::build(c, partner, seq),
        })?;
        if is_new {
            self.held.evict((Kind::Customers, partner));
        }
        Ok(index)
    }
}
