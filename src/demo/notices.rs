//! What the users of the sample channel have read: everything but the news of the last two days.

use crate::clock;
use crate::db::Db;
use crate::db::schema::{notice_readers, notices, users};
use crate::domain::{PartnerId, UserId};
use crate::error::Result;
use chrono::TimeDelta;
use diesel::prelude::*;

/// Marks older notices as read, for all users.
pub(super) fn mark_older_as_read(db: &Db) -> Result<()> {
    db.write_now(|c| {
        let people: Vec<(UserId, PartnerId)> = users::table.select((users::id, users::partner_id)).load(c)?;
        for (user, partner) in people {
            let older = notices::table
                .filter(notices::partner_id.eq(partner))
                .filter(notices::at.lt(clock::now() - TimeDelta::days(2)));
            let newest: Option<i32> = older.select(diesel::dsl::max(notices::id)).first(c)?;
            let row =
                (notice_readers::user_id.eq(user), notice_readers::read_to.eq(newest.unwrap_or_default()));
            diesel::insert_into(notice_readers::table).values(row).execute(c)?;
        }
        Ok(())
    })
}
