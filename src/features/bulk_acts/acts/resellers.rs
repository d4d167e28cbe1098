//! Sets the reseller of record of customers, as the form of one customer does.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::db::{DbConnection, portable};
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::Result;
use crate::features::bulk_acts::outcomes::{
    DoneRow, FormerReseller, PlannedRow, RowDetails, RowOutcome, RowReason, RowToDo, RowValue,
};
use crate::features::customers::resellers::all_resellers;
use crate::features::reseller_of_record::changes::{ResellerChange, WantedReseller, change_resellers};
use crate::features::reseller_of_record::current::{
    CurrentResellers, ResellerDecision, current_resellers, joined,
};
use crate::features::reseller_of_record::queries::live_reseller;
use std::collections::HashMap;

/// The names and MPN IDs of a provider's resellers, former ones too.
struct Names(HashMap<PartnerId, (String, String)>);

impl Names {
    fn load<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Self> {
        let all = all_resellers(scope, c)?;
        Ok(Names(all.into_iter().map(|reseller| (reseller.id, (reseller.name, reseller.mpn_id))).collect()))
    }

    fn mpn_id(&self, id: PartnerId) -> Option<&String> {
        self.0.get(&id).map(|(_, mpn_id)| mpn_id)
    }

    /// Returns the MPN IDs of the resellers that a customer has: what a review shows, and a row checks when its turn comes.
    fn mark(&self, current: &CurrentResellers) -> String {
        joined(current.resellers.iter().filter_map(|id| self.mpn_id(*id)))
    }

    /// Returns the values before and after a change. A customer with several resellers cannot be given back to all of them.
    fn details(&self, current: &CurrentResellers, new: Option<PartnerId>) -> RowDetails {
        let named = |ids: &[PartnerId]| {
            let names: Vec<&str> =
                ids.iter().filter_map(|id| self.0.get(id).map(|(name, _)| name.as_str())).collect();
            Some(RowValue::Partner(names.join(", ")))
        };
        let former = current.only_reseller();
        RowDetails {
            before: named(&current.resellers),
            after: named(new.as_slice()),
            reseller: former.map(|id| FormerReseller { mpn_id: id.and_then(|id| self.mpn_id(id).cloned()) }),
            ..RowDetails::default()
        }
    }
}

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
    let current = current_resellers(c, scope.partner(), ids)?;
    let (names, new) = (Names::load(scope, c)?, find_reseller(scope, wanted, c)?);
    let plan = |id: &MicrosoftId| {
        let current = current.get(id)?;
        let (outcome, reason) = match new.map(|new| current.decide(new)) {
            None => (RowOutcome::Blocked, Some(RowReason::NotAReseller)),
            Some(ResellerDecision::OrderWaits) => (RowOutcome::Blocked, Some(RowReason::OrderWaits)),
            Some(ResellerDecision::AlreadySo) => (RowOutcome::Same, None),
            Some(ResellerDecision::Change) => (RowOutcome::Planned, None),
        };
        let is_planned = outcome == RowOutcome::Planned;
        Some(PlannedRow {
            customer: *id,
            subscription: None,
            request: None,
            outcome,
            reason,
            details: new.filter(|_| is_planned).map(|new| names.details(current, new)).unwrap_or_default(),
            mark: if is_planned { names.mark(current) } else { String::new() },
        })
    };
    Ok(ids.iter().filter_map(plan).collect())
}

/// Returns the wanted reseller, or none if none is wanted; `None` if the partner is not a reseller of the provider.
fn find_reseller<P>(
    scope: &Scope<P>,
    wanted: &WantedReseller,
    c: &mut DbConnection,
) -> Result<Option<Option<PartnerId>>> {
    match &wanted.mpn_id {
        None => Ok(Some(None)),
        Some(mpn_id) => Ok(live_reseller(scope, mpn_id, c)?.map(Some)),
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
    let me = scope.partner();
    portable::lock_partner(tx.c, me)?;
    let names = Names::load(scope, tx.c)?;
    let ids: Vec<MicrosoftId> = rows.iter().map(|row| row.customer).collect();
    let current = current_resellers(tx.c, me, &ids)?;
    let mut resellers: HashMap<Option<String>, Option<Option<PartnerId>>> = HashMap::new();
    let (mut done, mut changes, mut reason) = (Vec::new(), Vec::new(), String::new());
    for row in rows {
        let Some(wanted) = wanted(row) else {
            done.push(row.unchanged(failed, Some(RowReason::SeveralResellers)));
            continue;
        };
        let Some(current) = current.get(&row.customer) else {
            done.push(row.unchanged(failed, Some(RowReason::Gone)));
            continue;
        };
        let new = match resellers.get(&wanted.mpn_id) {
            Some(known) => *known,
            None => {
                let found = find_reseller(scope, &wanted, tx.c)?;
                resellers.insert(wanted.mpn_id.clone(), found);
                found
            }
        };
        let Some(new) = new else {
            done.push(row.unchanged(failed, Some(RowReason::NotAReseller)));
            continue;
        };
        let is_stale = names.mark(current) != row.mark;
        match current.decide(new) {
            ResellerDecision::AlreadySo if same == RowOutcome::Same => done.push(row.unchanged(same, None)),
            ResellerDecision::OrderWaits if !is_stale => {
                done.push(row.unchanged(failed, Some(RowReason::OrderWaits)));
            }
            ResellerDecision::Change if !is_stale => {
                changes.push(ResellerChange { customer: row.customer, current, new });
                reason = wanted.reason;
                done.push(DoneRow {
                    position: row.position,
                    outcome: changed,
                    reason: None,
                    details: names.details(current, new),
                    mark: new.and_then(|id| names.mpn_id(id).cloned()).unwrap_or_default(),
                });
            }
            _ => done.push(row.unchanged(failed, Some(RowReason::ChangedMeanwhile))),
        }
    }
    // All rows of an act have the same reason.
    let activities = change_resellers(tx, me, &changes, &reason)?;
    Ok((done, activities))
}
