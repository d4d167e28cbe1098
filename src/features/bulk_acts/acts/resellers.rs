//! Sets the reseller of record of customers, as the form of one customer does.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::db::schema::customers;
use crate::db::{DbConnection, portable};
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::{Error, Result};
use crate::features::bulk_acts::outcomes::{
    DoneRow, FormerReseller, PlannedRow, RowDetails, RowOutcome, RowReason, RowToDo, RowValue,
};
use crate::features::customers::resellers::all_resellers;
use crate::features::reseller_of_record::changes::{
    ResellerChange, SetOutcome, WantedReseller, record_resellers, reseller_change, write_reseller,
};
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

type Names = HashMap<PartnerId, (String, String)>;

/// Plans the rows of these customers. Those that the partner does not have are left out.
///
/// # Errors
/// The database failed.
pub fn plan<P>(
    scope: &Scope<P>,
    wanted: &WantedReseller,
    ids: &[MicrosoftId],
    c: &mut DbConnection,
) -> Result<Vec<PlannedRow>> {
    let own = scope.customers().filter(customers::microsoft_id.eq_any(ids));
    let own: HashSet<MicrosoftId> = own.select(customers::microsoft_id).load(c)?.into_iter().collect();
    let names = names(scope, c)?;
    let mut rows = Vec::with_capacity(own.len());
    for id in ids.iter().filter(|id| own.contains(id)) {
        let change = reseller_change(scope, *id, wanted, c)?;
        let (outcome, reason) = match &change {
            Ok(_) => (RowOutcome::Planned, None),
            Err(SetOutcome::AlreadySo | SetOutcome::Done { .. }) => (RowOutcome::Same, None),
            Err(refusal) => (RowOutcome::Blocked, reason(*refusal)),
        };
        rows.push(PlannedRow {
            customer: *id,
            subscription: None,
            outcome,
            reason,
            details: change.as_ref().map(|change| details(change, &names)).unwrap_or_default(),
            mark: change.map(|change| change.had).unwrap_or_default(),
        });
    }
    Ok(rows)
}

/// Returns name and MPN ID of the provider's resellers, former ones too.
fn names<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Names> {
    let all = all_resellers(scope, c)?;
    Ok(all.into_iter().map(|reseller| (reseller.id, (reseller.name, reseller.mpn_id))).collect())
}

fn details(change: &ResellerChange, names: &Names) -> RowDetails {
    let named = |ids: &[PartnerId]| {
        let names: Vec<&str> =
            ids.iter().filter_map(|id| names.get(id).map(|(name, _)| name.as_str())).collect();
        Some(RowValue::Partner(names.join(", ")))
    };
    RowDetails {
        before: named(&change.before),
        after: named(change.new.as_slice()),
        reseller: change.only_reseller_before().map(|mpn_id| FormerReseller { mpn_id }),
        ..RowDetails::default()
    }
}

fn reason(outcome: SetOutcome) -> Option<RowReason> {
    match outcome {
        SetOutcome::NoReseller => Some(RowReason::NotAReseller),
        SetOutcome::OrderWaits => Some(RowReason::OrderWaits),
        SetOutcome::Done { .. } | SetOutcome::AlreadySo => None,
    }
}

/// Sets the reseller of customers whose turn has come, if they have the reseller that the review showed.
///
/// # Errors
/// The database failed; nothing has changed then.
pub fn carry_out<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    wanted: &WantedReseller,
    rows: &[RowToDo],
) -> Result<(Vec<DoneRow>, Vec<Activity>)> {
    let outcomes = [RowOutcome::Changed, RowOutcome::Same, RowOutcome::Failed];
    change(tx, scope, rows, outcomes, |_| Some(wanted.clone()))
}

/// Sets the former reseller of customers that have the one that the act set.
///
/// # Errors
/// As [`carry_out`].
pub fn undo<P>(tx: &mut Tx<'_>, scope: &Scope<P>, rows: &[RowToDo]) -> Result<(Vec<DoneRow>, Vec<Activity>)> {
    change(tx, scope, rows, [RowOutcome::Undone, RowOutcome::Kept, RowOutcome::Kept], |row| {
        let former = row.details.reseller.clone()?;
        Some(WantedReseller { mpn_id: former.mpn_id, reason: String::new(), seen: None })
    })
}

fn change<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    rows: &[RowToDo],
    [changed, same, failed]: [RowOutcome; 3],
    wanted: impl Fn(&RowToDo) -> Option<WantedReseller>,
) -> Result<(Vec<DoneRow>, Vec<Activity>)> {
    portable::lock_partner(tx.c, scope.partner())?;
    let names = names(scope, tx.c)?;
    let (mut done, mut activities, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let Some(wanted) = wanted(row) else {
            done.push(row.unchanged(failed, Some(RowReason::SeveralResellers)));
            continue;
        };
        let wanted = WantedReseller { seen: Some(row.mark.clone()), ..wanted };
        let change = match reseller_change(scope, row.customer, &wanted, tx.c) {
            Ok(Ok(change)) => change,
            Ok(Err(SetOutcome::AlreadySo)) if same == RowOutcome::Same => {
                done.push(row.unchanged(same, None));
                continue;
            }
            Ok(Err(refusal)) => {
                let reason = reason(refusal).or(Some(RowReason::ChangedMeanwhile));
                done.push(row.unchanged(failed, reason));
                continue;
            }
            Err(Error::Stale) => {
                done.push(row.unchanged(failed, Some(RowReason::ChangedMeanwhile)));
                continue;
            }
            Err(Error::NotFound) => {
                done.push(row.unchanged(failed, Some(RowReason::Gone)));
                continue;
            }
            Err(error) => return Err(error),
        };
        let (_, activity) = write_reseller(tx, scope, row.customer, &change, &wanted.reason)?;
        activities.push(activity);
        ids.push(row.customer);
        let mark = change.new.and_then(|id| names.get(&id)).map(|(_, mpn_id)| mpn_id.clone());
        done.push(DoneRow {
            position: row.position,
            outcome: changed,
            reason: None,
            details: details(&change, &names),
            mark: mark.unwrap_or_default(),
        });
    }
    record_resellers(tx, scope, &ids)?;
    Ok((done, activities))
}
