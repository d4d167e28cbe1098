//! Reminds the recipients of relationship requests, as the button on the page of one request does.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::domain::RelationshipRequestId;
use crate::error::{Error, Result};
use crate::features::bulk_acts::outcomes::{
    DoneRow, NO_CUSTOMER, PlannedRow, RowDetails, RowOutcome, RowReason, RowToDo, RowValue,
};
use crate::features::relationship_requests::manage_rights::ManageRights;
use crate::features::relationship_requests::model::RelationshipRequest;
use crate::features::relationship_requests::{change, queries, reminder};
use crate::i18n::time_zone::{LocalTime, partner_zone};
use chrono::NaiveDateTime;

/// Plans the rows of these requests. Those that the partner does not see are left out.
///
/// # Errors
/// The database failed.
pub fn plan<P>(
    scope: &Scope<P>,
    ids: &[RelationshipRequestId],
    now: NaiveDateTime,
    c: &mut DbConnection,
) -> Result<Vec<PlannedRow>> {
    let by = ManageRights::new(scope);
    let now = LocalTime::new(now, partner_zone(&scope.actor().partner));
    let found = queries::by_ids(scope, ids, c)?;
    Ok(found.iter().map(|request| planned(request, &by, now)).collect())
}

fn planned(request: &RelationshipRequest, by: &ManageRights, now: LocalTime) -> PlannedRow {
    let reason = match reminder::problem(request, now.at) {
        _ if request.partner != by.partner => Some(RowReason::OfReseller),
        _ if !by.may(request) => Some(RowReason::NotYours),
        problem => problem.map(RowReason::Reminder),
    };
    let last = request.reminded_at.or(request.sent_at).map(|at| RowValue::Day(now.day_of(at)));
    let after = reason.is_none().then(|| RowValue::Day(now.day()));
    PlannedRow {
        customer: NO_CUSTOMER,
        subscription: None,
        request: Some(request.id),
        outcome: if reason.is_some() { RowOutcome::Blocked } else { RowOutcome::Planned },
        reason,
        details: RowDetails { before: last, after, ..RowDetails::default() },
        mark: request.version.to_string(),
    }
}

/// Reminds the recipients of requests whose turn has come.
///
/// # Errors
/// The database failed; nothing has changed then.
pub fn carry_out<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    rows: &[RowToDo],
) -> Result<(Vec<DoneRow>, Vec<Activity>)> {
    let by = ManageRights::new(scope);
    let today = LocalTime::new(tx.at, partner_zone(&scope.actor().partner)).day();
    let (mut done, mut activities) = (Vec::new(), Vec::new());
    for row in rows {
        match remind(tx, scope, &by, row)? {
            Ok(activity) => {
                let details = RowDetails { after: Some(RowValue::Day(today)), ..row.details.clone() };
                done.push(DoneRow { details, ..row.unchanged(RowOutcome::Changed, None) });
                activities.push(activity);
            }
            Err(reason) => done.push(row.unchanged(RowOutcome::Failed, Some(reason))),
        }
    }
    Ok((done, activities))
}

fn remind<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    by: &ManageRights,
    row: &RowToDo,
) -> Result<std::result::Result<Activity, RowReason>> {
    let Some(id) = row.request else { return Ok(Err(RowReason::Gone)) };
    let request = match change::managed(tx, by, id) {
        Ok(request) => request,
        Err(Error::NotFound) => return Ok(Err(RowReason::Gone)),
        Err(Error::Forbidden(_)) => return Ok(Err(RowReason::NotYours)),
        Err(error) => return Err(error),
    };
    if let Some(problem) = reminder::problem(&request, tx.at) {
        return Ok(Err(RowReason::Reminder(problem)));
    }
    if request.version.to_string() != row.mark {
        return Ok(Err(RowReason::ChangedMeanwhile));
    }
    match reminder::remind(tx, scope.actor(), &request) {
        Ok(activity) => Ok(Ok(activity)),
        // An answer came between the two statements.
        Err(Error::Stale) => Ok(Err(RowReason::ChangedMeanwhile)),
        Err(error) => Err(error),
    }
}
