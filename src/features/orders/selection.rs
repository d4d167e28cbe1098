//! Finds the orders that match a filter. The search matches the customer's name or domain in the partner's list, the name of
//! the user who ordered, and the beginning of the Order ID or Microsoft ID.

use crate::auth::Scope;
use crate::auth::tenancy::VisibleOrders;
use crate::db::keyset::{PageAnchor, Position};
use crate::db::partners::id_to_filter_by;
use crate::db::positions::PositionList;
use crate::db::schema::{customers, order_counts, orders};
use crate::db::{DbConnection, ID_BATCH_SIZE, keyset};
use crate::domain::{IdPrefix, MicrosoftId, OrderId, OrderStatus, PartnerId, PartnerKind};
use crate::error::Result;
use crate::features::orders::filter::{Filter, OtherParty};
use crate::search::{Conditions, CustomerSearch, Sort};
use crate::text::{SearchTerms, sort_key};
use chrono::NaiveDateTime;
use chrono_tz::Tz;
use diesel::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use uuid::Uuid;

/// Maximum number of customers whose orders are read by their ids; with more, all orders are compared.
const MAX_CUSTOMERS: usize = 1_000;

/// Orders per query where all are compared.
const SCAN_BATCH: i64 = 10_000;

/// The resolved filter.
#[derive(Debug, Clone)]
pub struct Selection {
    status: Option<OrderStatus>,
    other: Other,
    by: Option<String>,
    instants: Option<Range<NaiveDateTime>>,
    is_by_status_only: bool,
    oldest_first: bool,
    /// What the search found, in the order of the list; `None` without a search.
    found: Option<Vec<Position>>,
}

/// The other partner, by its row id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Other {
    Any,
    NoReseller,
    Reseller(PartnerId),
    Provider(PartnerId),
}

impl Selection {
    /// Resolves a filter for a reader in this time zone, and runs its search.
    pub fn resolve<P>(
        scope: &Scope<P>,
        filter: &Filter,
        zone: Tz,
        lists: &CustomerSearch,
        c: &mut DbConnection,
    ) -> Result<Self> {
        let other = match &filter.other {
            OtherParty::Any => Other::Any,
            OtherParty::NoReseller => Other::NoReseller,
            OtherParty::Reseller(mpn_id) => Other::Reseller(id_to_filter_by(c, scope.partner(), mpn_id)?),
            OtherParty::Provider(mpn_id) => Other::Provider(id_to_filter_by(c, scope.partner(), mpn_id)?),
        };
        let mut selection = Selection {
            status: filter.status,
            other,
            by: filter.by.clone(),
            instants: (!filter.days.is_everything()).then(|| filter.days.instants(zone)),
            is_by_status_only: filter.is_by_status_only(),
            oldest_first: filter.sort.is_oldest_first(),
            found: None,
        };
        if !filter.q.is_empty() {
            selection.found = Some(search(scope, &selection, &filter.q, lists, c)?);
        }
        Ok(selection)
    }

    /// Returns the orders that match the filter, without the search.
    fn rows<P>(&self, scope: &Scope<P>) -> VisibleOrders {
        let mut rows = scope.orders();
        if let Some(status) = self.status {
            rows = rows.filter(orders::status.eq(status));
        }
        rows = match self.other {
            Other::Any => rows,
            Other::NoReseller => rows.filter(orders::reseller_id.is_null()),
            Other::Reseller(id) => rows.filter(orders::reseller_id.eq(id).assume_not_null()),
            Other::Provider(id) => rows.filter(orders::partner_id.eq(id)),
        };
        if let Some(by) = &self.by {
            rows = rows.filter(orders::made_by.eq(by.clone()));
        }
        match &self.instants {
            Some(Range { start, end }) => {
                rows.filter(orders::made_at.ge(*start).and(orders::made_at.lt(*end)))
            }
            None => rows,
        }
    }

    /// Returns the number of orders. Without a filter, or with only a status, it is known without counting.
    pub fn count<P>(&self, scope: &Scope<P>, c: &mut DbConnection) -> Result<u64> {
        if let Some(found) = &self.found {
            return Ok(found.len() as u64);
        }
        if !self.is_by_status_only {
            return Ok(self.rows(scope).count().get_result::<i64>(c)?.unsigned_abs());
        }
        let counts = order_counts::table.filter(order_counts::viewer_id.eq(scope.partner()));
        let counts: Vec<(OrderStatus, i64)> =
            counts.select((order_counts::status, order_counts::number)).load(c)?;
        let shown = counts.iter().filter(|(status, _)| self.status.is_none_or(|one| one == *status));
        Ok(shown.map(|(_, number)| number.unsigned_abs()).sum())
    }
}

impl<P> PositionList for (&Scope<P>, &Selection) {
    fn found(&self) -> Option<&[Position]> {
        self.1.found.as_deref()
    }

    fn is_oldest_first(&self) -> bool {
        self.1.oldest_first
    }

    fn seek(&self, place: &PageAnchor, limit: i64, c: &mut DbConnection) -> Result<Vec<Position>> {
        let (scope, selection) = *self;
        let rows = selection.rows(scope);
        let rows = keyset::seek!(rows, place, selection.oldest_first, limit, orders::made_at, orders::id);
        let rows: Vec<(NaiveDateTime, OrderId)> = rows.select((orders::made_at, orders::id)).load(c)?;
        Ok(rows.into_iter().map(position).collect())
    }
}

fn position((at, id): (NaiveDateTime, OrderId)) -> Position {
    Position { at, id: id.0 }
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

/// Returns the names of the users who made orders that this partner sees, each once. Each is found with one seek of an index,
/// so that the number of orders does not matter.
pub fn people<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<String>> {
    let (viewer, shown) = match scope.actor().partner.kind {
        PartnerKind::IndirectReseller => ("reseller_id", "shown_to_reseller"),
        _ => ("partner_id", "shown_to_seller"),
    };
    let own = format!("orders WHERE {viewer} = {} AND {shown} = TRUE", scope.partner().0);
    let sql = format!(
        "WITH RECURSIVE names (name) AS (SELECT MIN(made_by) FROM {own} UNION ALL \
         SELECT (SELECT MIN(made_by) FROM {own} AND made_by > names.name) FROM names WHERE names.name IS NOT NULL) \
         SELECT name FROM names WHERE name IS NOT NULL"
    );
    let names: Vec<Name> = match c {
        DbConnection::Sqlite(c) => diesel::sql_query(sql).load(c)?,
        DbConnection::Postgres(c) => diesel::sql_query(sql).load(c)?,
    };
    let mut names: Vec<String> = names.into_iter().map(|row| row.name).collect();
    names.sort_by_cached_key(|name| sort_key(name));
    Ok(names)
}

fn search<P>(
    scope: &Scope<P>,
    selection: &Selection,
    q: &str,
    lists: &CustomerSearch,
    c: &mut DbConnection,
) -> Result<Vec<Position>> {
    let mut found: BTreeSet<(NaiveDateTime, Uuid)> = BTreeSet::new();
    let mut add =
        |rows: Vec<(NaiveDateTime, OrderId)>| found.extend(rows.into_iter().map(|(at, id)| (at, id.0)));
    let columns = (orders::made_at, orders::id);
    if let Some(IdPrefix { first, last }) = IdPrefix::parse(q) {
        let ids = selection.rows(scope).filter(orders::id.between(OrderId(first), OrderId(last)));
        add(ids.select(columns).load(c)?);
        let range = (MicrosoftId(first), MicrosoftId(last));
        let theirs = selection.rows(scope).filter(orders::microsoft_id.between(range.0, range.1));
        add(theirs.select(columns).load(c)?);
    }
    let words = SearchTerms::parse(q);
    let has_all = |text: &str| !words.is_empty() && words.are_in(text);
    let people: Vec<String> = people(scope, c)?.into_iter().filter(|name| has_all(name)).collect();
    for name in people {
        let theirs = selection.rows(scope).filter(orders::made_by.eq(name));
        add(theirs.select(columns).load(c)?);
    }
    if !words.is_empty() {
        let mut ids = lists.search.all(c, scope.partner(), &words, &Conditions::default(), Sort::Name)?;
        ids.extend(ended(scope, has_all, c)?);
        add(of_customers(scope, selection, &ids, c)?);
    }
    let found = found.into_iter().map(|(at, id)| Position { at, id });
    Ok(if selection.oldest_first { found.collect() } else { found.rev().collect() })
}

/// Returns the former customers whose name or domain matches. Only a reseller sees orders of them: those it requested.
fn ended<P>(
    scope: &Scope<P>,
    matches: impl Fn(&str) -> bool,
    c: &mut DbConnection,
) -> Result<Vec<MicrosoftId>> {
    if scope.actor().partner.kind != PartnerKind::IndirectReseller {
        return Ok(Vec::new());
    }
    let columns = (customers::microsoft_id, customers::list_name, customers::domain);
    let rows: Vec<(MicrosoftId, String, String)> = scope.removed_customers().select(columns).load(c)?;
    let matching = rows.into_iter().filter(|(_, name, domain)| matches(&format!("{name} {domain}")));
    Ok(matching.map(|(id, ..)| id).collect())
}

fn of_customers<P>(
    scope: &Scope<P>,
    selection: &Selection,
    ids: &[MicrosoftId],
    c: &mut DbConnection,
) -> Result<Vec<(NaiveDateTime, OrderId)>> {
    let mut found = Vec::new();
    if ids.len() <= MAX_CUSTOMERS {
        for batch in ids.chunks(ID_BATCH_SIZE) {
            let theirs = selection.rows(scope).filter(orders::microsoft_id.eq_any(batch.to_vec()));
            found.extend(theirs.select((orders::made_at, orders::id)).load::<(NaiveDateTime, OrderId)>(c)?);
        }
        return Ok(found);
    }
    let ids: HashSet<MicrosoftId> = ids.iter().copied().collect();
    let mut place = PageAnchor::Start;
    loop {
        let rows = selection.rows(scope);
        let rows = keyset::seek!(rows, &place, false, SCAN_BATCH, orders::made_at, orders::id);
        let rows: Vec<(NaiveDateTime, OrderId, MicrosoftId)> =
            rows.select((orders::made_at, orders::id, orders::microsoft_id)).load(c)?;
        let Some((at, id, _)) = rows.last().copied() else { return Ok(found) };
        place = PageAnchor::After(position((at, id)));
        found.extend(
            rows.into_iter().filter(|(.., customer)| ids.contains(customer)).map(|(at, id, _)| (at, id)),
        );
    }
}
