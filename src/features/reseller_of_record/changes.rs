//! Sets the reseller of record. No partner gains or loses a customer: who has it in its list keeps it.
//! Rules: docs/reference/domain.md#the-reseller-of-record.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::schema::subscriptions;
use crate::db::{ID_BATCH_SIZE, portable};
use crate::domain::{MicrosoftId, PartnerId, SubscriptionStatus};
use crate::error::{Error, Result};
use crate::features::customers::membership::holders_of;
use crate::features::customers::resellers::{AssociationReason, end_associations, keep_associations};
use crate::features::reseller_of_record::current::{
    CurrentResellers, ResellerDecision, current_resellers, joined, mpn_ids,
};
use crate::features::reseller_of_record::queries::live_reseller;
use crate::search::subscriptions_changed;
use diesel::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The reseller of record that a user wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedReseller {
    /// Its MPN ID; `None` for no reseller.
    pub mpn_id: Option<String>,
    /// The reason for the log of the provider; may be empty.
    pub reason: String,
    /// The MPN IDs that the user saw, as [`joined`] writes them; `None` to set it without this check.
    pub seen: Option<String>,
}

/// The result of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetOutcome {
    /// The customer has the wanted reseller now.
    Done {
        /// How many subscriptions changed.
        subscriptions: u64,
    },
    /// It had this reseller already, and no other.
    AlreadySo,
    /// The partner is not, or no longer, an indirect reseller of this provider.
    NoReseller,
    /// An order of another reseller for this customer must be decided first, because it would have that reseller.
    OrderWaits,
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
    let me = scope.partner();
    let nothing = |outcome| Ok((outcome, Vec::new()));
    portable::lock_partner(tx.c, me)?;
    let current = current_resellers(tx.c, me, &[id])?.remove(&id).ok_or(Error::NotFound)?;
    let new = match &wanted.mpn_id {
        None => None,
        Some(mpn_id) => match live_reseller(scope, mpn_id, tx.c)? {
            Some(reseller) => Some(reseller),
            None => return nothing(SetOutcome::NoReseller),
        },
    };
    let decision = current.decide(new);
    if decision == ResellerDecision::AlreadySo {
        return nothing(SetOutcome::AlreadySo);
    }
    if let Some(seen) = &wanted.seen {
        let known = mpn_ids(me, current.resellers.iter().copied(), tx.c)?;
        if *seen != joined(known.values()) {
            return Err(Error::Stale);
        }
    }
    if decision == ResellerDecision::OrderWaits {
        return nothing(SetOutcome::OrderWaits);
    }
    let change = ResellerChange { customer: id, current: &current, new };
    let subscriptions = change.moved();
    let activities = change_resellers(tx, me, &[change], &wanted.reason)?;
    Ok((SetOutcome::Done { subscriptions }, activities))
}

/// A customer that gets another reseller, or none.
#[derive(Debug, Clone, Copy)]
pub struct ResellerChange<'a> {
    /// The customer.
    pub customer: MicrosoftId,
    /// The resellers that it has.
    pub current: &'a CurrentResellers,
    /// The reseller that it gets.
    pub new: Option<PartnerId>,
}

impl ResellerChange<'_> {
    /// Returns the resellers that it loses.
    fn former(&self) -> impl Iterator<Item = PartnerId> {
        self.current.resellers.iter().copied().filter(|reseller| Some(*reseller) != self.new)
    }

    /// Returns how many subscriptions change: those that are not deleted and have another reseller of record.
    fn moved(&self) -> u64 {
        let others = self.current.subscriptions.iter().filter(|(reseller, _)| **reseller != self.new);
        others.map(|(_, count)| count).sum()
    }
}

/// Gives customers other resellers, and returns the log entries. The caller has locked the provider and checked the
/// decisions.
pub fn change_resellers(
    tx: &mut Tx<'_>,
    provider: PartnerId,
    changes: &[ResellerChange<'_>],
    reason: &str,
) -> Result<Vec<Activity>> {
    let all: BTreeSet<PartnerId> =
        changes.iter().flat_map(|one| one.current.resellers.iter().copied().chain(one.new)).collect();
    let ids: Vec<MicrosoftId> = changes.iter().map(|one| one.customer).collect();
    let names = mpn_ids(provider, all.iter().copied(), tx.c)?;
    let held = holders_of(tx.c, all, &ids)?;
    let mut losing: BTreeMap<PartnerId, Vec<MicrosoftId>> = BTreeMap::new();
    let mut getting: BTreeMap<Option<PartnerId>, Vec<MicrosoftId>> = BTreeMap::new();
    for one in changes {
        one.former().for_each(|former| losing.entry(former).or_default().push(one.customer));
        getting.entry(one.new).or_default().push(one.customer);
    }
    for (former, ids) in losing {
        end_associations(tx, (provider, former), &ids)?;
    }
    for (new, ids) in getting {
        if let Some(new) = new {
            keep_associations(tx, (provider, new), &ids, AssociationReason::Added)?;
        }
        move_subscriptions(tx, provider, &ids, new)?;
    }
    subscriptions_changed(tx.c, provider, ids.into_iter().map(|id| id..=id))?;
    let holds = |one: &ResellerChange<'_>, partner| held.contains(&(one.customer, partner));
    Ok(changes.iter().map(|one| entry(one, &names, |partner| holds(one, partner), reason)).collect())
}

/// Returns the log entry of a change.
fn entry(
    one: &ResellerChange<'_>,
    names: &HashMap<PartnerId, String>,
    holds: impl Fn(PartnerId) -> bool,
    reason: &str,
) -> Activity {
    let had = joined(one.current.resellers.iter().filter_map(|reseller| names.get(reseller)));
    let had = (!had.is_empty()).then_some(had.as_str());
    let mpn_id = |reseller: PartnerId| names.get(&reseller).map(String::as_str);
    let reason = (!reason.is_empty()).then_some(reason);
    let details = details(had, one.new.and_then(mpn_id), one.moved(), reason);
    let (id, name) = (one.customer, &one.current.name);
    let mut activity = Activity::for_customer(Action::SetResellerOfRecord, id, name, details);
    // Each reseller learns what concerns it, and not which other one there is.
    let concerned: BTreeSet<PartnerId> = one.former().chain(one.new).collect();
    for holder in concerned.into_iter().filter(|partner| holds(*partner)) {
        let theirs = if Some(holder) == one.new {
            self::details(None, mpn_id(holder), one.moved(), None)
        } else {
            let count = one.current.subscriptions.get(&Some(holder)).copied().unwrap_or(0);
            self::details(mpn_id(holder), None, count, None)
        };
        activity.told.push((holder, theirs));
    }
    activity
}

fn details(before: Option<&str>, after: Option<&str>, subscriptions: u64, reason: Option<&str>) -> Value {
    json!({
        "before": { "reseller": before }, "after": { "reseller": after },
        "subscriptions": subscriptions, "reason": reason,
    })
}

/// Changes the subscriptions that are not deleted and have another reseller of record. The designated support contact was
/// their reseller, and becomes the seller again.
fn move_subscriptions(
    tx: &mut Tx<'_>,
    provider: PartnerId,
    ids: &[MicrosoftId],
    new: Option<PartnerId>,
) -> Result<()> {
    let values = (
        subscriptions::reseller_id.eq(new),
        subscriptions::support_id.eq(None::<PartnerId>),
        subscriptions::version.eq(subscriptions::version + 1),
    );
    for ids in ids.chunks(ID_BATCH_SIZE) {
        let theirs = subscriptions::table
            .filter(subscriptions::partner_id.eq(provider).and(subscriptions::microsoft_id.eq_any(ids)))
            .filter(subscriptions::status.ne(SubscriptionStatus::Deleted));
        match new {
            None => {
                let set = theirs.filter(subscriptions::reseller_id.is_not_null());
                diesel::update(set).set(values).execute(tx.c)?
            }
            Some(new) => {
                let is_other = subscriptions::reseller_id.assume_not_null().ne(new);
                let others = theirs.filter(subscriptions::reseller_id.is_null().or(is_other));
                diesel::update(others).set(values).execute(tx.c)?
            }
        };
    }
    Ok(())
}
