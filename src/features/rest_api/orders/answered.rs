//! Which request of a program has placed which order, or made or checked out which cart, so that a request that is sent again
//! within a day does it no second time.

use crate::audit::Tx;
use crate::auth::Scope;
use crate::clock;
use crate::db::column_types::UuidText;
use crate::db::schema::api_requests;
use crate::db::{BATCH, DbConnection};
use crate::domain::UserId;
use crate::error::Result;
use chrono::TimeDelta;
use diesel::prelude::*;
use uuid::Uuid;

/// How long a request is remembered.
const RETENTION: TimeDelta = TimeDelta::hours(24);

/// A request that was carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredRequest {
    /// The hash of its address and body.
    pub hash: String,
    /// The id of the order or cart.
    pub made: Uuid,
}

/// Returns what the user's request with this number has made in the last day.
pub fn find<P>(scope: &Scope<P>, number: &str, c: &mut DbConnection) -> Result<Option<AnsweredRequest>> {
    let row = api_requests::table.find((scope.actor().user, number));
    let recent = row.filter(api_requests::at.gt(clock::now() - RETENTION));
    let found = recent.select((api_requests::body_hash, api_requests::made_id)).first(c).optional()?;
    Ok(found.map(|(hash, made): (String, UuidText)| AnsweredRequest { hash, made: made.0 }))
}

/// Remembers the request. A unique number makes the second of two concurrent ones fail.
pub fn remember(tx: &mut Tx<'_>, user: UserId, number: &str, answered: &AnsweredRequest) -> Result<()> {
    let old = api_requests::table.find((user, number)).filter(api_requests::at.le(tx.at - RETENTION));
    diesel::delete(old).execute(tx.c)?;
    let row = (
        (api_requests::user_id.eq(user), api_requests::request_id.eq(number)),
        (api_requests::body_hash.eq(&answered.hash), api_requests::made_id.eq(UuidText(answered.made))),
        api_requests::at.eq(tx.at),
    );
    diesel::insert_into(api_requests::table).values(row).execute(tx.c)?;
    Ok(())
}

/// Deletes one batch of old requests; returns how many.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    let old = api_requests::table.filter(api_requests::at.le(clock::now() - RETENTION));
    let old: Vec<(UserId, String)> =
        old.select((api_requests::user_id, api_requests::request_id)).limit(BATCH).load(c)?;
    let mut gone = 0;
    for (user, number) in old {
        gone += diesel::delete(api_requests::table.find((user, number))).execute(c)?;
    }
    Ok(gone)
}
