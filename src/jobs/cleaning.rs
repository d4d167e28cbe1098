//! The job that deletes expired data, in small transactions so that other writers do not wait.

use crate::auth::{password_link, session_store, throttle};
use crate::db::DbConnection;
use crate::error::Result;
use crate::features::drafts;
use crate::features::import::upload::queries as upload_queries;
use crate::mail::outbox;
use crate::portal::Portal;
use crate::web::kept_forms::queries;

/// Deletes some rows, at most [`crate::db::BATCH`]; answers how many.
type Kind = fn(&mut DbConnection) -> Result<usize>;

const KINDS: &[Kind] = &[
    throttle::forget_old,
    session_store::forget_ended,
    drafts::forget_old,
    queries::forget_old,
    password_link::forget_old,
    outbox::forget_old,
    upload_queries::forget_old,
];

/// Deletes all expired rows; returns how many.
///
/// # Errors
/// The database failed. Batches that were committed stay deleted.
pub fn clean(portal: &Portal) -> Result<usize> {
    let mut all = 0;
    for forget_old in KINDS {
        loop {
            let gone = portal.db.write_now(forget_old)?;
            all += gone;
            if gone == 0 {
                break;
            }
        }
    }
    Ok(all)
}
