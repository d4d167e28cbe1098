//! Several operations on one subscription in one request, as programs send them: one transaction, one log entry. The rules decide
//! about each operation after the one before; if one is refused, nothing changes.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::Grants;
use crate::db::partners::local_time;
use crate::domain::{MicrosoftId, SubscriptionId, SubscriptionStatus};
use crate::error::{Error, Result};
use crate::features::offers::known::KnownOffers;
use crate::features::subscriptions::change::apply::{ChangeOutcome, write_changes};
use crate::features::subscriptions::change::log_entry::ChangedSubscription;
use crate::features::subscriptions::change::queries;
use crate::features::subscriptions::change::several::{Decision, SeenVersion, Wish, decide_one};
use crate::features::subscriptions::lifecycle::operation::Operation;
use crate::features::subscriptions::model::Subscription;
use crate::state::AppState;

/// Makes the changes, or returns why not. `wanted` returns the operations for the subscription as it is stored; it runs while
/// the seller is locked, and may refuse.
///
/// # Errors
/// [`Error::NotFound`] for a customer or subscription that the partner may not see; the errors of `wanted`.
pub async fn apply_operations<P: Grants>(
    portal: &AppState,
    scope: Scope<P>,
    (customer, id): (MicrosoftId, SubscriptionId),
    wanted: impl FnOnce(&Subscription) -> Result<Vec<Operation>> + Send + 'static,
) -> Result<ChangeOutcome> {
    portal.log.record(scope.author(), move |tx| apply_in(tx, &scope, (customer, &id), wanted)).await
}

fn apply_in<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    (customer, id): (MicrosoftId, &SubscriptionId),
    wanted: impl FnOnce(&Subscription) -> Result<Vec<Operation>>,
) -> Result<(ChangeOutcome, Vec<Activity>)> {
    let (seller, name) = queries::seller_to_change(tx, scope, customer, id)?;
    let refusal = queries::reseller_refusals(scope, seller, &[customer], tx.c)?.remove(&customer);
    let mut offers = KnownOffers::default();
    let now = local_time(tx.c, seller, tx.at)?;
    let mut sold = queries::sold_to_customer(tx, seller, customer)?;
    let this = queries::family(tx, &sold, id, &mut offers)?.this;
    let operations = wanted(&this)?;
    let wish = Wish { id: id.clone(), seen: SeenVersion::Any };
    let mut changes: Vec<ChangedSubscription> = Vec::new();
    for operation in &operations {
        let with = (scope.partner(), operation, now);
        match decide_one(&mut sold, &mut changes, &wish, refusal.as_ref(), with, &mut offers, tx.c)? {
            Decision::Changes(_) | Decision::AlreadySo { .. } => {}
            Decision::Refused(refusal) => return Ok((ChangeOutcome::Refused(refusal), Vec::new())),
            Decision::Stale => return Err(Error::Stale),
            Decision::Unknown => return Err(Error::NotFound),
        }
    }
    // Two operations may have undone each other.
    changes.retain(|one| one.before != one.after);
    if changes.is_empty() {
        return Ok((ChangeOutcome::AlreadySo, Vec::new()));
    }
    let entry = write_changes(tx, scope.partner(), customer, &name, &changes)?;
    let deleted =
        changes.iter().any(|one| one.after.id == *id && one.after.status == SubscriptionStatus::Deleted);
    Ok((ChangeOutcome::Done { deleted }, entry.into_iter().collect()))
}
