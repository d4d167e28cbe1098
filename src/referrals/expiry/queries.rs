//! Which partners have let a referral wait for too long.

use crate::clock;
use crate::db::DbConnection;
use crate::db::schema::referrals;
use crate::error::Result;
use crate::partners::model::PartnerId;
use crate::referrals::model::Status;
use diesel::prelude::*;

/// Partners some of whose referrals are over.
pub fn partners_with_due(c: &mut DbConnection) -> Result<Vec<PartnerId>> {
    let due = referrals::table
        .filter(referrals::status.eq(Status::Received.word()))
        .filter(referrals::answer_until.lt(clock::now().date()));
    let found: Vec<i32> = due.select(referrals::partner_id).distinct().load(c)?;
    Ok(found.into_iter().map(PartnerId).collect())
}
