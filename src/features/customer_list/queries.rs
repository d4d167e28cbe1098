//! The queries of the customer list. Each takes a [`Scope`], which limits it to one partner's active customers.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::connection::directly;
use crate::db::former_ids::current;
use crate::db::schema::users;
use crate::domain::{DomainName, MicrosoftId};
use crate::error::{Error, Result};
use crate::features::customer_list::columns;
use crate::features::customer_list::columns::ListColumn;
use crate::features::customer_list::conditions::{conditions, words};
use crate::features::customer_list::filter::PageRequest;
use crate::features::customers::lookup::{Keyed, customer, rows_by_id};
use crate::features::customers::model::CustomerRow;
use crate::search::{Conditions, Cursor, CustomerSearch, PageAnchor, SearchRequest, Sort};
use crate::text::SearchTerms;
use diesel::prelude::*;

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
    pub total: u64,
}

/// Returns the requested page of the list.
pub fn page<P>(
    scope: &Scope<P>,
    lists: &CustomerSearch,
    request: &PageRequest,
    c: &mut DbConnection,
) -> Result<Page> {
    page_and_total(scope, lists, request, c, |c| lists.search.total(c, scope.partner()))
}

/// Does the same. `total` returns the number of all customers; it is called after another query of the page, if at all.
pub fn page_and_total<P>(
    scope: &Scope<P>,
    lists: &CustomerSearch,
    request: &PageRequest,
    c: &mut DbConnection,
    total: impl FnOnce(&mut DbConnection) -> Result<u64>,
) -> Result<Page> {
    if request.is_a_seek() {
        let descending = request.filter.sort.is_descending();
        let page = whole_list(scope, (&request.place, request.limit), descending, c)?;
        return Ok(Page { total: total(c)?, ..page });
    }
    search_page(scope, lists, request, c)
}

/// Returns a page of the unfiltered list sorted by name, without the total, read from its table: one index seek, however far
/// down it is.
fn whole_list<P>(
    scope: &Scope<P>,
    (place, limit): (&PageAnchor, usize),
    descending: bool,
    c: &mut DbConnection,
) -> Result<Page> {
    let (position, backwards) = match place {
        PageAnchor::Start => (None, false),
        PageAnchor::After(position) => (Some(position), false),
        PageAnchor::Before(position) => (Some(position), true),
    };
    let mut rows = seek(scope, position, descending != backwards, limit as i64 + 1, c)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    if backwards {
        rows.reverse();
    }
    let (before, after) = if backwards { (more, true) } else { (position.is_some(), more) };
    Ok(assembled(rows, before, after, 0, Sort::Name))
}

fn seek<P>(
    scope: &Scope<P>,
    from: Option<&Cursor>,
    down: bool,
    limit: i64,
    c: &mut DbConnection,
) -> Result<Vec<Keyed>> {
    use crate::db::schema::customers::{microsoft_id, sort_key};
    let list = scope.customers();
    // With `key >= k AND (key > k OR id > i)` both databases use an index seek; with a row comparison not all would.
    Ok(match (from, down) {
        (None, false) => {
            let rows = list.order((sort_key, microsoft_id)).limit(limit);
            directly!(c, |c| rows.select((sort_key, CustomerRow::as_select())).load(c))?
        }
        (None, true) => {
            let rows = list.order((sort_key.desc(), microsoft_id.desc())).limit(limit);
            directly!(c, |c| rows.select((sort_key, CustomerRow::as_select())).load(c))?
        }
        (Some(from), false) => {
            let after = sort_key.ge(&from.key).and(sort_key.gt(&from.key).or(microsoft_id.gt(from.id)));
            let rows = list.filter(after).order((sort_key, microsoft_id)).limit(limit);
            directly!(c, |c| rows.select((sort_key, CustomerRow::as_select())).load(c))?
        }
        (Some(from), true) => {
            let before = sort_key.le(&from.key).and(sort_key.lt(&from.key).or(microsoft_id.lt(from.id)));
            let rows = list.filter(before).order((sort_key.desc(), microsoft_id.desc())).limit(limit);
            directly!(c, |c| rows.select((sort_key, CustomerRow::as_select())).load(c))?
        }
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
    let conditions = conditions(&scope.actor().partner, filter, c)?;
    let find = SearchRequest {
        words: words(filter, &conditions),
        conditions: &conditions,
        sort: filter.sort,
        place: request.place.clone(),
        limit: request.limit,
    };
    let found = lists.search.find(c, scope.partner(), &find)?;
    let rows = rows_by_id(scope, &found.ids, c)?;
    Ok(assembled(rows, found.more_before, found.more_after, found.total, filter.sort))
}

fn assembled(rows: Vec<Keyed>, before: bool, after: bool, total: u64, sort: Sort) -> Page {
    let position = |row: &Keyed| match sort {
        sort if sort.is_by_name() => Cursor { key: row.0.clone(), id: row.1.microsoft_id },
        sort if sort.is_by_domain() => {
            Cursor { key: row.1.domain.clone().into_bytes(), id: row.1.microsoft_id }
        }
        sort => Cursor { key: row.1.sort_columns().cursor_key(sort), id: row.1.microsoft_id },
    };
    let previous = rows.first().filter(|_| before).map(position);
    let next = rows.last().filter(|_| after).map(position);
    Page { previous, next, total, rows: rows.into_iter().map(|(_, row)| row).collect() }
}

/// Returns the columns that the user has chosen, or the usual ones.
pub fn own_columns<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<ListColumn>> {
    let kind = scope.actor().partner.kind;
    let row = users::table.find(scope.actor().user).select(users::customer_columns);
    let chosen = columns::parse(row.first::<Option<String>>(c)?.as_deref().unwrap_or_default());
    Ok(columns::for_kind(chosen.ok().flatten().unwrap_or_else(|| ListColumn::defaults(kind)), kind))
}

/// Stores the columns that the user has chosen; without any, the usual ones apply.
pub fn choose_columns<P>(scope: &Scope<P>, columns: &[ListColumn], c: &mut DbConnection) -> Result<()> {
    let chosen = (!columns.is_empty()).then(|| columns::text(columns));
    diesel::update(users::table.find(scope.actor().user))
        .set(users::customer_columns.eq(chosen))
        .execute(c)?;
    Ok(())
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
        &SearchRequest {
            words: &words,
            conditions: &Conditions::default(),
            sort: Sort::Domain,
            place,
            limit: 1,
        },
    )?;
    let hit = rows_by_id(scope, &first.ids, c)?.into_iter().find(|(_, row)| row.domain == domain);
    hit.map(|(_, row)| row.microsoft_id).ok_or(Error::NotFound)
}
