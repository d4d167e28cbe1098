//! Places an order: one transaction checks the rules, creates the subscriptions and writes one log entry. [`problems`]
//! returns what prevents an order; order requests are in [`super::order_requests`].

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::schema::{order_lines, orders, subscriptions};
use crate::db::{DbConnection, portable};
use crate::domain::{
    BillingCycle, MicrosoftId, Offer, OrderStatus, PartnerId, SubscriptionId, SubscriptionStatus,
};
use crate::error::{Error, Result};
use crate::features::customers::resellers::{AssociationReason, associate};
use crate::features::orders::facts::{Facts, load_facts};
use crate::features::orders::model::NewOrder;
use crate::features::orders::problem::Problem;
use crate::features::orders::rules::ParentOfLines;
use crate::search::subscriptions_changed;
use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::json;

/// The field name in [`Error::BadInput`] if [`place`] rejects an order.
pub const REFUSED: &str = "order";

/// Returns the problems that prevent an order; empty if it can be placed now.
///
/// # Errors
/// [`Error::NotFound`] if the seller does not have the customer.
pub fn problems<P>(_: &Scope<P>, new: &NewOrder, c: &mut DbConnection) -> Result<Vec<Problem>> {
    Ok(load_facts(c, new)?.problems(new))
}

/// Returns what prevents each line of an order that is not complete yet; `None` for a line that can be ordered. The order as
/// a whole can have other [`problems`].
///
/// # Errors
/// [`Error::NotFound`] if the seller does not have the customer.
pub fn line_problems<P>(
    _: &Scope<P>,
    new: &NewOrder,
    parent: ParentOfLines<'_>,
    c: &mut DbConnection,
) -> Result<Vec<Option<Problem>>> {
    let facts = load_facts(c, new)?;
    let of_all = facts.problems_of_all(new).into_iter().find(|problem| *problem != Problem::NoAgreement);
    Ok(facts.line_problems(new, parent).map(|problem| problem.or_else(|| of_all.clone())).collect())
}

/// Places an order: stores it with its lines, creates a subscription for each line, and returns the log entry. Does
/// nothing if an order with this id was placed before.
///
/// # Errors
/// [`Error::NotFound`] if the seller does not have the customer, or the id belongs to another order;
/// [`Error::BadInput`] with [`REFUSED`] if there are [`problems`].
pub fn place(tx: &mut Tx<'_>, new: &NewOrder) -> Result<Vec<Activity>> {
    portable::lock_partner(tx.c, new.seller)?;
    if is_known(tx.c, new)? {
        return Ok(Vec::new());
    }
    let facts = checked(tx.c, new)?;
    insert_order(tx, new, OrderStatus::Placed, None)?;
    fulfil(tx, new, &facts).map(|activity| vec![activity])
}

/// Returns the facts of an order, or an error if it cannot be placed now.
pub(super) fn checked(c: &mut DbConnection, new: &NewOrder) -> Result<Facts> {
    let facts = load_facts(c, new)?;
    match facts.problems(new).as_slice() {
        [] => Ok(facts),
        problems => Err(Error::bad_input(REFUSED, format!("{problems:?}"))),
    }
}

/// Whether the same form was submitted before.
pub(super) fn is_known(c: &mut DbConnection, new: &NewOrder) -> Result<bool> {
    let row = orders::table.find(new.id).select((orders::partner_id, orders::microsoft_id));
    let known: Option<(PartnerId, MicrosoftId)> = row.first(c).optional()?;
    match known {
        None => Ok(false),
        Some(same) if same == (new.seller, new.customer) => Ok(true),
        Some(_) => Err(Error::NotFound),
    }
}

/// Stores the order without its lines. `request` is the note of a request; `None` for an order.
pub(super) fn insert_order(
    tx: &mut Tx<'_>,
    new: &NewOrder,
    status: OrderStatus,
    request: Option<&str>,
) -> Result<()> {
    if let Some(reseller) = new.reseller {
        // A customer that the reseller adds at the same time decides whether the reseller sees the order.
        portable::lock_partner(tx.c, reseller)?;
    }
    let row = (
        orders::id.eq(new.id),
        orders::partner_id.eq(new.seller),
        orders::microsoft_id.eq(new.customer),
        orders::reseller_id.eq(new.reseller),
        orders::status.eq(status),
        orders::is_request.eq(request.is_some()),
        orders::made_by.eq(&new.made_by),
        orders::made_at.eq(tx.at),
        orders::note.eq(request.filter(|note| !note.is_empty())),
    );
    diesel::insert_into(orders::table).values(row).execute(tx.c)?;
    Ok(())
}

/// Creates the subscriptions and the lines of a stored order; returns the log entry.
pub(super) fn fulfil(tx: &mut Tx<'_>, new: &NewOrder, facts: &Facts) -> Result<Activity> {
    let mut lines = Vec::new();
    diesel::delete(order_lines::table.filter(order_lines::order_id.eq(new.id))).execute(tx.c)?;
    for (number, line) in new.lines.iter().enumerate() {
        let offer = facts.offer(&line.offer).ok_or(Error::NotFound)?;
        let renews_on = facts.renewal(line, offer);
        let id = SubscriptionId::random();
        insert_subscription(tx, new, number, &id, offer, renews_on)?;
        insert_line(tx, new, number, offer, Some(&id))?;
        lines.push(json!({
            "offer_id": offer.id.as_str(), "subscription_id": id, "subscription_name": offer.name,
            "quantity": line.quantity, "billing_cycle": offer.billing_cycle.as_str(), "parent": line.parent,
        }));
    }
    subscriptions_changed(tx.c, new.seller, [new.customer..=new.customer])?;
    // A customer with a reseller of record belongs to that reseller's customers.
    if let Some(reseller) = new.reseller {
        associate(tx, new.seller, reseller, new.customer, AssociationReason::Added)?;
    }
    let details = json!({
        "order_id": new.id.to_string(), "partner_on_record": facts.reseller.as_ref().map(|found| &found.mpn_id),
        "lines": lines,
    });
    let mut activity =
        Activity::for_customer(Action::CreateOrder, new.customer, &facts.customer_name, details);
    activity.resource = "order";
    activity.also_of = facts.reseller.iter().filter(|found| found.holds).map(|found| found.id).collect();
    Ok(activity)
}

/// Stores a line with the offer's current name.
pub(super) fn insert_line(
    tx: &mut Tx<'_>,
    new: &NewOrder,
    number: usize,
    offer: &Offer,
    subscription: Option<&SubscriptionId>,
) -> Result<()> {
    let Some(line) = new.lines.get(number) else { return Err(Error::NotFound) };
    let row = (
        order_lines::order_id.eq(new.id),
        order_lines::line.eq(number as i32),
        order_lines::offer_id.eq(&offer.id),
        order_lines::offer_name.eq(&offer.name),
        order_lines::billing_cycle.eq(offer.billing_cycle),
        order_lines::quantity.eq(line.quantity),
        order_lines::parent_id.eq(&line.parent),
        order_lines::subscription_id.eq(subscription),
    );
    diesel::insert_into(order_lines::table).values(row).execute(tx.c)?;
    Ok(())
}

fn insert_subscription(
    tx: &mut Tx<'_>,
    new: &NewOrder,
    number: usize,
    id: &SubscriptionId,
    offer: &Offer,
    renews_on: Option<NaiveDate>,
) -> Result<()> {
    let Some(line) = new.lines.get(number) else { return Err(Error::NotFound) };
    let row = (
        subscriptions::partner_id.eq(new.seller),
        subscriptions::microsoft_id.eq(new.customer),
        subscriptions::subscription_id.eq(id),
        subscriptions::name.eq(&offer.name),
        subscriptions::quantity.eq(line.quantity),
        subscriptions::status.eq(SubscriptionStatus::Active),
        subscriptions::reseller_id.eq(new.reseller),
        subscriptions::created_at.eq(tx.at),
        subscriptions::offer_id.eq(&offer.id),
        subscriptions::parent_id.eq(&line.parent),
        subscriptions::billing_cycle.eq(offer.billing_cycle),
        subscriptions::auto_renew
            .eq(matches!(offer.billing_cycle, BillingCycle::Monthly | BillingCycle::Annual)),
        subscriptions::renews_on.eq(renews_on),
        subscriptions::order_id.eq(new.id),
    );
    diesel::insert_into(subscriptions::table).values(row).execute(tx.c)?;
    Ok(())
}
