//! The same operation on several subscriptions of one customer, with one log entry for each seller. The page of one
//! subscription and bulk acts both change subscriptions with [`apply_all`]; a review of a bulk act asks [`decide_all`] first.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::partners::local_time;
use crate::domain::{MicrosoftId, PartnerId, SubscriptionId};
use crate::error::Result;
use crate::features::customers::lookup::customer;
use crate::features::offers::queries::renewable;
use crate::features::subscriptions::change::apply::{change_entry, pairs};
use crate::features::subscriptions::change::log_entry::ChangedSubscription;
use crate::features::subscriptions::change::queries;
use crate::features::subscriptions::lifecycle::operation::{Operation, OperationError};
use crate::features::subscriptions::lifecycle::transitions;
use crate::features::subscriptions::model::Subscription;
use crate::features::subscriptions::queries::family_in;
use crate::i18n::time_zone::LocalTime;
use chrono::NaiveDateTime;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// Returns what the operation would change. Reads only.
///
/// # Errors
/// [`crate::error::Error::NotFound`] for a customer that the partner does not have.
pub fn decide_all<P>(
    scope: &Scope<P>,
    id: MicrosoftId,
    wishes: &[Wish],
    operation: &Operation,
    now: NaiveDateTime,
    c: &mut DbConnection,
) -> Result<Decided> {
    let mut decided = Decided { name: customer(scope, id, c)?.list_name, ..Decided::default() };
    let ids: Vec<SubscriptionId> = wishes.iter().map(|wish| wish.id.clone()).collect();
    let sellers = queries::sellers_of(scope, id, &ids, c)?;
    let distinct: BTreeSet<PartnerId> = sellers.values().copied().collect();
    let mut refusals: HashMap<PartnerId, OperationError> = HashMap::new();
    let mut times: HashMap<PartnerId, LocalTime> = HashMap::new();
    for seller in &distinct {
        times.insert(*seller, local_time(c, *seller, now)?);
        let refusal = queries::reseller_refusal(scope, *seller, id, c)?;
        refusals.extend(refusal.map(|refusal| (*seller, refusal)));
    }
    let mut sold: BTreeMap<PartnerId, Vec<Subscription>> = BTreeMap::new();
    for one in queries::sold_by(scope, &distinct, id, c)? {
        sold.entry(one.seller).or_default().push(one);
    }
    for wish in wishes {
        let seller = sellers.get(&wish.id).copied();
        let state = seller.and_then(|seller| Some((seller, sold.get_mut(&seller)?, *times.get(&seller)?)));
        let Some((seller, theirs, now)) = state else {
            decided.decisions.push(Decision::Unknown);
            continue;
        };
        let changes = decided.changes.entry(seller).or_default();
        let decision = match changes.iter().find(|one| one.after.id == wish.id) {
            Some(changed) => Decision::Changes(Box::new(changed.clone())),
            None => decide_one(
                theirs,
                changes,
                wish,
                refusals.get(&seller),
                (scope.partner(), operation, now),
                c,
            )?,
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
    c: &mut DbConnection,
) -> Result<Decision> {
    let mut family = family_in(theirs, &wish.id, c)?;
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

/// What [`apply_all`] did.
#[derive(Debug, Default)]
pub struct Applied {
    /// The decisions, in the order of the wishes.
    pub decisions: Vec<Decision>,
    /// The sellers whose subscriptions changed.
    pub sellers: Vec<PartnerId>,
    /// The log entries.
    pub activities: Vec<Activity>,
}

/// Changes the subscriptions for which no rule forbids it. The caller has locked the sellers
/// ([`queries::lock_sellers`]), and calls [`record_changes`] afterwards, once for all customers.
///
/// # Errors
/// As for [`decide_all`].
pub fn apply_all<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    wishes: &[Wish],
    operation: &Operation,
) -> Result<Applied> {
    let decided = decide_all(scope, id, wishes, operation, tx.at, tx.c)?;
    let mut applied = Applied { decisions: decided.decisions, ..Applied::default() };
    for (seller, changes) in decided.changes {
        queries::save_all(tx, id, &changes)?;
        applied.activities.extend(change_entry(tx, scope.partner(), id, &decided.name, &changes)?);
        applied.sellers.push(seller);
    }
    Ok(applied)
}

/// Records the changes of several customers for the indexes in memory.
///
/// # Errors
/// The database failed.
pub fn record_changes<'a>(
    tx: &mut Tx<'_>,
    applied: impl IntoIterator<Item = (MicrosoftId, &'a Applied)>,
) -> Result<()> {
    let mut by_seller: BTreeMap<PartnerId, Vec<MicrosoftId>> = BTreeMap::new();
    for (customer, applied) in applied {
        for seller in &applied.sellers {
            by_seller.entry(*seller).or_default().push(customer);
        }
    }
    by_seller.into_iter().try_for_each(|(seller, ids)| queries::record_all(tx, seller, ids))
}
