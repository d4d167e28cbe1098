//! Reads orders for the pages, newest first. An order of other partners gives [`Error::NotFound`], like an unknown one.

use crate::auth::Scope;
use crate::db::keyset::{PageAnchor, Position};
use crate::db::schema::{customers, order_lines, orders, partners};
use crate::db::stored::stored;
use crate::db::{DbConnection, keyset};
use crate::domain::{OrderId, OrderStatus, PartnerId};
use crate::error::{Error, Result};
use crate::features::orders::model::{Order, OrderLine};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Deserialize;
use std::collections::HashMap;

/// The maximum to which orders are counted.
pub const COUNT_CAP: usize = 1_000;

/// A page of orders.
#[derive(Debug)]
pub struct Page {
    /// The orders of this page.
    pub rows: Vec<Order>,
    /// The number of orders on all pages, at most [`COUNT_CAP`] + 1.
    pub total: usize,
    /// The previous page ends before this position.
    pub previous: Option<Position>,
    /// The next page begins after this position.
    pub next: Option<Position>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = orders)]
struct OrderRow {
    id: String,
    partner_id: i32,
    microsoft_id: String,
    reseller_id: Option<i32>,
    status: String,
    is_request: bool,
    made_by: String,
    made_at: NaiveDateTime,
    decided_by: Option<String>,
    decided_at: Option<NaiveDateTime>,
    decline_reason: Option<String>,
    note: Option<String>,
}

/// Returns a page of the orders that match the filter.
pub fn page<P>(scope: &Scope<P>, filter: &Filter, c: &mut DbConnection) -> Result<Page> {
    let wanted = || match filter.status {
        Some(status) => scope.orders().filter(orders::status.eq(status.as_str())),
        None => scope.orders(),
    };
    let ids: Vec<String> = wanted().select(orders::id).limit(COUNT_CAP as i64 + 1).load(c)?;
    let rows = keyset::seek!(wanted(), &filter.place, orders::made_at, orders::id);
    let mut rows: Vec<OrderRow> = rows.select(OrderRow::as_select()).load(c)?;
    let sides = keyset::cut_page(&mut rows, &filter.place);
    let rows = with_names(scope, rows, c)?;
    let edge = |order: Option<&Order>| order.map(|order| Position { at: order.made_at, id: order.id.0 });
    Ok(Page {
        previous: edge(rows.first()).filter(|_| sides.previous),
        next: edge(rows.last()).filter(|_| sides.next),
        total: ids.len(),
        rows,
    })
}

/// Returns an order.
///
/// # Errors
/// [`Error::NotFound`] if it is unknown or this partner may not see it.
pub fn order<P>(scope: &Scope<P>, id: OrderId, c: &mut DbConnection) -> Result<Order> {
    let row = scope.orders().filter(orders::id.eq(id.to_string()));
    let row: OrderRow = row.select(OrderRow::as_select()).first(c).optional()?.ok_or(Error::NotFound)?;
    with_names(scope, vec![row], c)?.pop().ok_or(Error::NotFound)
}

/// Returns the number of pending requests that this provider has to answer, at most `limit`.
pub fn count_waiting<P>(scope: &Scope<P>, limit: i64, c: &mut DbConnection) -> Result<usize> {
    let waiting = scope.orders().filter(orders::status.eq(OrderStatus::Requested.as_str()));
    Ok(waiting.select(orders::id).limit(limit).load::<String>(c)?.len())
}

/// Adds the lines, the names of the partners, and the customers' names in this partner's list.
fn with_names<P>(scope: &Scope<P>, rows: Vec<OrderRow>, c: &mut DbConnection) -> Result<Vec<Order>> {
    let ids: Vec<&str> = rows.iter().map(|row| row.microsoft_id.as_str()).collect();
    let named: HashMap<String, (String, bool)> = customers::table
        .filter(customers::partner_id.eq(scope.partner().0).and(customers::microsoft_id.eq_any(ids)))
        .select((customers::microsoft_id, customers::list_name, customers::ended_at.is_null()))
        .load::<(String, String, bool)>(c)?
        .into_iter()
        .map(|(id, name, held)| (id, (name, held)))
        .collect();
    let ids: Vec<i32> =
        rows.iter().flat_map(|row| row.reseller_id.into_iter().chain([row.partner_id])).collect();
    let partners: HashMap<i32, String> = partners::table
        .filter(partners::id.eq_any(ids))
        .select((partners::id, partners::name))
        .load::<(i32, String)>(c)?
        .into_iter()
        .collect();
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let mut lines = lines(&ids, c)?;
    let order = |row: OrderRow| {
        let (customer_name, customer_held) = named.get(&row.microsoft_id).cloned().unwrap_or_default();
        Ok(Order {
            id: stored(&row.id, "orders.id", &row.id)?,
            customer: stored(&row.microsoft_id, "orders.microsoft_id", &row.id)?,
            customer_name,
            customer_held,
            seller: PartnerId(row.partner_id),
            seller_name: partners.get(&row.partner_id).cloned().unwrap_or_default(),
            reseller: row.reseller_id.map(PartnerId),
            reseller_name: row.reseller_id.and_then(|id| partners.get(&id).cloned()),
            status: stored(&row.status, "orders.status", &row.id)?,
            is_request: row.is_request,
            made_by: row.made_by,
            made_at: row.made_at,
            decided_by: row.decided_by,
            decided_at: row.decided_at,
            decline_reason: row.decline_reason,
            note: row.note,
            lines: lines.remove(&row.id).unwrap_or_default(),
        })
    };
    rows.into_iter().map(order).collect()
}

type LineRow = (String, String, String, String, i32, Option<String>, Option<String>);

fn lines(orders: &[&str], c: &mut DbConnection) -> Result<HashMap<String, Vec<OrderLine>>> {
    let rows: Vec<LineRow> = order_lines::table
        .filter(order_lines::order_id.eq_any(orders))
        .order((order_lines::order_id, order_lines::line))
        .select((
            order_lines::order_id,
            order_lines::offer_id,
            order_lines::offer_name,
            order_lines::billing_cycle,
            order_lines::quantity,
            order_lines::parent_id,
            order_lines::subscription_id,
        ))
        .load(c)?;
    let mut lines: HashMap<String, Vec<OrderLine>> = HashMap::new();
    for (order, offer, offer_name, cycle, quantity, parent, subscription) in rows {
        let cycle = stored(&cycle, "order_lines.billing_cycle", &order)?;
        let line = OrderLine { offer, offer_name, cycle, quantity, parent, subscription };
        lines.entry(order).or_default().push(line);
    }
    Ok(lines)
}

/// The query parameters of `GET /orders`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Params {
    status: String,
    after: String,
    before: String,
}

/// The filter and the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The status of the listed orders; `None` lists all.
    pub status: Option<OrderStatus>,
    /// Where the page begins or ends.
    pub place: PageAnchor,
}

impl Params {
    /// Returns the filter, and the name of the first invalid parameter, which is ignored.
    pub fn filter(&self) -> (Filter, Option<&'static str>) {
        let mut bad = None;
        let status = match self.status.as_str() {
            "" => None,
            word => word.parse().map_err(|_| bad = Some("status")).ok(),
        };
        let (place, unread) = PageAnchor::read(&self.after, &self.before);
        (Filter { status, place }, bad.or(unread))
    }
}
