//! The indexes of subscriptions in this process, one for each seller, and the queries on them. [`super::refresh`] builds
//! indexes.

use crate::db::DbConnection;
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::Result;
use crate::search::held::{HeldIndexes, Kind};
use crate::search::remembered_counts::RememberedCounts;
use crate::search::subscriptions::columns::Columns;
use crate::search::subscriptions::conditions::{Conditions, Resolved};
use crate::search::subscriptions::customer_order::CustomerOrder;
use crate::search::subscriptions::hits::Hit;
use crate::search::subscriptions::matches::Matches;
use crate::search::subscriptions::query::{
    Column, FoundSubscriptions, SubscriptionAnchor, SubscriptionCursor, SubscriptionFilter, SubscriptionPage,
    SubscriptionQuery,
};
use crate::search::subscriptions::selection::NumberOrder;
use crate::search::subscriptions::sources::Source;
use crate::search::subscriptions::stored;
use crate::search::subscriptions::totals::{RememberedTotals, SubscriptionTotals, Totals};
use crate::search::{IndexCache, Sort};
use crate::text::SearchTerms;
use chrono::NaiveDate;
use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::sync::Arc;
use uuid::Uuid;

/// The indexes of subscriptions of all sellers in this process.
///
/// Call the queries in a read transaction (`Db::read`): they return the state of its snapshot. A write transaction would
/// cache changes that may be rolled back.
pub struct SubscriptionIndexes {
    held: Arc<HeldIndexes>,
    /// Numbers of subscriptions by the versions of the customers' index and of those of the sellers, and the filter.
    counted: RememberedCounts<(Vec<(PartnerId, i64)>, SubscriptionFilter)>,
    totals: RememberedTotals,
}

impl SubscriptionIndexes {
    /// Creates a cache that shares its memory limit with the search indexes.
    pub(in crate::search) fn sharing(held: Arc<HeldIndexes>) -> Self {
        SubscriptionIndexes {
            held,
            counted: RememberedCounts::default(),
            totals: RememberedTotals::default(),
        }
    }

    /// Returns one page of the partner's subscriptions, and the exact number and sum of all that match. `lists` has the names
    /// of the customers.
    pub fn find(
        &self,
        c: &mut DbConnection,
        lists: &IndexCache,
        partner: PartnerId,
        query: &SubscriptionQuery,
    ) -> Result<SubscriptionPage> {
        let sources = self.sources(c, lists, partner, &query.filter)?;
        let matches: Vec<Matches> = sources.iter().map(Matches::find).collect();
        let (cursor, forward) = match &query.place {
            SubscriptionAnchor::Start => (None, true),
            SubscriptionAnchor::After(cursor) => (Some(cursor), true),
            SubscriptionAnchor::Before(cursor) => (Some(cursor), false),
        };
        let order = NumberOrder::new(query.column, query.descending, &sources);
        let limit = query.limit + 1;
        let mut hits = if query.column == Column::Customer {
            let list = lists.index(c, partner)?;
            let order = CustomerOrder {
                list: &list,
                partner,
                sources: &sources,
                matches: &matches,
                descending: query.descending,
            };
            order.nearest(c, cursor, forward, limit)?
        } else {
            let position = cursor.and_then(|cursor| order.position(cursor, &sources, forward));
            order.nearest(&sources, &matches, position.as_ref(), forward, limit)
        };
        let more = hits.len() > query.limit;
        hits.truncate(query.limit);
        if !forward {
            hits.reverse();
        }
        let (before, after) = if forward { (cursor.is_some(), more) } else { (more, true) };
        let mut cursor_of = |hit: Option<&Hit>, is_needed: bool| {
            let Some(hit) = hit.filter(|_| is_needed) else { return Ok(None) };
            let key = hit.key(&sources);
            let value = match query.column {
                Column::Customer => {
                    stored::sort_key(c, partner, key.customer.0.as_u128())?.unwrap_or_default()
                }
                _ => order.value(hit, &sources),
            };
            let cursor = SubscriptionCursor { value, customer: key.customer, id: key.id, source: hit.source };
            Ok::<_, crate::error::Error>(Some(cursor))
        };
        Ok(SubscriptionPage {
            previous: cursor_of(hits.first(), before)?,
            next: cursor_of(hits.last(), after)?,
            keys: hits.iter().map(|hit| hit.key(&sources)).collect(),
            rows: matches.iter().map(|found| found.rows).sum(),
            seats: matches.iter().map(|found| found.seats).sum(),
        })
    }

    /// Returns the exact number of the partner's subscriptions that match. A number that was counted before is remembered
    /// until one of the indexes changes; not for a publisher, because the offers are in no index.
    pub fn count(
        &self,
        c: &mut DbConnection,
        lists: &IndexCache,
        partner: PartnerId,
        filter: &SubscriptionFilter,
    ) -> Result<u64> {
        let sources = self.sources(c, lists, partner, filter)?;
        let count = || sources.iter().map(|source| Matches::find(source).rows).sum();
        if filter.publisher.is_some() {
            return Ok(count());
        }
        let mut versions = vec![(partner, lists.index(c, partner)?.seq)];
        versions.extend(sources.iter().map(|source| (source.seller, source.index.seq)));
        Ok(self.counted.get_or_count((versions, filter.clone()), count))
    }

    /// Returns the numbers of all subscriptions of the partner: by status, by product, and by what happens on each of these
    /// days. They are what [`Self::count`] finds with the filters of the same meaning. For what the partner sold, they are kept
    /// with the index; the limited view of other sellers' indexes is counted once for each version of them.
    pub fn totals(
        &self,
        c: &mut DbConnection,
        lists: &IndexCache,
        partner: PartnerId,
        days: RangeInclusive<NaiveDate>,
    ) -> Result<SubscriptionTotals> {
        let mut all = SubscriptionTotals::new(days);
        let own = self.index(c, partner)?;
        all.add(own.totals(), &own.products);
        let sellers = stored::providers_of(c, partner)?;
        let list = if sellers.is_empty() { 0 } else { lists.index(c, partner)?.seq };
        for seller in sellers.into_iter().filter(|seller| *seller != partner) {
            let index = self.index(c, seller)?;
            let key = [(partner, list), (seller, index.seq)];
            let limited = self.totals.get_or_count(key, || {
                let within = customers(c, lists, partner, &SearchTerms::default())?;
                let (filter, nothing) =
                    (SubscriptionFilter::default(), Resolved { words: &[], of_publisher: None });
                let conditions = Conditions::of_reseller(&filter, &index.products, nothing, partner, within);
                Ok(Totals::find(&Source { seller, index: index.clone(), conditions }))
            })?;
            all.add(&limited, &index.products);
        }
        Ok(all.sorted())
    }

    /// Returns all of the partner's subscriptions that match, in order.
    pub fn all(
        &self,
        c: &mut DbConnection,
        lists: &IndexCache,
        partner: PartnerId,
        filter: &SubscriptionFilter,
        (column, descending): (Column, bool),
    ) -> Result<FoundSubscriptions> {
        let sources = self.sources(c, lists, partner, filter)?;
        let matches: Vec<Matches> = sources.iter().map(Matches::find).collect();
        let hits = if column == Column::Customer {
            let list = lists.index(c, partner)?;
            let (sources, matches) = (&sources, &matches);
            CustomerOrder { list: &list, partner, sources, matches, descending }.all()
        } else {
            NumberOrder::new(column, descending, &sources).all(&sources, &matches)
        };
        Ok(FoundSubscriptions { sources, hits })
    }

    /// Returns the names of the products of the partner's subscriptions, in order.
    pub fn product_names(
        &self,
        c: &mut DbConnection,
        lists: &IndexCache,
        partner: PartnerId,
    ) -> Result<Vec<String>> {
        let sources = self.sources(c, lists, partner, &SubscriptionFilter::default())?;
        let mut names = Vec::new();
        for source in &sources {
            let products = &source.index.products;
            let is_used = if source.seller == partner {
                source.index.used_products().to_vec()
            } else {
                used_in(source, &Matches::find(source))
            };
            let used = is_used.iter().zip(0..).filter(|(is_used, _)| **is_used);
            names.extend(used.map(|(_, number)| products.get(number).order()));
        }
        names.sort_unstable();
        names.dedup();
        Ok(names.into_iter().map(|(_, name)| name.to_owned()).collect())
    }

    /// Builds the index of what a partner sold, so that the first query does not have to wait for it.
    pub fn warm(&self, c: &mut DbConnection, seller: PartnerId) -> Result<()> {
        self.index(c, seller)?.totals();
        Ok(())
    }

    /// Returns the index of the version that this transaction sees.
    fn index(&self, c: &mut DbConnection, seller: PartnerId) -> Result<Arc<Columns>> {
        let versions = self.held.subscriptions(seller);
        let seq = stored::seq(c, seller)?;
        let (index, is_new) = versions.get_or_build(seq, |older| match older {
            Some(older) => older.refresh(c, seller, seq),
            None => Columns::build(c, seller, seq),
        })?;
        if is_new {
            self.held.evict((Kind::Subscriptions, seller));
        }
        Ok(index)
    }

    /// Returns the indexes that have subscriptions of the partner, with the conditions of the filter.
    fn sources(
        &self,
        c: &mut DbConnection,
        lists: &IndexCache,
        partner: PartnerId,
        filter: &SubscriptionFilter,
    ) -> Result<Vec<Source>> {
        let mut words = Vec::new();
        for word in filter.words.iter() {
            words.push(customers(c, lists, partner, &SearchTerms::parse(word))?);
        }
        let mut sources = Vec::new();
        let index = self.index(c, partner)?;
        let of_publisher = products_of_publisher(c, partner, &index, filter)?;
        let resolved = Resolved { words: &words, of_publisher };
        let conditions = Conditions::own(filter, &index.products, resolved);
        sources.push(Source { seller: partner, index, conditions });
        let providers = stored::providers_of(c, partner)?;
        if providers.is_empty() {
            return Ok(sources);
        }
        let within = customers(c, lists, partner, &SearchTerms::default())?;
        for seller in providers.into_iter().filter(|seller| *seller != partner) {
            let index = self.index(c, seller)?;
            let of_publisher = products_of_publisher(c, seller, &index, filter)?;
            let resolved = Resolved { words: &words, of_publisher };
            let conditions =
                Conditions::of_reseller(filter, &index.products, resolved, partner, within.clone());
            sources.push(Source { seller, index, conditions });
        }
        Ok(sources)
    }
}

/// Returns the customers of the list that match these words, ordered by id.
fn customers(
    c: &mut DbConnection,
    lists: &IndexCache,
    partner: PartnerId,
    words: &SearchTerms,
) -> Result<Arc<Vec<u128>>> {
    let found = lists.all(c, partner, words, &crate::search::Conditions::default(), Sort::Name)?;
    let mut ids: Vec<u128> =
        found.into_iter().map(|MicrosoftId(id): MicrosoftId| Uuid::as_u128(&id)).collect();
    ids.sort_unstable();
    Ok(Arc::new(ids))
}

/// Returns which products have the publisher of the filter.
fn products_of_publisher(
    c: &mut DbConnection,
    seller: PartnerId,
    index: &Columns,
    filter: &SubscriptionFilter,
) -> Result<Option<Vec<u8>>> {
    let Some(publisher) = &filter.publisher else { return Ok(None) };
    let (ids, names): (HashSet<String>, HashSet<String>) =
        stored::offers_of(c, seller, publisher)?.into_iter().unzip();
    Ok(Some(index.products.table(|product| match &product.offer {
        Some(offer) => ids.contains(offer),
        None => names.contains(&product.name),
    })))
}

/// Returns which products the matching rows have.
fn used_in(source: &Source, found: &Matches) -> Vec<bool> {
    let mut used = vec![false; source.index.products.len()];
    let numbers = source.index.chunks.iter().flat_map(|chunk| &chunk.products);
    for (number, _) in numbers.zip(&found.marks).filter(|(_, mark)| **mark == 1) {
        used[*number as usize] = true;
    }
    used
}
