//! The job that lets referrals expire that nobody answered in time.

pub mod queries;

use super::change::queries as change;
use crate::activity::Author;
use crate::app::Portal;
use crate::error::Result;

/// Lets what is due expire, one partner a transaction, and answers how many.
pub fn expire(portal: &Portal) -> Result<usize> {
    let mut expired = 0;
    for partner in portal.db.read_now(queries::partners_with_due)? {
        expired += portal.log.record_now(&Author::system(partner), |tx| {
            let entries = change::expire(tx, partner)?;
            Ok((entries.len(), entries))
        })?;
    }
    Ok(expired)
}
