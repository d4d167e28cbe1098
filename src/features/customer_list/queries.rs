//! The queries of the customer list. Each takes a [`Scope`], which limits it to one partner's active customers.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::former_ids::current;
use crate::db::schema::customers;
use crate::domain::{DomainName, MicrosoftId};
use crate::error::{Error, Result};
use crate::features::customer_list::filter::{Filter, PageRequest};
use crate::features::customers::lookup::{Keyed, customer, keyed, rows_by_id};
use crate::features::customers::model::CustomerRow;
use crate::features::customers::resellers::customers_of_reseller;
use crate::search::{CappedCount, Cursor, CustomerSearch, PageAnchor, SearchRequest, Sort};
use crate::text::SearchTerms;
use diesel::prelude::*;

/// Rows per page.
pub const PAGE: usize = 50;

/// One page of the list.
#[derive(Debug)]
pub struct Page {
    /// Its rows, in order.
    pub rows: Vec<CustomerRow>,
    /// Cursor of the previous page, if there is one.
    pub previous: Option<Cursor>,
    /// Cursor of the next page, if there is one.
    pub next: Option<Cursor>,
    /// How many customers match in total.
    pub total: CappedCount,
}

/// Returns the requested page of the list.
pub fn page<P>(
    scope: &Scope<P>,
    lists: &CustomerSearch,
    request: &PageRequest,
    c: &mut DbConnection,
) -> Result<Page> {
    let filter = &request.filter;
    if let Some(id) = filter.id {
        return by_id(scope, id, filter, c);
    }
    if request.is_a_seek() {
        return whole_list(scope, lists, &request.place, filter.sort.is_descending(), c);
    }
    search_page(scope, lists, request, c)
}

/// Returns a page with the customer whose current or former Microsoft ID this is, if the filter includes it.
fn by_id<P>(scope: &Scope<P>, id: MicrosoftId, filter: &Filter, c: &mut DbConnection) -> Result<Page> {
    let within = customers_of_reseller(scope, filter.reseller.as_deref(), c)?;
    let id = current(c, scope.partner(), id)?;
    let row = scope.customers().filter(customers::microsoft_id.eq(id)).select(CustomerRow::as_select());
    let row: Option<CustomerRow> = row.first(c).optional()?;
    let row = row.filter(|_| within.is_none_or(|within| within.contains(&id)));
    let rows: Vec<CustomerRow> = row.into_iter().collect();
    Ok(Page { total: CappedCount::exact(rows.len() as u64), rows, previous: None, next: None })
}

/// Returns a page of the unfiltered list sorted by name, read from its table: one index seek, however far down it is.
fn whole_list<P>(
    scope: &Scope<P>,
    lists: &CustomerSearch,
    place: &PageAnchor,
    descending: bool,
    c: &mut DbConnection,
) -> Result<Page> {
    let (position, backwards) = match place {
        PageAnchor::Start => (None, false),
        PageAnchor::After(position) => (Some(position), false),
        PageAnchor::Before(position) => (Some(position), true),
    };
    let mut rows = seek(scope, position, descending != backwards, c)?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    if backwards {
        rows.reverse();
    }
    let total = lists.total(c, scope.partner())?;
    let (before, after) = if backwards { (more, true) } else { (position.is_some(), more) };
    Ok(assembled(rows, before, after, total, Sort::Name))
}

fn seek<P>(scope: &Scope<P>, from: Option<&Cursor>, down: bool, c: &mut DbConnection) -> Result<Vec<Keyed>> {
    use crate::db::schema::customers::{microsoft_id, sort_key};
    let list = scope.customers();
    let limit = PAGE as i64 + 1;
    // With `key >= k AND (key > k OR id > i)` both databases use an index seek; with a row comparison not all would.
    Ok(match (from, down) {
        (None, false) => list.order((sort_key, microsoft_id)).limit(limit).select(keyed()).load(c)?,
        (None, true) => {
            list.order((sort_key.desc(), microsoft_id.desc())).limit(limit).select(keyed()).load(c)?
        }
        (Some(from), false) => list
            .filter(sort_key.ge(&from.key).and(sort_key.gt(&from.key).or(microsoft_id.gt(from.id))))
            .order((sort_key, microsoft_id))
            .limit(limit)
            .select(keyed())
            .load(c)?,
        (Some(from), true) => list
            .filter(sort_key.le(&from.key).and(sort_key.lt(&from.key).or(microsoft_id.lt(from.id))))
            .order((sort_key.desc(), microsoft_id.desc()))
            .limit(limit)
            .select(keyed())
            .load(c)?,
    })
}

/// Finds the ids of the page in the in-memory search index, then reads these rows.
fn search_page<P>(
    scope: &Scope<P>,
    lists: &CustomerSearch,
    request: &PageRequest,
    c: &mut DbConnection,
) -> Result<Page> {
    let filter = &request.filter;
    let within = customers_of_reseller(scope, filter.reseller.as_deref(), c)?;
    let find = SearchRequest {
        words: &filter.words,
        within: within.as_ref(),
        sort: filter.sort,
        place: request.place.clone(),
        limit: PAGE,
    };
    let found = lists.search.find(c, scope.partner(), &find)?;
    let rows = rows_by_id(scope, &found.ids, c)?;
    Ok(assembled(rows, found.more_before, found.more_after, found.total, filter.sort))
}

fn assembled(rows: Vec<Keyed>, before: bool, after: bool, total: CappedCount, sort: Sort) -> Page {
    let position = |row: &Keyed| match sort {
        Sort::Name | Sort::NameDescending => Cursor { key: row.0.clone(), id: row.1.microsoft_id },
        _ => Cursor { key: row.1.domain.clone().into_bytes(), id: row.1.microsoft_id },
    };
    let previous = rows.first().filter(|_| before).map(position);
    let next = rows.last().filter(|_| after).map(position);
    Page { previous, next, total, rows: rows.into_iter().map(|(_, row)| row).collect() }
}

/// Returns the customer with this Microsoft ID or domain, for `/c/{text}`.
///
/// # Errors
/// [`Error::NotFound`] as for [`customer`].
pub fn find_by_id_or_domain<P>(
    scope: &Scope<P>,
    lists: &CustomerSearch,
    text: &str,
    c: &mut DbConnection,
) -> Result<MicrosoftId> {
    if let Ok(id) = text.parse() {
        let id = current(c, scope.partner(), id)?;
        return customer(scope, id, c).map(|row| row.microsoft_id);
    }
    let domain = text.parse::<DomainName>().map(String::from).map_err(|_| Error::NotFound)?;
    let words = SearchTerms::parse(&domain);
    let place =
        PageAnchor::After(Cursor { key: domain.clone().into_bytes(), id: MicrosoftId(uuid::Uuid::nil()) });
    let first = lists.search.find(
        c,
        scope.partner(),
        &SearchRequest { words: &words, within: None, sort: Sort::Domain, place, limit: 1 },
    )?;
    let hit = rows_by_id(scope, &first.ids, c)?.into_iter().find(|(_, row)| row.domain == domain);
    hit.map(|(_, row)| row.microsoft_id).ok_or(Error::NotFound)
}
