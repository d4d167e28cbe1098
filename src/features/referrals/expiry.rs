//! The job that lets unanswered referrals expire.

use crate::audit::Author;
use crate::clock;
use crate::db::DbConnection;
use crate::db::schema::referrals;
use crate::domain::{PartnerId, ReferralStatus};
use crate::error::Result;
use crate::features::referrals::change;
use crate::i18n::time_zone::latest_day;
use crate::state::AppState;
use diesel::prelude::*;

/// Lets due referrals expire, in one transaction per partner; returns how many expired.
pub fn expire(portal: &AppState) -> Result<usize> {
    let mut expired = 0;
    for partner in portal.db.read_now(partners_with_due)? {
        expired += portal.log.record_now(&Author::system(partner), |tx| {
            let entries = change::expire(tx, partner)?;
            Ok((entries.len(), entries))
        })?;
    }
    Ok(expired)
}

/// Returns the partners that may have due referrals: it is a later day somewhere.
pub fn partners_with_due(c: &mut DbConnection) -> Result<Vec<PartnerId>> {
    let due = referrals::table
        .filter(referrals::status.eq(ReferralStatus::Received))
        .filter(referrals::answer_until.lt(latest_day(clock::now())));
    Ok(due.select(referrals::partner_id).distinct().load(c)?)
}
