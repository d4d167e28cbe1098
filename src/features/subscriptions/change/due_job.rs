//! The daily job: deletes, cancels, renews or suspends the subscriptions whose date has come. It is idempotent, and may
//! run at any time and in several processes concurrently.

use crate::audit::{Activity, Author, Tx};
use crate::clock;
use crate::db::partners::local_time;
use crate::db::portable;
use crate::error::{Error, Result};
use crate::features::offers::known::KnownOffers;
use crate::features::subscriptions::change::apply::{pairs, write_changes};
use crate::features::subscriptions::change::queries;
use crate::features::subscriptions::change::queries::DueSubscription;
use crate::features::subscriptions::lifecycle::daily::advance_to;
use crate::state::AppState;
use chrono::NaiveDateTime;

/// The maximum number of due subscriptions per query.
const BATCH_SIZE: i64 = 1_000;

/// The number of changes per transaction; small, so that other changes of the same partner do not wait long.
const BATCH: usize = 100;

/// Makes all changes that are due now; returns how many subscriptions changed.
///
/// # Errors
/// If the database fails. Batches committed before the error stay committed.
pub fn run(portal: &AppState) -> Result<usize> {
    run_at(portal, clock::now())
}

/// Like [`run`], but for the time `now`.
///
/// # Errors
/// As [`run`].
fn run_at(portal: &AppState, now: NaiveDateTime) -> Result<usize> {
    let mut total = 0;
    loop {
        let due = portal.db.read_now(|c| queries::due(c, now, BATCH_SIZE))?;
        let batches = due.chunk_by(|one, next| one.seller == next.seller).flat_map(|due| due.chunks(BATCH));
        let (mut done, mut failed) = (0, None);
        for batch in batches {
            match apply_batch(portal, batch, now) {
                Ok(count) => done += count,
                // Continue with the other batches; they are due too.
                Err(error) => failed = Some(error),
            }
        }
        total += done;
        match failed {
            Some(error) if done == 0 => return Err(error),
            None if done == 0 => return Ok(total),
            _ => {}
        }
    }
}

fn apply_batch(portal: &AppState, batch: &[DueSubscription], now: NaiveDateTime) -> Result<usize> {
    let Some(first) = batch.first() else { return Ok(0) };
    let seller = first.seller;
    portal.log.record_now(&Author::system(seller), |tx| {
        portable::lock_partner(tx.c, seller)?;
        let (mut count, mut activities, mut offers) = (0, Vec::new(), KnownOffers::default());
        for due in batch {
            let (changed, activity) = apply_due(tx, due, now, &mut offers)?;
            count += changed;
            activities.extend(activity);
        }
        Ok((count, activities))
    })
}

/// Reads the subscription again, because it may have changed before the lock was taken.
fn apply_due(
    tx: &mut Tx<'_>,
    due: &DueSubscription,
    now: NaiveDateTime,
    offers: &mut KnownOffers,
) -> Result<(usize, Option<Activity>)> {
    let sold = queries::sold_to_customer(tx, due.seller, due.customer)?;
    let family = match queries::family(tx, &sold, &due.id, offers) {
        Err(Error::NotFound) => return Ok((0, None)),
        family => family?,
    };
    let changes = pairs(&family, advance_to(&family, local_time(tx.c, due.seller, now)?));
    if changes.is_empty() {
        return Ok((0, None));
    }
    let name = queries::customer_name(tx, due.seller, due.customer)?;
    Ok((changes.len(), write_changes(tx, due.seller, due.customer, &name, &changes)?))
}
