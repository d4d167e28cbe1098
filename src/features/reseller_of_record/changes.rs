//! Sets the reseller of record. No partner gains or loses a customer: who has it in its list keeps it.
//! Rules: docs/reference/domain.md#the-reseller-of-record.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::schema::{orders, subscriptions};
use crate::db::{DbConnection, portable};
use crate::domain::{MicrosoftId, OrderStatus, PartnerId, SubscriptionStatus};
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::customers::membership::partners_holding;
use crate::features::customers::model::CustomerRow;
use crate::features::customers::resellers::{AssociationReason, end_association, keep_association};
use crate::features::reseller_of_record::queries::{joined, live_reseller, mpn_ids};
use crate::search::subscriptions_changed;
use diesel::dsl::count_star;
use diesel::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// The reseller of record that a user wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedReseller {
    /// Its MPN ID; `None` for no reseller.
    pub mpn_id: Option<String>,
    /// The reason for the log of the provider; may be empty.
    pub reason: String,
    /// The MPN IDs that the user saw, as [`joined`] writes them; `None` to set it whatever they are.
    pub seen: Option<String>,
}

/// The result of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetOutcome {
    /// The customer has the wanted reseller now.
    Done {
        /// How many subscriptions changed.
        subscriptions: usize,
    },
    /// It had this reseller already, and no other.
    AlreadySo,
    /// The partner is not, or no longer, an indirect reseller of this provider.
    NoReseller,
    /// An order of another reseller for this customer must be decided first, because it would have that reseller.
    OrderWaits,
}

/// What a wanted reseller means for a customer.
#[derive(Debug, Clone)]
pub struct ResellerChange {
    /// The resellers that the customer has.
    pub before: Vec<PartnerId>,
    /// Their MPN IDs, as [`joined`] writes them.
    pub had: String,
    /// The new reseller.
    pub new: Option<PartnerId>,
    customer: CustomerRow,
    sold: BTreeMap<Option<PartnerId>, u64>,
    names: HashMap<PartnerId, String>,
}

impl ResellerChange {
    /// Returns the MPN ID of the reseller that the customer and all its subscriptions have; `None` if they have several, which
    /// cannot be set again by setting one reseller.
    pub fn only_reseller_before(&self) -> Option<Option<String>> {
        let first = self.before.first().copied();
        let is_only = self.before.len() <= 1 && self.sold.keys().all(|reseller| *reseller == first);
        is_only.then(|| first.and_then(|reseller| self.names.get(&reseller).cloned()))
    }
}

/// Returns what setting the reseller of record would change, or why nothing changes. Reads only.
///
/// # Errors
/// As for [`set_reseller`].
pub fn reseller_change<P>(
    scope: &Scope<P>,
    id: MicrosoftId,
    wanted: &WantedReseller,
    c: &mut DbConnection,
) -> Result<std::result::Result<ResellerChange, SetOutcome>> {
    let me = scope.partner();
    let customer = customer(scope, id, c)?;
    let new = match &wanted.mpn_id {
        None => None,
        Some(mpn_id) => match live_reseller(scope, mpn_id, c)? {
            Some(reseller) => Some(reseller),
            None => return Ok(Err(SetOutcome::NoReseller)),
        },
    };
    let before: Vec<PartnerId> = customer.resellers().collect();
    let sold = subscriptions_by_reseller(c, me, id)?;
    if before.iter().copied().eq(new) && sold.keys().all(|reseller| *reseller == new) {
        return Ok(Err(SetOutcome::AlreadySo));
    }
    let names = mpn_ids(scope, before.iter().copied().chain(new), c)?;
    let had = joined(before.iter().filter_map(|reseller| names.get(reseller)));
    if wanted.seen.as_ref().is_some_and(|seen| *seen != had) {
        return Err(Error::Stale);
    }
    if order_waits(c, me, id, new)? {
        return Ok(Err(SetOutcome::OrderWaits));
    }
    Ok(Ok(ResellerChange { before, had, new, customer, sold, names }))
}

/// Sets the reseller of record of a customer, and returns the log entry.
///
/// # Errors
/// [`Error::NotFound`] if the customer is unknown, removed, or belongs to another partner; [`Error::Stale`] if it has
/// other resellers than the user saw.
pub fn set_reseller<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    wanted: &WantedReseller,
) -> Result<(SetOutcome, Vec<Activity>)> {
    portable::lock_partner(tx.c, scope.partner())?;
    let change = match reseller_change(scope, id, wanted, tx.c)? {
        Ok(change) => change,
        Err(outcome) => return Ok((outcome, Vec::new())),
    };
    let (subscriptions, activity) = write_reseller(tx, scope, id, &change, &wanted.reason)?;
    record_resellers(tx, scope, &[id])?;
    Ok((SetOutcome::Done { subscriptions }, vec![activity]))
}

/// Writes a change; returns the number of changed subscriptions and the log entry. The caller has locked the provider, and
/// calls [`record_resellers`] afterwards, once for all customers.
///
/// # Errors
/// The database failed.
pub fn write_reseller<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    change: &ResellerChange,
    reason: &str,
) -> Result<(usize, Activity)> {
    let (me, new, names, sold) = (scope.partner(), change.new, &change.names, &change.sold);
    let former: Vec<PartnerId> =
        change.before.iter().copied().filter(|reseller| Some(*reseller) != new).collect();
    for reseller in &former {
        end_association(tx, me, *reseller, id)?;
    }
    if let Some(new) = new {
        keep_association(tx, (me, new, id), AssociationReason::Added)?;
    }
    let changed = move_subscriptions(tx, me, id, new)?;

    let mpn_id = |reseller: PartnerId| names.get(&reseller).map(String::as_str);
    let had = (!change.had.is_empty()).then_some(change.had.as_str());
    let reason = (!reason.is_empty()).then_some(reason);
    let details = details(had, new.and_then(mpn_id), changed as u64, reason);
    let name = &change.customer.list_name;
    let mut activity = Activity::for_customer(Action::SetResellerOfRecord, id, name, details);
    // Each reseller learns what concerns it, and not which other one there is.
    for holder in partners_holding(tx, former.iter().copied().chain(new), id)? {
        let theirs = if Some(holder) == new {
            self::details(None, mpn_id(holder), changed as u64, None)
        } else {
            self::details(mpn_id(holder), None, sold.get(&Some(holder)).copied().unwrap_or(0), None)
        };
        activity.told.push((holder, theirs));
    }
    Ok((changed, activity))
}

/// Records for the indexes in memory that customers of the partner got another reseller.
///
/// # Errors
/// The database failed.
pub fn record_resellers<P>(tx: &mut Tx<'_>, scope: &Scope<P>, ids: &[MicrosoftId]) -> Result<()> {
    subscriptions_changed(tx.c, scope.partner(), ids.iter().map(|id| *id..=*id))
}

fn details(before: Option<&str>, after: Option<&str>, subscriptions: u64, reason: Option<&str>) -> Value {
    json!({
        "before": { "reseller": before }, "after": { "reseller": after },
        "subscriptions": subscriptions, "reason": reason,
    })
}

/// Returns how many subscriptions of the customer that are not deleted have which reseller of record.
fn subscriptions_by_reseller(
    c: &mut DbConnection,
    provider: PartnerId,
    id: MicrosoftId,
) -> Result<BTreeMap<Option<PartnerId>, u64>> {
    let counts = subscriptions::table
        .filter(subscriptions::partner_id.eq(provider).and(subscriptions::microsoft_id.eq(id)))
        .filter(subscriptions::status.ne(SubscriptionStatus::Deleted))
        .group_by(subscriptions::reseller_id)
        .select((subscriptions::reseller_id, count_star()));
    let counts: HashMap<Option<PartnerId>, i64> = counts.load(c)?.into_iter().collect();
    Ok(counts.into_iter().map(|(reseller, count)| (reseller, count.unsigned_abs())).collect())
}

/// Changes the subscriptions that are not deleted and have another reseller of record; returns how many. The designated
/// support contact was their reseller, and becomes the seller again.
fn move_subscriptions(
    tx: &mut Tx<'_>,
    provider: PartnerId,
    id: MicrosoftId,
    new: Option<PartnerId>,
) -> Result<usize> {
    let theirs = subscriptions::table
        .filter(subscriptions::partner_id.eq(provider).and(subscriptions::microsoft_id.eq(id)))
        .filter(subscriptions::status.ne(SubscriptionStatus::Deleted));
    let values = (
        subscriptions::reseller_id.eq(new),
        subscriptions::support_id.eq(None::<PartnerId>),
        subscriptions::version.eq(subscriptions::version + 1),
    );
    let is_set = subscriptions::reseller_id.is_not_null();
    Ok(match new {
        None => diesel::update(theirs.filter(is_set)).set(values).execute(tx.c)?,
        Some(new) => {
            let is_other = subscriptions::reseller_id.assume_not_null().ne(new);
            let others = theirs.filter(subscriptions::reseller_id.is_null().or(is_other));
            diesel::update(others).set(values).execute(tx.c)?
        }
    })
}

/// Whether another reseller's order for this customer has not been decided.
fn order_waits(
    c: &mut DbConnection,
    provider: PartnerId,
    id: MicrosoftId,
    new: Option<PartnerId>,
) -> Result<bool> {
    let waiting = orders::table
        .filter(orders::partner_id.eq(provider).and(orders::microsoft_id.eq(id)))
        .filter(orders::status.eq(OrderStatus::Requested))
        .select(orders::reseller_id);
    Ok(waiting.load::<Option<PartnerId>>(c)?.into_iter().any(|reseller| reseller != new))
}
