//! Changes a subscription: one transaction checks the rules, writes the row, and logs the change for all affected
//! partners. The HTTP handlers are in [`super::handlers`].

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::Grants;
use crate::domain::{MicrosoftId, PartnerId, SubscriptionId, SubscriptionStatus};
use crate::error::{Error, Result};
use crate::features::subscriptions::change::log_entry::{ChangedSubscription, entry};
use crate::features::subscriptions::change::queries;
use crate::features::subscriptions::lifecycle::at_renewal::dropped_plan;
use crate::features::subscriptions::lifecycle::operation::{Family, Operation, OperationError};
use crate::features::subscriptions::lifecycle::transitions;
use crate::features::subscriptions::model::Subscription;
use crate::state::AppState;

/// A change that a user requests.
#[derive(Debug, Clone)]
pub struct RequestedChange {
    /// The customer.
    pub customer: MicrosoftId,
    /// The subscription.
    pub id: SubscriptionId,
    /// The version that the user saw. `None`, if the form did not contain it, counts as stale.
    pub version: Option<i32>,
    /// The operation.
    pub operation: Operation,
}

/// The result of a requested change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeOutcome {
    /// The change was made.
    Done {
        /// Whether the subscription is deleted now, not only scheduled for cancellation.
        deleted: bool,
    },
    /// The subscription already had the requested state, and the user saw the current version.
    AlreadySo,
    /// A rule forbids the change.
    Refused(OperationError),
}

/// Makes the change, or returns why not.
///
/// # Errors
/// [`Error::NotFound`] for a customer or subscription that the partner may not see, [`Error::Stale`] if another user
/// changed it in the meantime, and not to the requested state.
pub async fn apply<P: Grants>(
    portal: &AppState,
    scope: Scope<P>,
    wish: RequestedChange,
) -> Result<ChangeOutcome> {
    portal.log.record(scope.author(), move |tx| apply_in(tx, &scope, &wish)).await
}

fn apply_in<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    wish: &RequestedChange,
) -> Result<(ChangeOutcome, Vec<Activity>)> {
    let nothing = |outcome| Ok((outcome, Vec::new()));
    let (seller, name) = queries::seller_to_change(tx, scope, wish.customer, &wish.id)?;
    let sold = queries::sold_to_customer(tx, seller, wish.customer)?;
    let mut family = queries::family(tx, &sold, &wish.id)?;
    if let Some(refusal) = queries::reseller_refusal(tx, scope, seller, wish.customer)? {
        return nothing(ChangeOutcome::Refused(refusal));
    }
    if let Operation::AtRenewal(wish) = &wish.operation {
        if wish.is_order() && seller != scope.partner() {
            return nothing(ChangeOutcome::Refused(OperationError::OfferOfSeller));
        }
        queries::add_renewable_offers(tx, &mut family)?;
    }
    let is_stale = wish.version != Some(family.this.version);
    match transitions::decide(&family, &wish.operation, tx.at) {
        // The same form was submitted twice: the first submission already made the change.
        Ok(after) if after.is_empty() && is_stale => nothing(ChangeOutcome::Done { deleted: false }),
        Ok(after) if after.is_empty() => nothing(ChangeOutcome::AlreadySo),
        _ if is_stale => Err(Error::Stale),
        Err(refusal) => nothing(ChangeOutcome::Refused(refusal)),
        Ok(after) => {
            let deleted = after.first().is_some_and(|one| one.status == SubscriptionStatus::Deleted);
            let changes = pairs(&family, after);
            let activity = write_changes(tx, scope.partner(), wish.customer, &name, &changes)?;
            Ok((ChangeOutcome::Done { deleted }, activity.into_iter().collect()))
        }
    }
}

/// Returns each changed subscription with its previous state.
pub(super) fn pairs(family: &Family, after: Vec<Subscription>) -> Vec<ChangedSubscription> {
    let before =
        |id: &SubscriptionId| std::iter::once(&family.this).chain(&family.add_ons).find(|one| one.id == *id);
    let changed = |after: Subscription| {
        let before = before(&after.id)?.clone();
        let dropped = dropped_plan(family, &before, &after);
        Some(ChangedSubscription { before, after, dropped })
    };
    after.into_iter().filter_map(changed).collect()
}

/// Writes the changes of one seller's subscriptions and returns the log entry.
pub(super) fn write_changes(
    tx: &mut Tx<'_>,
    author: PartnerId,
    customer: MicrosoftId,
    name: &str,
    changes: &[ChangedSubscription],
) -> Result<Option<Activity>> {
    queries::save_all(tx, customer, changes)?;
    let circle = queries::affected_partners(tx, changes, customer)?;
    Ok(entry(author, customer, name, changes, &circle))
}
