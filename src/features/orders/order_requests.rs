//! Order requests: an indirect reseller makes or withdraws them, its provider approves or declines them. Each can be
//! answered only once. Its log entries are in the logs of both partners.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::schema::{customers, order_lines, orders, partners};
use crate::db::{DbConnection, portable};
use crate::domain::{MicrosoftId, OrderId, OrderStatus, PartnerId};
use crate::error::{Error, Result};
use crate::features::orders::facts::{held_name, load_facts};
use crate::features::orders::model::{NewLine, NewOrder};
use crate::features::orders::place::{REFUSED, checked, fulfil, insert_line, insert_order, is_known};
use crate::features::orders::problem::Problem;
use diesel::prelude::*;
use serde_json::{Value, json};

/// Requests an order from a provider. It does not require the customer agreement, which is the provider's task.
/// Submitting the same form twice makes only one request.
///
/// # Errors
/// [`Error::NotFound`] if the reseller or the provider does not have the customer; [`Error::BadInput`] with [`REFUSED`]
/// if the order could not be placed.
pub fn request(tx: &mut Tx<'_>, new: &NewOrder, note: &str) -> Result<Vec<Activity>> {
    portable::lock_partner(tx.c, new.seller)?;
    if is_known(tx.c, new)? {
        return Ok(Vec::new());
    }
    let reseller = new.reseller.ok_or(Error::NotFound)?;
    let own_name = held_name(tx.c, reseller, new.customer)?.ok_or(Error::NotFound)?;
    let facts = load_facts(tx.c, new)?;
    let problems = facts.problems_of_request(new);
    if !problems.is_empty() {
        return Err(Error::bad_input(REFUSED, format!("{problems:?}")));
    }
    insert_order(tx, new, OrderStatus::Requested, Some(note))?;
    let mut lines = Vec::new();
    for (number, line) in new.lines.iter().enumerate() {
        let offer = facts.offer(&line.offer).ok_or(Error::NotFound)?;
        insert_line(tx, new, number, offer, None)?;
        lines.push(json!({
            "offer_id": offer.id.as_str(), "offer_name": offer.name, "quantity": line.quantity,
            "billing_cycle": offer.billing_cycle.as_str(), "parent": line.parent,
        }));
    }
    let details = json!({
        "order_id": new.id.to_string(), "provider": mpn_id(tx, new.seller)?,
        "reseller": mpn_id(tx, reseller)?, "lines": lines, "note": note,
    });
    Ok(vec![entry(Action::RequestOrder, new.customer, &own_name, details, new.seller)])
}

/// Approves a request: the provider places the order, with the requesting reseller as reseller of record.
///
/// # Errors
/// [`Error::NotFound`] for a request of other partners, [`Error::Stale`] if it was answered before,
/// [`Error::BadInput`] with [`REFUSED`] if the order cannot be placed.
pub fn approve(tx: &mut Tx<'_>, provider: PartnerId, id: OrderId, by: &str) -> Result<Vec<Activity>> {
    let asked = answer(tx, Party::Provider(provider), id, OrderStatus::Placed, by, None)?;
    let new = NewOrder {
        id,
        seller: provider,
        customer: asked.customer,
        reseller: Some(asked.reseller),
        made_by: by.to_owned(),
        lines: lines(tx, id)?,
    };
    let facts = checked(tx.c, &new)?;
    let mut activity = fulfil(tx, &new, &facts)?;
    activity.also_of = vec![asked.reseller];
    Ok(vec![activity])
}

/// Declines a request with a reason.
///
/// # Errors
/// [`Error::NotFound`] for a request of other partners, [`Error::Stale`] if it was answered before.
pub fn decline(
    tx: &mut Tx<'_>,
    provider: PartnerId,
    id: OrderId,
    by: &str,
    reason: &str,
) -> Result<Vec<Activity>> {
    let asked = answer(tx, Party::Provider(provider), id, OrderStatus::Declined, by, Some(reason))?;
    let name = held_name(tx.c, provider, asked.customer)?.ok_or(Error::NotFound)?;
    let details = json!({ "order_id": id.to_string(), "reason": reason, "lines": told_lines(tx, id)? });
    Ok(vec![entry(Action::DeclineOrder, asked.customer, &name, details, asked.reseller)])
}

/// Withdraws the reseller's own request.
///
/// # Errors
/// [`Error::NotFound`] for a request of other partners, [`Error::Stale`] if it was answered before.
pub fn withdraw(tx: &mut Tx<'_>, reseller: PartnerId, id: OrderId, by: &str) -> Result<Vec<Activity>> {
    let asked = answer(tx, Party::Reseller(reseller), id, OrderStatus::Withdrawn, by, None)?;
    let own = customers::table
        .filter(customers::partner_id.eq(reseller))
        .filter(customers::microsoft_id.eq(asked.customer));
    let name: String = own.select(customers::list_name).first(tx.c).optional()?.ok_or(Error::NotFound)?;
    let details = json!({ "order_id": id.to_string(), "lines": told_lines(tx, id)? });
    Ok(vec![entry(Action::WithdrawOrder, asked.customer, &name, details, asked.seller)])
}

/// The partner that answers or withdraws the request.
enum Party {
    Provider(PartnerId),
    Reseller(PartnerId),
}

struct PendingRequest {
    seller: PartnerId,
    reseller: PartnerId,
    customer: MicrosoftId,
}

/// Marks a pending request as answered. If two users answer concurrently, the second gets
/// [`Error::Stale`].
fn answer(
    tx: &mut Tx<'_>,
    side: Party,
    id: OrderId,
    status: OrderStatus,
    by: &str,
    reason: Option<&str>,
) -> Result<PendingRequest> {
    let row = orders::table.find(id).filter(orders::is_request.eq(true));
    let row = row.select((orders::partner_id, orders::reseller_id.assume_not_null(), orders::microsoft_id));
    let (seller, reseller, customer): (PartnerId, PartnerId, MicrosoftId) =
        row.first(tx.c).optional()?.ok_or(Error::NotFound)?;
    let ours = match side {
        Party::Provider(me) => me == seller && held_name(tx.c, me, customer)?.is_some(),
        Party::Reseller(me) => me == reseller,
    };
    if !ours {
        return Err(Error::NotFound);
    }
    // Every change of an order locks the provider first, so that no deadlock is possible.
    portable::lock_partner(tx.c, seller)?;
    let waiting = orders::table.find(id);
    let waiting = waiting.filter(orders::status.eq(OrderStatus::Requested));
    let values = (
        orders::status.eq(status),
        orders::decided_by.eq(by),
        orders::decided_at.eq(tx.at),
        orders::decline_reason.eq(reason),
    );
    if diesel::update(waiting).set(values).execute(tx.c)? == 0 {
        return Err(Error::Stale);
    }
    Ok(PendingRequest { seller, reseller, customer })
}

fn lines(tx: &mut Tx<'_>, id: OrderId) -> Result<Vec<NewLine>> {
    let rows = order_lines::table.filter(order_lines::order_id.eq(id)).order(order_lines::line);
    Ok(rows.select(NewLine::as_select()).load(tx.c)?)
}

/// Returns the lines for the log entry of an order that is not placed.
fn told_lines(tx: &mut Tx<'_>, id: OrderId) -> Result<Vec<Value>> {
    let rows = order_lines::table.filter(order_lines::order_id.eq(id)).order(order_lines::line);
    let rows = rows.select((order_lines::offer_id, order_lines::offer_name, order_lines::quantity));
    let line = |(id, name, quantity): (String, String, i32)| json!({ "offer_id": id, "offer_name": name, "quantity": quantity });
    Ok(rows.load(tx.c)?.into_iter().map(line).collect())
}

fn mpn_id(tx: &mut Tx<'_>, partner: PartnerId) -> Result<String> {
    Ok(partners::table.find(partner).select(partners::mpn_id).first(tx.c)?)
}

fn entry(action: Action, customer: MicrosoftId, name: &str, details: Value, other: PartnerId) -> Activity {
    let mut activity = Activity::for_customer(action, customer, name, details).also_in_log_of(other);
    activity.resource = "order";
    activity
}

/// Returns the problems that prevent a request; empty if it can be made now.
///
/// # Errors
/// [`Error::NotFound`] if the provider does not have the customer.
pub fn problems<P>(_: &Scope<P>, new: &NewOrder, c: &mut DbConnection) -> Result<Vec<Problem>> {
    Ok(load_facts(c, new)?.problems_of_request(new))
}
