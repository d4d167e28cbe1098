//! Sets the reseller of record. No partner gains or loses a customer: who has it in its list keeps it.
//! Rules: docs/reference/domain.md#the-reseller-of-record.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::portable;
use crate::db::schema::subscriptions;
use crate::domain::{MicrosoftId, PartnerId, SubscriptionStatus};
use crate::error::{Error, Result};
use crate::features::customers::membership::partners_holding;
use crate::features::customers::resellers::{AssociationReason, end_association, keep_association};
use crate::features::reseller_of_record::current::{
    CurrentResellers, ResellerDecision, current_resellers, joined, mpn_ids,
};
use crate::features::reseller_of_record::queries::live_reseller;
use crate::search::subscriptions_changed;
use diesel::prelude::*;
use serde_json::{Value, json};

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
        subscriptions: usize,
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
    let (subscriptions, activity) = change_reseller(tx, me, (id, &current), new, &wanted.reason)?;
    subscriptions_changed(tx.c, me, [id..=id])?;
    Ok((SetOutcome::Done { subscriptions }, vec![activity]))
}

/// Gives a customer, whose resellers are `current`, to another reseller or to none. Returns how many subscriptions changed,
/// and the log entry. The caller has locked the provider, checked the decision, and reports the change to the search.
pub fn change_reseller(
    tx: &mut Tx<'_>,
    provider: PartnerId,
    (id, current): (MicrosoftId, &CurrentResellers),
    new: Option<PartnerId>,
    reason: &str,
) -> Result<(usize, Activity)> {
    let names = mpn_ids(provider, current.resellers.iter().copied().chain(new), tx.c)?;
    let had = joined(current.resellers.iter().filter_map(|reseller| names.get(reseller)));
    let former = || current.resellers.iter().copied().filter(|reseller| Some(*reseller) != new);
    for reseller in former() {
        end_association(tx, provider, reseller, id)?;
    }
    if let Some(new) = new {
        keep_association(tx, (provider, new, id), AssociationReason::Added)?;
    }
    let changed = move_subscriptions(tx, provider, id, new)?;
    let mpn_id = |reseller: PartnerId| names.get(&reseller).map(String::as_str);
    let had = (!had.is_empty()).then_some(had.as_str());
    let reason = (!reason.is_empty()).then_some(reason);
    let details = details(had, new.and_then(mpn_id), changed as u64, reason);
    let mut activity = Activity::for_customer(Action::SetResellerOfRecord, id, &current.name, details);
    // Each reseller learns what concerns it, and not which other one there is.
    for holder in partners_holding(tx, former().chain(new), id)? {
        let theirs = if Some(holder) == new {
            self::details(None, mpn_id(holder), changed as u64, None)
        } else {
            let count = current.subscriptions.get(&Some(holder)).copied().unwrap_or(0);
            self::details(mpn_id(holder), None, count, None)
        };
        activity.told.push((holder, theirs));
    }
    Ok((changed, activity))
}

fn details(before: Option<&str>, after: Option<&str>, subscriptions: u64, reason: Option<&str>) -> Value {
    json!({
        "before": { "reseller": before }, "after": { "reseller": after },
        "subscriptions": subscriptions, "reason": reason,
    })
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
