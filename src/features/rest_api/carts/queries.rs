//! Reads and changes stored carts. Each belongs to a partner and a customer; all users of the partner who may order see it.

use crate::audit::Tx;
use crate::auth::Scope;
use crate::auth::scope::Order;
use crate::clock;
use crate::db::connection::MultiBackend;
use crate::db::schema::{carts, order_lines, users};
use crate::db::stored::stored_json;
use crate::db::{BATCH, DbConnection};
use crate::domain::{CartId, MicrosoftId, OrderId, SubscriptionId};
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::rest_api::carts::model::{CartLine, StoredCart};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

/// A cart expires this long after its last change.
const LIFETIME: TimeDelta = TimeDelta::days(7);

#[derive(Queryable, Selectable)]
#[diesel(table_name = carts, check_for_backend(MultiBackend))]
struct CartRow {
    id: CartId,
    content: String,
    created_at: NaiveDateTime,
    changed_at: NaiveDateTime,
    expires_at: NaiveDateTime,
    order_ids: String,
}

/// Returns a cart of the customer.
///
/// # Errors
/// [`Error::NotFound`] if the customer is unknown, removed, or belongs to another partner; or if it has no such cart, or an
/// expired one.
pub fn find(
    scope: &Scope<Order>,
    (customer_id, id): (MicrosoftId, CartId),
    c: &mut DbConnection,
) -> Result<StoredCart> {
    customer(scope, customer_id, c)?;
    let own = carts::partner_id.eq(scope.partner()).and(carts::microsoft_id.eq(customer_id));
    let row = carts::table.inner_join(users::table).filter(carts::id.eq(id).and(own));
    let row = row.filter(carts::expires_at.gt(clock::now())).select((CartRow::as_select(), users::email));
    let (row, changed_by): (CartRow, String) = row.first(c).optional()?.ok_or(Error::NotFound)?;
    let unreadable = |_| Error::internal(format!("column carts.order_ids of {id}: not a list of orders"));
    let orders: Result<Vec<OrderId>> =
        row.order_ids.split_whitespace().map(|order| order.parse().map_err(unreadable)).collect();
    Ok(StoredCart {
        id: row.id,
        lines: stored_json(&row.content, "carts.content", id)?,
        created_at: row.created_at,
        changed_at: row.changed_at,
        expires_at: row.expires_at,
        changed_by,
        orders: orders?,
    })
}

/// Returns how many carts of the customer can still be checked out.
pub fn count_open(scope: &Scope<Order>, id: MicrosoftId, c: &mut DbConnection) -> Result<i64> {
    let own = carts::partner_id.eq(scope.partner()).and(carts::microsoft_id.eq(id));
    let open = carts::table.filter(own).filter(carts::order_ids.eq(""));
    Ok(open.filter(carts::expires_at.gt(clock::now())).count().get_result(c)?)
}

/// Stores a new cart.
pub fn insert(
    tx: &mut Tx<'_>,
    scope: &Scope<Order>,
    (customer, id): (MicrosoftId, CartId),
    lines: &[CartLine],
) -> Result<()> {
    let row = (
        (carts::id.eq(id), carts::partner_id.eq(scope.partner()), carts::microsoft_id.eq(customer)),
        (carts::user_id.eq(scope.actor().user), carts::content.eq(to_json(lines)?)),
        (carts::created_at.eq(tx.at), carts::changed_at.eq(tx.at), carts::expires_at.eq(tx.at + LIFETIME)),
    );
    diesel::insert_into(carts::table).values(row).execute(tx.c)?;
    Ok(())
}

/// Replaces the lines of a cart; returns `false` if it was checked out. The caller has found it.
pub fn replace(tx: &mut Tx<'_>, scope: &Scope<Order>, id: CartId, lines: &[CartLine]) -> Result<bool> {
    let open = carts::table.filter(carts::id.eq(id).and(carts::partner_id.eq(scope.partner())));
    let values = (
        carts::content.eq(to_json(lines)?),
        carts::user_id.eq(scope.actor().user),
        carts::changed_at.eq(tx.at),
        carts::expires_at.eq(tx.at + LIFETIME),
    );
    Ok(diesel::update(open.filter(carts::order_ids.eq(""))).set(values).execute(tx.c)? == 1)
}

/// Locks a cart until the transaction ends, so that it is checked out once, and with the lines that are read afterwards; returns
/// `false` if it was checked out.
pub fn lock_open(tx: &mut Tx<'_>, scope: &Scope<Order>, id: CartId) -> Result<bool> {
    let open = carts::table.filter(carts::id.eq(id).and(carts::partner_id.eq(scope.partner())));
    let values = (carts::user_id.eq(scope.actor().user), carts::changed_at.eq(tx.at));
    Ok(diesel::update(open.filter(carts::order_ids.eq(""))).set(values).execute(tx.c)? == 1)
}

/// Stores the orders of a cart, which [`lock_open`] has locked.
pub fn set_orders(tx: &mut Tx<'_>, scope: &Scope<Order>, id: CartId, orders: &[OrderId]) -> Result<()> {
    let ids: Vec<String> = orders.iter().map(ToString::to_string).collect();
    let row = carts::table.filter(carts::id.eq(id).and(carts::partner_id.eq(scope.partner())));
    diesel::update(row).set(carts::order_ids.eq(ids.join(" "))).execute(tx.c)?;
    Ok(())
}

/// Returns the subscriptions that an order of this transaction has made, by line.
pub fn made_subscriptions(tx: &mut Tx<'_>, order: OrderId) -> Result<Vec<Option<SubscriptionId>>> {
    let lines = order_lines::table.filter(order_lines::order_id.eq(order)).order(order_lines::line);
    Ok(lines.select(order_lines::subscription_id).load(tx.c)?)
}

/// Deletes one batch of expired carts; returns how many.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    let old = carts::table.filter(carts::expires_at.le(clock::now())).select(carts::id).limit(BATCH);
    let old: Vec<String> = old.load(c)?;
    Ok(diesel::delete(carts::table.filter(carts::id.eq_any(old))).execute(c)?)
}

fn to_json(lines: &[CartLine]) -> Result<String> {
    serde_json::to_string(lines).map_err(Error::internal)
}
