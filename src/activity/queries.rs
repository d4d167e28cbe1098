//! Reading the log.

use super::model::Action;
use crate::auth::Scope;
use crate::customers::model::MicrosoftId;
use crate::db::DbConnection;
use crate::db::schema::activity_log as log;
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::Value;

/// Who changed something, when, and what.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What the log calls them.
    pub by: String,
    /// When, UTC.
    pub at: NaiveDateTime,
    /// The entry's details: before, after.
    pub details: Value,
}

/// The newest of these changes of a customer, in this partner's log.
pub fn last_change<P>(
    scope: &Scope<P>,
    customer: MicrosoftId,
    actions: &[Action],
    c: &mut DbConnection,
) -> Result<Option<Change>> {
    let words: Vec<&str> = actions.iter().map(|action| action.word()).collect();
    let of = log::partner_id.eq(scope.partner().0).and(log::microsoft_id.eq(customer.to_string()));
    let entry = log::table.filter(of).filter(log::action.eq_any(words)).order(log::seq.desc());
    let entry = entry.select((log::actor_name, log::at, log::details)).first(c).optional()?;
    Ok(entry.map(|(by, at, details): (String, NaiveDateTime, String)| {
        let details = serde_json::from_str(&details).unwrap_or_default();
        Change { by, at, details }
    }))
}

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
