//! Changes subscriptions with [`apply_all`], as the page of one subscription does. The subscriptions of a customer change
//! together and make one log entry.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::clock;
use crate::db::DbConnection;
use crate::db::schema::customers;
use crate::domain::{MicrosoftId, PartnerId, SubscriptionId, SubscriptionStatus};
use crate::error::{Error, Result};
use crate::features::bulk_acts::outcomes::{
    DoneRow, PlannedRow, RowDetails, RowOutcome, RowReason, RowToDo, RowValue,
};
use crate::features::subscriptions::change::queries::lock_sellers;
use crate::features::subscriptions::change::several::{
    Applied, Decision, SeenVersion, Wish, apply_all, decide_all, record_changes,
};
use crate::features::subscriptions::lifecycle::operation::Operation;
use crate::features::subscriptions::model::Subscription;
use crate::features::subscriptions::queries::{PartnerName, partner_names, visible};
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

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
    let own = scope.customers().filter(customers::microsoft_id.eq_any(&ids));
    let own: HashSet<MicrosoftId> = own.select(customers::microsoft_id).load(c)?.into_iter().collect();
    let mut rows = Vec::new();
    for (customer, selected) in groups.iter().filter(|(id, _)| own.contains(id)) {
        rows.extend(plan_customer(scope, operation, *customer, selected.as_deref(), c)?);
    }
    Ok(rows)
}

fn plan_customer<P>(
    scope: &Scope<P>,
    operation: &Operation,
    customer: MicrosoftId,
    selected: Option<&[SubscriptionId]>,
    c: &mut DbConnection,
) -> Result<Vec<PlannedRow>> {
    let mut theirs = visible(scope, customer, c)?;
    theirs.retain(|one| match selected {
        Some(ids) => ids.contains(&one.id),
        None => one.status != SubscriptionStatus::Deleted,
    });
    // Parents first, because their changes include add-ons.
    theirs.sort_by(|a, b| (a.parent.is_some(), &a.name, &a.id).cmp(&(b.parent.is_some(), &b.name, &b.id)));
    theirs.dedup_by(|a, b| a.id == b.id);
    if theirs.is_empty() {
        let none = PlannedRow {
            customer,
            subscription: None,
            request: None,
            outcome: RowOutcome::Same,
            reason: Some(RowReason::NoSubscription),
            details: RowDetails::default(),
            mark: String::new(),
        };
        return Ok(if selected.is_none() { vec![none] } else { Vec::new() });
    }
    let wishes: Vec<Wish> =
        theirs.iter().map(|one| Wish { id: one.id.clone(), seen: SeenVersion::Any }).collect();
    let decided = decide_all(scope, customer, &wishes, operation, clock::now(), c)?;
    let names = partner_names(scope, &theirs, c)?;
    let rows = theirs.iter().zip(decided.decisions);
    Ok(rows.map(|(one, decision)| planned(customer, one, decision, operation, &names)).collect())
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
    let (mut done, mut activities) = (Vec::with_capacity(rows.len()), Vec::new());
    let mut applied: Vec<(MicrosoftId, Applied)> = Vec::new();
    for group in rows.chunk_by(|one, next| one.customer == next.customer) {
        let customer = group[0].customer;
        match change_customer(tx, scope, operation, customer, group) {
            Err(Error::NotFound) => {
                let gone = |row: &RowToDo| row.unchanged(outcomes[2], Some(RowReason::Gone));
                done.extend(group.iter().map(gone));
            }
            Err(error) => return Err(error),
            Ok(mut changed) => {
                let names = names_of_changed(tx, scope, &changed)?;
                let decisions = std::mem::take(&mut changed.decisions);
                let rows = group.iter().zip(decisions);
                done.extend(rows.map(|(row, decision)| done_row(row, decision, operation, &names, outcomes)));
                activities.append(&mut changed.activities);
                applied.push((customer, changed));
            }
        }
    }
    record_changes(tx, applied.iter().map(|(customer, applied)| (*customer, applied)))?;
    Ok((done, activities))
}

fn change_customer<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    operation: &Operation,
    customer: MicrosoftId,
    rows: &[RowToDo],
) -> Result<Applied> {
    let wish = |row: &RowToDo| Wish {
        id: row.subscription.clone().unwrap_or(SubscriptionId(String::new())),
        seen: SeenVersion::Version(row.mark.parse().ok()),
    };
    let wishes: Vec<Wish> = rows.iter().map(wish).collect();
    apply_all(tx, scope, customer, &wishes, operation)
}

fn names_of_changed<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    applied: &Applied,
) -> Result<HashMap<PartnerId, PartnerName>> {
    let changed: Vec<Subscription> = applied
        .decisions
        .iter()
        .filter_map(|decision| match decision {
            Decision::Changes(one) => Some(one.after.clone()),
            _ => None,
        })
        .collect();
    if changed.is_empty() { Ok(HashMap::new()) } else { partner_names(scope, &changed, tx.c) }
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
