//! The job that lets requests expire whose last day is over.

pub mod queries;

use crate::activity::{Action, Author};
use crate::app::Portal;
use crate::error::Result;
use crate::requests::change::queries::entry;
use serde_json::json;

/// Lets what is due expire, one partner a transaction, and answers how many.
pub fn expire(portal: &Portal) -> Result<usize> {
    let mut expired = 0;
    for partner in portal.db.read_now(queries::partners_with_due)? {
        expired += portal.log.record_now(&Author::system(partner), |tx| {
            let requests = queries::expire(tx, partner)?;
            let entries = requests.iter().map(|request| {
                entry(Action::ExpireRequest, request, json!({ "valid_until": request.valid_until }))
            });
            Ok((requests.len(), entries.collect()))
        })?;
    }
    Ok(expired)
}
