//! Reads orders for the pages, newest first. An order of other partners gives [`Error::NotFound`], like an unknown one.

use crate::auth::Scope;
use crate::db::connection::MultiBackend;
use crate::db::keyset::{PageAnchor, PageEdges, Position};
use crate::db::schema::{customers, order_lines, orders, partners};
use crate::db::{DbConnection, positions};
use crate::domain::{IdPrefix, MicrosoftId, OrderId, OrderStatus, PartnerId};
use crate::error::{Error, Result};
use crate::features::orders::model::{Order, OrderLine};
use crate::features::orders::selection::Selection;
use crate::search::CappedCount;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::collections::HashMap;

/// A page of orders.
#[derive(Debug)]
pub struct Page {
    /// The orders of this page.
    pub rows: Vec<Order>,
    /// The number of orders on all pages.
    pub total: CappedCount,
    /// Whether there are previous and next pages.
    pub edges: PageEdges,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = orders, check_for_backend(MultiBackend))]
struct OrderRow {
    id: OrderId,
    partner_id: PartnerId,
    microsoft_id: MicrosoftId,
    reseller_id: Option<PartnerId>,
    status: OrderStatus,
    is_request: bool,
    made_by: String,
    made_at: NaiveDateTime,
    decided_by: Option<String>,
    decided_at: Option<NaiveDateTime>,
    decline_reason: Option<String>,
    note: Option<String>,
}

/// Returns a page of the selected orders.
pub fn page<P>(
    scope: &Scope<P>,
    selection: &Selection,
    place: &PageAnchor,
    c: &mut DbConnection,
) -> Result<Page> {
    let (positions, edges) = positions::page(&(scope, selection), place, c)?;
    let total = CappedCount::exact(selection.count(scope, c)?);
    Ok(Page { rows: at_positions(scope, &positions, c)?, total, edges })
}

/// Calls `take` with the selected orders in the order of the list, a batch at a time.
pub fn for_each_batch<P>(
    scope: &Scope<P>,
    selection: &Selection,
    c: &mut DbConnection,
    take: &mut dyn FnMut(Vec<Order>) -> Result<()>,
) -> Result<()> {
    positions::for_each_batch(&(scope, selection), c, |batch, c| take(at_positions(scope, batch, c)?))
}

/// Returns the orders at these positions, in this order.
fn at_positions<P>(scope: &Scope<P>, positions: &[Position], c: &mut DbConnection) -> Result<Vec<Order>> {
    let ids: Vec<OrderId> = positions.iter().map(|position| OrderId(position.id)).collect();
    let rows: Vec<OrderRow> =
        scope.orders().filter(orders::id.eq_any(ids.clone())).select(OrderRow::as_select()).load(c)?;
    let mut rows: HashMap<OrderId, OrderRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    with_names(scope, ids.iter().filter_map(|id| rows.remove(id)).collect(), c)
}

/// Returns an order.
///
/// # Errors
/// [`Error::NotFound`] if it is unknown or this partner may not see it.
pub fn order<P>(scope: &Scope<P>, id: OrderId, c: &mut DbConnection) -> Result<Order> {
    let row = scope.orders().filter(orders::id.eq(id));
    let row: OrderRow = row.select(OrderRow::as_select()).first(c).optional()?.ok_or(Error::NotFound)?;
    with_names(scope, vec![row], c)?.pop().ok_or(Error::NotFound)
}

/// Returns the latest orders for these customers, or whose id begins like this; at most `limit`.
pub fn search<P>(
    scope: &Scope<P>,
    customers: &[MicrosoftId],
    id: Option<IdPrefix>,
    limit: usize,
    c: &mut DbConnection,
) -> Result<Vec<Order>> {
    let mut found: Vec<OrderRow> = Vec::new();
    if let Some(IdPrefix { first, last }) = id {
        let same = scope.orders().filter(orders::id.between(OrderId(first), OrderId(last)));
        found = same.limit(limit as i64).select(OrderRow::as_select()).load(c)?;
    }
    if !customers.is_empty() {
        let theirs = scope.orders().filter(orders::microsoft_id.eq_any(customers.to_vec()));
        let theirs = theirs.order((orders::made_at.desc(), orders::id)).limit(limit as i64);
        let theirs: Vec<OrderRow> = theirs.select(OrderRow::as_select()).load(c)?;
        found.extend(theirs);
    }
    found.sort_by_key(|row| (std::cmp::Reverse(row.made_at), row.id.0));
    found.dedup_by_key(|row| row.id);
    found.truncate(limit);
    with_names(scope, found, c)
}

/// Returns the number of pending requests that this provider has to answer, at most `limit`.
pub fn count_waiting<P>(scope: &Scope<P>, limit: i64, c: &mut DbConnection) -> Result<usize> {
    let waiting = scope.orders().filter(orders::status.eq(OrderStatus::Requested));
    Ok(waiting.select(orders::id).limit(limit).load::<OrderId>(c)?.len())
}

/// Adds the lines, the names of the partners, and the customers' names in this partner's list.
fn with_names<P>(scope: &Scope<P>, rows: Vec<OrderRow>, c: &mut DbConnection) -> Result<Vec<Order>> {
    let ids: Vec<MicrosoftId> = rows.iter().map(|row| row.microsoft_id).collect();
    let named: HashMap<MicrosoftId, (String, bool)> = customers::table
        .filter(customers::partner_id.eq(scope.partner()).and(customers::microsoft_id.eq_any(ids)))
        .select((customers::microsoft_id, customers::list_name, customers::ended_at.is_null()))
        .load::<(MicrosoftId, String, bool)>(c)?
        .into_iter()
        .map(|(id, name, held)| (id, (name, held)))
        .collect();
    let ids: Vec<PartnerId> =
        rows.iter().flat_map(|row| row.reseller_id.into_iter().chain([row.partner_id])).collect();
    let partners: HashMap<PartnerId, (String, String)> = partners::table
        .filter(partners::id.eq_any(ids))
        .select((partners::id, partners::name, partners::mpn_id))
        .load::<(PartnerId, String, String)>(c)?
        .into_iter()
        .map(|(id, name, mpn_id)| (id, (name, mpn_id)))
        .collect();
    let ids: Vec<OrderId> = rows.iter().map(|row| row.id).collect();
    let mut lines = lines(&ids, c)?;
    let order = |row: OrderRow| {
        let seller = partners.get(&row.partner_id).cloned().unwrap_or_default();
        let reseller = row.reseller_id.and_then(|id| partners.get(&id));
        let (customer_name, customer_held) = named.get(&row.microsoft_id).cloned().unwrap_or_default();
        Order {
            id: row.id,
            customer: row.microsoft_id,
            customer_name,
            customer_held,
            seller: row.partner_id,
            seller_name: seller.0,
            seller_mpn_id: seller.1,
            reseller: row.reseller_id,
            reseller_name: reseller.map(|(name, _)| name.clone()),
            reseller_mpn_id: reseller.map(|(_, mpn_id)| mpn_id.clone()),
            status: row.status,
            is_request: row.is_request,
            made_by: row.made_by,
            made_at: row.made_at,
            decided_by: row.decided_by,
            decided_at: row.decided_at,
            decline_reason: row.decline_reason,
            note: row.note,
            lines: lines.remove(&row.id).unwrap_or_default(),
        }
    };
    Ok(rows.into_iter().map(order).collect())
}

fn lines(orders: &[OrderId], c: &mut DbConnection) -> Result<HashMap<OrderId, Vec<OrderLine>>> {
    let rows: Vec<(OrderId, OrderLine)> = order_lines::table
        .filter(order_lines::order_id.eq_any(orders))
        .order((order_lines::order_id, order_lines::line))
        .select((order_lines::order_id, OrderLine::as_select()))
        .load(c)?;
    let mut lines: HashMap<OrderId, Vec<OrderLine>> = HashMap::new();
    for (order, line) in rows {
        lines.entry(order).or_default().push(line);
    }
    Ok(lines)
}
