//! The daily job: subscriptions whose day of deletion, cancellation or renewal has come. It may run at any time, twice
//! or in two processes: whoever comes second finds nothing due any more.

use crate::audit::{Activity, Author, Tx};
use crate::clock;
use crate::db::portable;
use crate::error::{Error, Result};
use crate::features::subscriptions::change::apply::{pairs, write_changes};
use crate::features::subscriptions::change::queries;
use crate::features::subscriptions::change::queries::DueSubscription;
use crate::features::subscriptions::lifecycle::daily::advance_to;
use crate::state::AppState;
use chrono::NaiveDateTime;

/// So many are looked for at once,
const BATCH_SIZE: i64 = 1_000;

/// and so many changed in one transaction, so that nobody waits long for theirs.
const BATCH: usize = 100;

/// Does what is due now; answers how many subscriptions changed.
///
/// # Errors
/// The database failed; what was done before stays done.
pub fn run(portal: &AppState) -> Result<usize> {
    run_at(portal, clock::now())
}

/// The same for any moment.
///
/// # Errors
/// As [`run`].
pub fn run_at(portal: &AppState, now: NaiveDateTime) -> Result<usize> {
    let mut total = 0;
    loop {
        let due = portal.db.read_now(|c| queries::due(c, now.date(), BATCH_SIZE))?;
        let batches = due.chunk_by(|one, next| one.seller == next.seller).flat_map(|due| due.chunks(BATCH));
        let (mut done, mut failed) = (0, None);
        for batch in batches {
            match apply_batch(portal, batch, now) {
                Ok(count) => done += count,
                // The others' day has come too.
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
        portable::lock_partner(tx.c, seller.0)?;
        let (mut count, mut activities) = (0, Vec::new());
        for due in batch {
            let (changed, activity) = apply_due(tx, due, now)?;
            count += changed;
            activities.extend(activity);
        }
        Ok((count, activities))
    })
}

/// Looks again, now that nobody else changes this seller's subscriptions.
fn apply_due(
    tx: &mut Tx<'_>,
    due: &DueSubscription,
    now: NaiveDateTime,
) -> Result<(usize, Option<Activity>)> {
    let sold = queries::sold_to_customer(tx, due.seller, due.customer)?;
    let family = match queries::family(tx, &sold, &due.id) {
        Err(Error::NotFound) => return Ok((0, None)),
        family => family?,
    };
    let changes = pairs(&family, advance_to(&family, now));
    if changes.is_empty() {
        return Ok((0, None));
    }
    let name = queries::customer_name(tx, due.seller, due.customer)?;
    Ok((changes.len(), write_changes(tx, due.seller, due.customer, &name, &changes)?))
}
