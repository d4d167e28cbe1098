//! Changes subscriptions with [`apply_all`], as the page of one subscription does. The subscriptions of a customer change
//! together and make one log entry.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::clock;
use crate::db::DbConnection;
use crate::domain::{MicrosoftId, PartnerId, SubscriptionId, SubscriptionStatus};
use crate::error::Result;
use crate::features::bulk_acts::outcomes::{
    DoneRow, PlannedRow, RowDetails, RowOutcome, RowReason, RowToDo, RowValue,
};
use crate::features::subscriptions::change::facts::Facts;
use crate::features::subscriptions::change::queries::lock_sellers;
use crate::features::subscriptions::change::several::{
    Applied, Decision, SeenVersion, Wish, apply_all, decide_all,
};
use crate::features::subscriptions::lifecycle::operation::Operation;
use crate::features::subscriptions::model::Subscription;
use crate::features::subscriptions::queries::{PartnerName, partner_names};
use std::collections::HashMap;

/// A customer with the selected subscriptions; `None` for all that are not deleted.
pub type CustomerWithSubscriptions = (MicrosoftId, Option<Vec<SubscriptionId>>);

/// Plans the rows of these customers' subscriptions. What the partner does not have is left out.
///
/// # Errors
/// The database failed.
pub fn plan<P>(
    scope: &Scope<P>,
    operation: &Operation,
    groups: &[CustomerWithSubscriptions],
    c: &mut DbConnection,
) -> Result<Vec<PlannedRow>> {
    let ids: Vec<MicrosoftId> = groups.iter().map(|(id, _)| *id).collect();
    let mut facts = Facts::load(scope, &ids, clock::now(), c)?;
    let all = facts.customers.values().flat_map(|customer| &customer.visible);
    let names = partner_names(scope, all, c)?;
    let mut rows = Vec::new();
    for (customer, selected) in groups {
        let Some(theirs) = facts.customers.get(customer).map(|one| one.visible.clone()) else { continue };
        let theirs = selected_of(theirs, selected.as_deref());
        if theirs.is_empty() {
            rows.extend(selected.is_none().then(|| without_subscription(*customer)));
            continue;
        }
        let wish = |one: &Subscription| Wish { id: one.id.clone(), seen: SeenVersion::Any };
        let wishes: Vec<Wish> = theirs.iter().map(wish).collect();
        let decided = decide_all(scope, &mut facts, *customer, &wishes, operation, c)?;
        let decided = theirs.iter().zip(decided.decisions);
        rows.extend(decided.map(|(one, decision)| planned(*customer, one, decision, operation, &names)));
    }
    Ok(rows)
}

/// Returns the selected subscriptions; all that are not deleted if none are selected.
fn selected_of(mut theirs: Vec<Subscription>, selected: Option<&[SubscriptionId]>) -> Vec<Subscription> {
    theirs.retain(|one| match selected {
        Some(ids) => ids.contains(&one.id),
        None => one.status != SubscriptionStatus::Deleted,
    });
    // Parents first, because their changes include add-ons.
    theirs.sort_by(|a, b| (a.parent.is_some(), &a.name, &a.id).cmp(&(b.parent.is_some(), &b.name, &b.id)));
    theirs.dedup_by(|a, b| a.id == b.id);
    theirs
}

fn without_subscription(customer: MicrosoftId) -> PlannedRow {
    PlannedRow {
        customer,
        subscription: None,
        request: None,
        outcome: RowOutcome::Same,
        reason: Some(RowReason::NoSubscription),
        details: RowDetails::default(),
        mark: String::new(),
    }
}

fn planned(
    customer: MicrosoftId,
    one: &Subscription,
    decision: Decision,
    operation: &Operation,
    names: &HashMap<PartnerId, PartnerName>,
) -> PlannedRow {
    let (outcome, reason, after) = match decision {
        Decision::Changes(changed) => (RowOutcome::Planned, None, Some(changed.after)),
        Decision::AlreadySo { .. } => (RowOutcome::Same, None, None),
        Decision::Refused(refusal) => (RowOutcome::Blocked, Some(RowReason::Rule(refusal)), None),
        Decision::Stale | Decision::Unknown => (RowOutcome::Blocked, Some(RowReason::Gone), None),
    };
    PlannedRow {
        customer,
        subscription: Some(one.id.clone()),
        request: None,
        outcome,
        reason,
        details: RowDetails {
            subscription: Some(one.name.clone()),
            before: Some(value(one, operation, names)),
            after: after.map(|after| value(&after, operation, names)),
            ..RowDetails::default()
        },
        mark: one.version.to_string(),
    }
}

/// Returns the value that the operation changes.
fn value(one: &Subscription, operation: &Operation, names: &HashMap<PartnerId, PartnerName>) -> RowValue {
    match operation {
        Operation::AutoRenew(_) => RowValue::AutoRenew(one.auto_renew),
        Operation::Support(_) => {
            let name = names.get(&one.support_partner()).map(|partner| partner.name.clone());
            RowValue::Partner(name.unwrap_or_default())
        }
        _ => RowValue::Status(one.status.as_str().to_owned()),
    }
}

/// Changes subscriptions whose turn has come, if they are as the review showed them.
///
/// # Errors
/// The database failed; nothing has changed then.
pub fn carry_out<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    operation: &Operation,
    rows: &[RowToDo],
) -> Result<(Vec<DoneRow>, Vec<Activity>)> {
    change(tx, scope, operation, rows, [RowOutcome::Changed, RowOutcome::Same, RowOutcome::Failed])
}

/// Applies the opposite operation to subscriptions that are as the act left them.
///
/// # Errors
/// As [`carry_out`].
pub fn undo<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    opposite: &Operation,
    rows: &[RowToDo],
) -> Result<(Vec<DoneRow>, Vec<Activity>)> {
    change(tx, scope, opposite, rows, [RowOutcome::Undone, RowOutcome::Kept, RowOutcome::Kept])
}

fn change<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    operation: &Operation,
    rows: &[RowToDo],
    outcomes: [RowOutcome; 3],
) -> Result<(Vec<DoneRow>, Vec<Activity>)> {
    let ids: Vec<MicrosoftId> = rows.iter().map(|row| row.customer).collect();
    lock_sellers(tx, scope, &ids)?;
    let groups: Vec<&[RowToDo]> = rows.chunk_by(|one, next| one.customer == next.customer).collect();
    let wanted: Vec<_> =
        groups.iter().map(|group| (group[0].customer, group.iter().map(wish).collect())).collect();
    let applied = apply_all(tx, scope, &wanted, operation)?;
    let names = partner_names(scope, applied.iter().flatten().flat_map(changed), tx.c)?;
    let (mut done, mut activities) = (Vec::with_capacity(rows.len()), Vec::new());
    for (group, applied) in groups.into_iter().zip(applied) {
        let Some(mut applied) = applied else {
            done.extend(group.iter().map(|row| row.unchanged(outcomes[2], Some(RowReason::Gone))));
            continue;
        };
        let rows = group.iter().zip(applied.decisions);
        done.extend(rows.map(|(row, decision)| done_row(row, decision, operation, &names, outcomes)));
        activities.append(&mut applied.activities);
    }
    Ok((done, activities))
}

fn wish(row: &RowToDo) -> Wish {
    Wish {
        id: row.subscription.clone().unwrap_or(SubscriptionId(String::new())),
        seen: SeenVersion::Version(row.mark.parse().ok()),
    }
}

fn changed(applied: &Applied) -> impl Iterator<Item = &Subscription> {
    applied.decisions.iter().filter_map(|decision| match decision {
        Decision::Changes(one) => Some(&one.after),
        _ => None,
    })
}

fn done_row(
    row: &RowToDo,
    decision: Decision,
    operation: &Operation,
    names: &HashMap<PartnerId, PartnerName>,
    [changed, same, failed]: [RowOutcome; 3],
) -> DoneRow {
    match decision {
        Decision::Changes(one) => DoneRow {
            position: row.position,
            outcome: changed,
            reason: None,
            details: RowDetails {
                subscription: Some(one.after.name.clone()),
                before: Some(value(&one.before, operation, names)),
                after: Some(value(&one.after, operation, names)),
                ..RowDetails::default()
            },
            mark: (one.before.version + 1).to_string(),
        },
        Decision::AlreadySo { .. } if same == RowOutcome::Same => row.unchanged(same, None),
        Decision::AlreadySo { .. } | Decision::Stale => {
            row.unchanged(failed, Some(RowReason::ChangedMeanwhile))
        }
        Decision::Refused(refusal) => row.unchanged(failed, Some(RowReason::Rule(refusal))),
        Decision::Unknown => row.unchanged(failed, Some(RowReason::Gone)),
    }
}
