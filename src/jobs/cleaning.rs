//! The job that deletes expired data, in small transactions so that other writers do not wait.

use crate::auth::api_applications::store as applications;
use crate::auth::api_tokens::store;
use crate::auth::{password_link, session_store, throttle};
use crate::db::DbConnection;
use crate::error::Result;
use crate::features::bulk_acts::leases as bulk_acts;
use crate::features::connections::runs::cleaning as connection_runs;
use crate::features::connections::writing::queue as connection_writes;
use crate::features::drafts;
use crate::features::import::upload::queries as upload_queries;
use crate::features::notices::cleaning as notices;
use crate::features::reports::leases as reports;
use crate::features::rest_api::carts::queries as carts;
use crate::features::rest_api::orders::answered;
use crate::features::webhooks::cleaning as webhooks;
use crate::mail::outbox;
use crate::portal::Portal;
use crate::web::kept_forms::queries;

/// Deletes at most [`crate::db::BATCH`] rows; returns how many.
type Cleaner = fn(&mut DbConnection) -> Result<usize>;

const KINDS: &[Cleaner] = &[
    throttle::delete_expired,
    session_store::delete_ended,
    store::delete_expired,
    applications::delete_expired,
    drafts::delete_expired,
    queries::delete_expired,
    password_link::delete_expired,
    outbox::delete_delivered,
    upload_queries::delete_expired,
    bulk_acts::delete_expired,
    notices::delete_expired,
    reports::delete_expired,
    connection_runs::delete_expired,
    connection_writes::delete_expired,
    answered::delete_expired,
    carts::delete_expired,
    webhooks::delete_expired,
];

/// Deletes all expired rows; returns how many.
///
/// # Errors
/// The database failed. Batches that were committed stay deleted.
pub fn delete_expired(portal: &Portal) -> Result<usize> {
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
