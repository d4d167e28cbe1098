//! The same operation on several subscriptions of one customer, with one log entry for each seller. The page of one
//! subscription and bulk acts both change subscriptions with [`apply_all`]; a review of a bulk act asks [`decide_all`] first.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, PartnerId, SubscriptionId};
use crate::error::{Error, Result};
use crate::features::offers::known::KnownOffers;
use crate::features::offers::queries::renewable;
use crate::features::subscriptions::change::apply::pairs;
use crate::features::subscriptions::change::facts::Facts;
use crate::features::subscriptions::change::log_entry::{ChangedSubscription, entry};
use crate::features::subscriptions::change::queries;
use crate::features::subscriptions::lifecycle::operation::{Operation, OperationError};
use crate::features::subscriptions::lifecycle::transitions;
use crate::features::subscriptions::model::Subscription;
use crate::features::subscriptions::queries::family_in;
use crate::i18n::time_zone::LocalTime;
use std::collections::BTreeMap;

/// The version of a subscription that the user saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenVersion {
    /// Any version: no user has seen it.
    Any,
    /// This one. `None`, if the form did not contain it, counts as stale.
    Version(Option<i32>),
}

/// A subscription to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The subscription.
    pub id: SubscriptionId,
    /// The version that the user saw.
    pub seen: SeenVersion,
}

/// What the operation means for one subscription.
#[derive(Debug, Clone)]
pub enum Decision {
    /// It changes, itself or together with its parent.
    Changes(Box<ChangedSubscription>),
    /// It already has the requested state.
    AlreadySo {
        /// Whether it has changed since the user saw it.
        is_stale: bool,
    },
    /// A rule forbids the change.
    Refused(OperationError),
    /// It has changed since the user saw it.
    Stale,
    /// The partner may not see such a subscription.
    Unknown,
}

/// What the operation means for several subscriptions of a customer.
#[derive(Debug, Default)]
pub struct Decided {
    /// The customer's name in the partner's list.
    pub name: String,
    /// The decisions, in the order of the wishes.
    pub decisions: Vec<Decision>,
    /// All changes by seller, with add-ons that change together with their parents.
    pub changes: BTreeMap<PartnerId, Vec<ChangedSubscription>>,
}

/// Returns what the operation would change at a customer, which it takes out of the facts. Reads only.
///
/// # Errors
/// [`Error::NotFound`] for a customer that the partner does not have.
pub fn decide_all<P>(
    scope: &Scope<P>,
    facts: &mut Facts,
    id: MicrosoftId,
    wishes: &[Wish],
    operation: &Operation,
    c: &mut DbConnection,
) -> Result<Decided> {
    let mut customer = facts.customers.remove(&id).ok_or(Error::NotFound)?;
    let mut decided = Decided { name: std::mem::take(&mut customer.name), ..Decided::default() };
    for wish in wishes {
        let seller = customer.seller_of(&wish.id, scope.partner());
        let state = seller
            .and_then(|seller| Some((seller, customer.sold.get_mut(&seller)?, *facts.times.get(&seller)?)));
        let Some((seller, theirs, now)) = state else {
            decided.decisions.push(Decision::Unknown);
            continue;
        };
        let changes = decided.changes.entry(seller).or_default();
        let decision = match changes.iter().find(|one| one.after.id == wish.id) {
            Some(changed) => Decision::Changes(Box::new(changed.clone())),
            None => {
                let refusal = customer.refusals.get(&seller);
                let with = (scope.partner(), operation, now);
                decide_one(theirs, changes, wish, refusal, with, &mut facts.offers, c)?
            }
        };
        decided.decisions.push(decision);
    }
    decided.changes.retain(|_, changes| !changes.is_empty());
    Ok(decided)
}

/// Decides about one subscription, adds what changes to `changes`, and updates `theirs`, so that the next decision sees it.
pub(super) fn decide_one(
    theirs: &mut [Subscription],
    changes: &mut Vec<ChangedSubscription>,
    wish: &Wish,
    refusal: Option<&OperationError>,
    (partner, operation, now): (PartnerId, &Operation, LocalTime),
    offers: &mut KnownOffers,
    c: &mut DbConnection,
) -> Result<Decision> {
    let mut family = family_in(theirs, &wish.id, offers, c)?;
    if let Some(refusal) = refusal {
        return Ok(Decision::Refused(refusal.clone()));
    }
    if let Operation::AtRenewal(renewal) = operation {
        if renewal.is_order() && family.this.seller != partner {
            return Ok(Decision::Refused(OperationError::OfferOfSeller));
        }
        family.offers.extend(renewable(family.this.seller, c)?);
    }
    let is_stale = match wish.seen {
        SeenVersion::Any => false,
        SeenVersion::Version(version) => version != Some(family.this.version),
    };
    let after = match transitions::decide(&family, operation, now) {
        Ok(after) if after.is_empty() => return Ok(Decision::AlreadySo { is_stale }),
        _ if is_stale => return Ok(Decision::Stale),
        Err(refusal) => return Ok(Decision::Refused(refusal)),
        Ok(after) => after,
    };
    for changed in pairs(&family, after) {
        if let Some(stored) = theirs.iter_mut().find(|one| one.id == changed.after.id) {
            *stored = changed.after.clone();
        }
        match changes.iter_mut().find(|one| one.after.id == changed.after.id) {
            Some(earlier) => earlier.after = changed.after,
            None => changes.push(changed),
        }
    }
    let this = changes.iter().find(|one| one.after.id == wish.id).cloned();
    Ok(this.map_or(Decision::Unknown, |this| Decision::Changes(Box::new(this))))
}

/// What [`apply_all`] did with the subscriptions of a customer.
#[derive(Debug, Default)]
pub struct Applied {
    /// The decisions, in the order of the wishes.
    pub decisions: Vec<Decision>,
    /// The log entries.
    pub activities: Vec<Activity>,
}

/// Changes the subscriptions of customers for which no rule forbids it, and returns what became of each customer:
/// `None` if the partner does not have it. Each customer is named once, and the caller has locked the sellers
/// ([`queries::lock_sellers`]).
///
/// # Errors
/// The database failed.
pub fn apply_all<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    wanted: &[(MicrosoftId, Vec<Wish>)],
    operation: &Operation,
) -> Result<Vec<Option<Applied>>> {
    let ids: Vec<MicrosoftId> = wanted.iter().map(|(id, _)| *id).collect();
    let mut facts = Facts::load(scope, &ids, tx.at, tx.c)?;
    let mut decided: Vec<(MicrosoftId, Option<Decided>)> = Vec::with_capacity(wanted.len());
    for (id, wishes) in wanted {
        decided.push((
            *id,
            match decide_all(scope, &mut facts, *id, wishes, operation, tx.c) {
                Err(Error::NotFound) => None,
                one => Some(one?),
            },
        ));
    }
    let changes = decided.iter().flat_map(|(id, one)| {
        one.iter().flat_map(|one| one.changes.values()).map(|changes| (*id, changes.as_slice()))
    });
    let circle = queries::affected_partners(tx, changes.clone())?;
    let mut by_seller: BTreeMap<PartnerId, Vec<MicrosoftId>> = BTreeMap::new();
    for (id, changes) in changes {
        queries::save_all(tx, id, changes)?;
        changes.first().into_iter().for_each(|one| by_seller.entry(one.before.seller).or_default().push(id));
    }
    by_seller.into_iter().try_for_each(|(seller, ids)| queries::record_all(tx, seller, ids))?;
    let applied = |(id, one): (MicrosoftId, Option<Decided>)| {
        let Decided { name, decisions, changes } = one?;
        let entry = |changes: &Vec<ChangedSubscription>| entry(scope.partner(), id, &name, changes, &circle);
        Some(Applied { decisions, activities: changes.values().filter_map(entry).collect() })
    };
    Ok(decided.into_iter().map(applied).collect())
}
