//! The queries of a correction. One transaction changes the customer's rows at each partner that has it, and all rows
//! that refer to them. Existing log entries do not change; the log finds the customer by both ids.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::CorrectMicrosoftId;
use crate::db::connection::MultiBackend;
use crate::db::schema::{
    agreements, bill_to, bulk_rows, carts, connection_customers, connection_writes, customer_contacts,
    customer_permissions, customer_resellers, customer_tags, customers, former_microsoft_ids,
    former_microsoft_ids as former, notes, notices, orders, partners, partnerships,
    relationship_requests as requests, request_outcomes, subscriptions,
};
use crate::db::{DbConnection, portable};
use crate::domain::{MicrosoftId, PartnerId, RelationshipRequestId};
use crate::error::{Error, Result};
use crate::features::customers::membership;
use crate::search::{list_changed, subscriptions_changed};
use diesel::prelude::*;
use serde_json::json;

/// The columns of a customer that a correction needs.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = customers, check_for_backend(MultiBackend))]
pub struct CorrectableCustomer {
    /// Its name in the list.
    pub list_name: String,
    /// The version of its row.
    pub version: i32,
    /// Whether the portal generated the id.
    pub id_invented: bool,
}

/// The result of a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrectionOutcome {
    /// The customer has the new id.
    Done,
    /// The new id cannot be used: a partner that has the customer already has this id, or the portal generated it.
    Taken,
}

/// Returns the customer with this id.
///
/// # Errors
/// [`Error::NotFound`] if it is unknown, removed, or belongs to another partner.
pub fn load_customer<P>(
    scope: &Scope<P>,
    id: MicrosoftId,
    c: &mut DbConnection,
) -> Result<CorrectableCustomer> {
    let row = scope.customers().filter(customers::microsoft_id.eq(id));
    row.select(CorrectableCustomer::as_select()).first(c).optional()?.ok_or(Error::NotFound)
}

/// Replaces the generated Microsoft ID `old` with `new`.
///
/// # Errors
/// [`Error::NotFound`] as for [`load_customer`], and after a concurrent correction; [`Error::Stale`] if the customer
/// changed since the page was shown.
pub fn correct(
    tx: &mut Tx<'_>,
    scope: &Scope<CorrectMicrosoftId>,
    old: MicrosoftId,
    seen: Option<i32>,
    new: MicrosoftId,
) -> Result<(CorrectionOutcome, Vec<Activity>)> {
    let me = scope.partner();
    let holders = holders(tx, old)?;
    membership::lock_all(tx, holders.iter().copied())?;
    let now = load_customer(scope, old, tx.c)?;
    // If a partner added the customer while this waited for the locks, that partner is not locked.
    if seen != Some(now.version) || !now.id_invented || self::holders(tx, old)? != holders {
        return Err(Error::Stale);
    }
    if is_taken(tx, &holders, new)? {
        return Ok((CorrectionOutcome::Taken, Vec::new()));
    }
    move_rows(tx, &holders, old, new)?;
    for holder in &holders {
        record_former_id(tx, *holder, old, new)?;
        let row =
            customers::table.filter(customers::partner_id.eq(*holder).and(customers::microsoft_id.eq(new)));
        let key: Vec<u8> = row.select(customers::sort_key).first(tx.c)?;
        list_changed(tx.c, *holder, &[(key.clone(), key)])?;
        subscriptions_changed(tx.c, *holder, [old..=old, new..=new])?;
    }
    let details = json!({ "before": { "microsoft_id": old.to_string() }, "after": { "microsoft_id": new.to_string() } });
    let mut activity = Activity::for_customer(Action::CorrectMicrosoftId, new, &now.list_name, details);
    let known = partners_of(tx, me)?;
    let others = holders.into_iter().filter(|holder| *holder != me);
    (activity.also_of, activity.unnamed) = others.partition(|other| known.contains(other));
    Ok((CorrectionOutcome::Done, vec![activity]))
}

/// Returns the ids of all partners that have the customer, active or ended, in ascending order.
fn holders(tx: &mut Tx<'_>, id: MicrosoftId) -> Result<Vec<PartnerId>> {
    Ok(known_by(tx, id)?.into_iter().map(|(partner, _)| partner).collect())
}

/// Returns the partners that have this id, and whether the portal generated it. Lists all partners in the query because
/// the index begins with the partner.
fn known_by(tx: &mut Tx<'_>, id: MicrosoftId) -> Result<Vec<(PartnerId, bool)>> {
    let all: Vec<PartnerId> = partners::table.select(partners::id).load(tx.c)?;
    let rows = customers::table
        .filter(customers::partner_id.eq_any(all).and(customers::microsoft_id.eq(id)))
        .order(customers::partner_id);
    Ok(rows.select((customers::partner_id, customers::id_invented)).load(tx.c)?)
}

/// Whether one of these partners has or had the new id, or the portal generated it. Other partners may have it: each
/// partner of the same company has a separate row.
fn is_taken(tx: &mut Tx<'_>, holders: &[PartnerId], new: MicrosoftId) -> Result<bool> {
    if known_by(tx, new)?.into_iter().any(|(partner, is_invented)| is_invented || holders.contains(&partner))
    {
        return Ok(true);
    }
    for holder in holders {
        let known = former_microsoft_ids::table.find((*holder, new));
        if known.count().get_result::<i64>(tx.c)? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the partners that have a current partnership with this one.
fn partners_of(tx: &mut Tx<'_>, me: PartnerId) -> Result<Vec<PartnerId>> {
    let live = partnerships::table.filter(partnerships::ended_at.is_null());
    let live = live.filter(partnerships::provider_id.eq(me).or(partnerships::reseller_id.eq(me)));
    let pairs: Vec<(PartnerId, PartnerId)> =
        live.select((partnerships::provider_id, partnerships::reseller_id)).load(tx.c)?;
    Ok(pairs
        .into_iter()
        .map(|(provider, reseller)| if provider == me { reseller } else { provider })
        .collect())
}

/// Changes the id in each of these tables for these partners.
macro_rules! moved {
    ($tx:ident, $partners:ident, $old:ident, $new:ident, $($table:ident)+) => {$(
        let rows = $table::table
            .filter($table::partner_id.eq_any($partners).and($table::microsoft_id.eq($old)));
        diesel::update(rows).set($table::microsoft_id.eq($new)).execute($tx.c)?;
    )+};
}

fn move_rows(tx: &mut Tx<'_>, partners: &[PartnerId], old: MicrosoftId, new: MicrosoftId) -> Result<()> {
    portable::defer_foreign_keys(tx.c)?;
    let rows =
        customers::table.filter(customers::partner_id.eq_any(partners).and(customers::microsoft_id.eq(old)));
    let values = (
        customers::microsoft_id.eq(new),
        customers::id_invented.eq(false),
        customers::version.eq(customers::version + 1),
    );
    diesel::update(rows).set(values).execute(tx.c)?;
    moved!(tx, partners, old, new, bill_to agreements customer_permissions customer_resellers subscriptions);
    moved!(tx, partners, old, new, carts connection_customers connection_writes customer_tags customer_contacts notes);
    moved!(tx, partners, old, new, orders request_outcomes bulk_rows notices);
    let again =
        requests::table.filter(requests::partner_id.eq_any(partners).and(requests::again_for.eq(old)));
    diesel::update(again).set(requests::again_for.eq(new)).execute(tx.c)?;
    update_answers(tx, old, new)
}

/// Updates relationship requests that were answered with the old id, for partners that have not decided yet.
fn update_answers(tx: &mut Tx<'_>, old: MicrosoftId, new: MicrosoftId) -> Result<()> {
    let rows = requests::table.filter(requests::microsoft_id.eq(old)).select(requests::id);
    let ids: Vec<RelationshipRequestId> = rows.load(tx.c)?;
    let answered = requests::table.filter(requests::id.eq_any(&ids));
    diesel::update(answered).set(requests::microsoft_id.eq(new)).execute(tx.c)?;
    let outcomes = request_outcomes::table.filter(request_outcomes::request_id.eq_any(&ids));
    diesel::update(outcomes).set(request_outcomes::id_invented.eq(false)).execute(tx.c)?;
    Ok(())
}

/// Records the former id of this partner's customer.
fn record_former_id(tx: &mut Tx<'_>, partner: PartnerId, old: MicrosoftId, new: MicrosoftId) -> Result<()> {
    let row = (
        former::partner_id.eq(partner),
        former::former_id.eq(old),
        former::microsoft_id.eq(new),
        former::corrected_at.eq(tx.at),
    );
    diesel::insert_into(former::table).values(row).execute(tx.c)?;
    Ok(())
}
