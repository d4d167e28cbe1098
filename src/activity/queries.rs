//! Reading the log.

use super::model::Action;
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::activity_log as log;
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// How often this person has done something since then.
pub fn entries_since<P>(
    scope: &Scope<P>,
    action: Action,
    since: NaiveDateTime,
    c: &mut DbConnection,
) -> Result<i64> {
    let own = log::partner_id.eq(scope.partner().0).and(log::actor_id.eq(scope.actor().user.0));
    let entries = log::table.filter(own).filter(log::at.ge(since).and(log::action.eq(action.word())));
    Ok(entries.count().get_result(c)?)
}
