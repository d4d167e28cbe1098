//! The work on an act, on a thread of its own: prepares the review, does the rows, undoes them. Each batch is one transaction:
//! the rows, their outcomes, the counts and the log entries. So after a crash each row was done once or not at all, and any
//! process continues. The role of the person is read again in each batch.

use crate::audit::notices::NoticeRule;
use crate::audit::{Activity, ActorKind, Author, Tx};
use crate::auth::actor::active_person;
use crate::auth::scope::ViewCustomers;
use crate::auth::{Actor, Scope};
use crate::db::portable;
use crate::error::{Error, Result};
use crate::features::bulk_acts::acts::{reminders, resellers, subscriptions, tags};
use crate::features::bulk_acts::leases::{Lease, MAX_ATTEMPTS};
use crate::features::bulk_acts::model::{BulkContent, BulkRow, BulkState, StopReason};
use crate::features::bulk_acts::outcomes::{DoneRow, RowOutcome, RowToDo};
use crate::features::bulk_acts::parameters::BulkParameters;
use crate::features::bulk_acts::{leases, planning, rows, transitions};
use crate::state::AppState;
use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

/// Target time of a batch. Other writers wait that long; they must not wait more than 200 ms.
const TARGET_BATCH_TIME: Duration = Duration::from_millis(80);

/// Rows of the first batch.
const INITIAL_BATCH_SIZE: usize = 25;

/// Limits of the number of rows in a batch.
const BATCH_SIZES: RangeInclusive<usize> = 5..=400;

/// Pause between batches, in which waiting writers get the lock.
const PAUSE: Duration = Duration::from_millis(5);

/// Rows between two checkpoints of SQLite's write-ahead log.
const ROWS_PER_CHECKPOINT: usize = 4_000;

/// What a batch did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BatchOutcome {
    /// It did this number of rows; there may be more.
    Done(usize),
    /// Nothing is left to do.
    Over,
}

/// Works on an act until it waits for a person, is over, is stopped, or the lease is lost.
///
/// # Errors
/// The database failed; the act is tried again later, and stopped after several failures.
pub fn run(portal: &AppState, lease: &Lease) -> Result<()> {
    let worked = run_batches(portal, lease);
    if let Err(error) = &worked {
        let attempts = portal.db.write_now(|c| leases::record_failure(c, lease.partner, lease))?;
        if attempts >= MAX_ATTEMPTS {
            tracing::error!(%error, act = %lease.id, "a bulk act is stopped after several failures");
            stop_failed(portal, lease)?;
        }
    }
    worked
}

fn run_batches(portal: &AppState, lease: &Lease) -> Result<()> {
    let (mut size, mut unchecked) = (INITIAL_BATCH_SIZE, 0);
    loop {
        let began = Instant::now();
        let BatchOutcome::Done(count) = run_batch(portal, lease, size)? else { return Ok(()) };
        let ratio = TARGET_BATCH_TIME.as_secs_f64() / began.elapsed().as_secs_f64().max(0.001);
        size =
            ((size as f64 * ratio.clamp(0.4, 1.5)) as usize).clamp(*BATCH_SIZES.start(), *BATCH_SIZES.end());
        unchecked += count;
        if unchecked > ROWS_PER_CHECKPOINT {
            unchecked = 0;
            portal.db.maintain(portable::checkpoint)?;
        }
        std::thread::sleep(PAUSE);
    }
}

/// Does the next rows of an act, about `size`, in one transaction. A review is prepared as a whole.
///
/// # Errors
/// As [`run`]. Nothing of the batch was written then.
pub fn run_batch(portal: &AppState, lease: &Lease, size: usize) -> Result<BatchOutcome> {
    let leased = portal.db.write_now(|c| {
        let row = leases::renew(c, lease.partner, lease)?;
        row.map(|row| Ok((active_person(c, row.user_id)?, row))).transpose()
    })?;
    let Some((person, row)) = leased else { return Ok(BatchOutcome::Over) };
    let author = author(&row, person.as_ref());
    if row.state == BulkState::Preparing {
        let scope = person.and_then(|person| Scope::for_job(person, author.clone()));
        return match scope {
            Some(scope) => {
                planning::prepare(portal, lease, &scope, &row.parsed_content()?).map(|()| BatchOutcome::Over)
            }
            None => portal
                .db
                .write_now(|c| leases::finish(c, lease.partner, lease, BulkState::Reviewed))
                .map(|()| BatchOutcome::Over),
        };
    }
    portal.log.record_now(&author, |tx| {
        // The state may have changed since.
        let Some(row) = leases::renew(tx.c, lease.partner, lease)? else {
            return Ok((BatchOutcome::Over, Vec::new()));
        };
        leases::reset_attempts(tx.c, lease.partner, lease)?;
        let person = active_person(tx.c, row.user_id)?;
        let person = person.filter(|person| person.may(row.act.permission()));
        let Some(scope) = person.and_then(|person| Scope::for_job(person, author.clone())) else {
            let entry = transitions::stop(tx, &row, StopReason::Role, None)?;
            return Ok((BatchOutcome::Over, vec![entry]));
        };
        let from = if row.state == BulkState::Undoing { RowOutcome::Changed } else { RowOutcome::Planned };
        let to_do = rows::next(tx, row.id, from, size)?;
        if to_do.is_empty() {
            let entry = transitions::end(tx, &row)?;
            leases::finish(tx.c, lease.partner, lease, end_state(row.state))?;
            return Ok((BatchOutcome::Over, vec![entry]));
        }
        let (done, mut activities) = do_rows(tx, &scope, &row, &to_do)?;
        activities.iter_mut().for_each(|one| one.notice = NoticeRule::Never);
        rows::record(tx, row.id, from, &done)?;
        Ok((BatchOutcome::Done(done.len()), activities))
    })
}

const fn end_state(state: BulkState) -> BulkState {
    match state {
        BulkState::Undoing => BulkState::Undone,
        _ => BulkState::Ended,
    }
}

fn do_rows(
    tx: &mut Tx<'_>,
    scope: &Scope<ViewCustomers>,
    row: &BulkRow,
    to_do: &[RowToDo],
) -> Result<(Vec<DoneRow>, Vec<Activity>)> {
    let BulkContent { parameters, .. } = row.parsed_content()?;
    let undoes = row.state == BulkState::Undoing;
    if let Some(wanted) = parameters.tags() {
        let adds = matches!(parameters, BulkParameters::AddTags(_));
        return if undoes {
            tags::undo(tx, scope, adds, to_do)
        } else {
            tags::carry_out(tx, scope, &wanted, to_do)
        };
    }
    if let Some(wanted) = parameters.reseller() {
        return if undoes {
            resellers::undo(tx, scope, to_do)
        } else {
            resellers::carry_out(tx, scope, &wanted, to_do)
        };
    }
    if parameters == BulkParameters::Remind {
        return reminders::carry_out(tx, scope, to_do);
    }
    match parameters.operation() {
        Some((_, opposite)) if undoes => subscriptions::undo(tx, scope, &opposite, to_do),
        Some((operation, _)) => subscriptions::carry_out(tx, scope, &operation, to_do),
        None => Err(Error::internal("a bulk act without rows")),
    }
}

/// Returns the author of the log entries: the person on whose behalf the act runs, with the request that confirmed it.
fn author(row: &BulkRow, person: Option<&Actor>) -> Author {
    let Some(person) = person else { return Author::system(row.partner_id) };
    Author {
        kind: ActorKind::User,
        partner: Some(row.partner_id),
        user: Some(person.user),
        name: person.name.clone(),
        request_id: row.request_id.clone(),
        program: None,
        address: row.address.clone(),
    }
}

fn stop_failed(portal: &AppState, lease: &Lease) -> Result<()> {
    portal.log.record_now(&Author::system(lease.partner), |tx| {
        let Some(row) = leases::renew(tx.c, lease.partner, lease)? else { return Ok(((), Vec::new())) };
        let entry = transitions::stop(tx, &row, StopReason::Failure, None)?;
        Ok(((), vec![entry]))
    })
}
