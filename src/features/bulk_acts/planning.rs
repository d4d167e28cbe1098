//! Prepares the review: finds the selected rows and checks each. The rows are written in small batches, so a selection of a
//! million customers neither fills the memory nor delays other writers.

use crate::auth::Scope;
use crate::auth::scope::ViewCustomers;
use crate::clock;
use crate::db::DbConnection;
use crate::domain::{BulkList, MicrosoftId, SubscriptionId};
use crate::error::{Error, Result};
use crate::features::bulk_acts::acts::{reminders, resellers, subscriptions, tags};
use crate::features::bulk_acts::leases;
use crate::features::bulk_acts::leases::Lease;
use crate::features::bulk_acts::model::{BulkContent, BulkState};
use crate::features::bulk_acts::outcomes::PlannedRow;
use crate::features::bulk_acts::parameters::BulkParameters;
use crate::features::bulk_acts::rows;
use crate::features::bulk_acts::selection::{FoundRows, RowBatch};
use crate::state::AppState;
use std::time::Duration;

/// Customers whose rows are checked and written together.
const CUSTOMERS: usize = 300;

/// Pause between batches, in which waiting writers get the lock.
const PAUSE: Duration = Duration::from_millis(3);

/// Finds and checks all rows of an act, then lets it wait for confirmation. Begins again if an earlier attempt was
/// interrupted.
///
/// # Errors
/// The database failed. [`Error::Stale`] if the lease was lost.
pub fn prepare(
    portal: &AppState,
    lease: &Lease,
    scope: &Scope<ViewCustomers>,
    content: &BulkContent,
) -> Result<()> {
    while write(portal, lease, |c| rows::delete_batch(c, lease.partner, lease.id))? > 0 {}
    let found = portal.db.read_now(|c| FoundRows::find(scope, &portal.lists, &content.selection, c))?;
    let list = content.selection.list()?;
    let (mut next, mut written) = (0, 0);
    while next < found.len() {
        let (batch, after) = found.batch(next, CUSTOMERS);
        let planned = portal.db.read_now(|c| match batch {
            RowBatch::Customers(groups) => plan(scope, &content.parameters, list, groups, c),
            RowBatch::Requests(ids) => reminders::plan(scope, &ids, clock::now(), c),
        })?;
        write(portal, lease, |c| rows::insert(c, lease.partner, lease.id, written, &planned))?;
        written += planned.len() as i64;
        next = after;
        std::thread::sleep(PAUSE);
    }
    portal.db.write_now(|c| leases::finish(c, lease.partner, lease, BulkState::Reviewed))
}

fn write<T>(
    portal: &AppState,
    lease: &Lease,
    change: impl FnOnce(&mut DbConnection) -> Result<T>,
) -> Result<T> {
    portal.db.write_now(|c| {
        leases::renew(c, lease.partner, lease)?.ok_or(Error::Stale)?;
        change(c)
    })
}

fn plan(
    scope: &Scope<ViewCustomers>,
    parameters: &BulkParameters,
    list: BulkList,
    groups: Vec<(MicrosoftId, Vec<SubscriptionId>)>,
    c: &mut DbConnection,
) -> Result<Vec<PlannedRow>> {
    let ids: Vec<MicrosoftId> = groups.iter().map(|(id, _)| *id).collect();
    if let Some(wanted) = parameters.tags() {
        return tags::plan(scope, &wanted, &ids, c);
    }
    if let Some(wanted) = parameters.reseller() {
        return resellers::plan(scope, &wanted, &ids, c);
    }
    let Some((operation, _)) = parameters.operation() else {
        return Err(Error::internal("a bulk act without rows"));
    };
    let of_list = |ids| (list == BulkList::Subscriptions).then_some(ids);
    let groups: Vec<_> = groups.into_iter().map(|(id, ids)| (id, of_list(ids))).collect();
    subscriptions::plan(scope, &operation, &groups, c)
}
