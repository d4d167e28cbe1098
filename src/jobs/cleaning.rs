//! The job that deletes expired data, in small transactions so that other writers do not wait.

use crate::app::Portal;
use crate::auth::{session_store, throttle};
use crate::db::DbConnection;
use crate::error::Result;
use crate::web::kept_forms;
use crate::{drafts, import, mail, users};

/// Deletes some rows, at most [`crate::db::BATCH`]; answers how many.
type Kind = fn(&mut DbConnection) -> Result<usize>;

const KINDS: &[Kind] = &[
    throttle::forget_old,
    session_store::forget_ended,
    drafts::queries::forget_old,
    kept_forms::queries::forget_old,
    users::links::queries::forget_old,
    mail::queries::forget_old,
    import::browser::queries::forget_old,
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
