//! Reads the entries of one customer or one user. This layer is below [`crate::auth`], so functions take
//! ids instead of a scope; callers pass those of their scope.

use crate::audit::{Action, ActorKind};
use crate::db::DbConnection;
use crate::db::former_ids::all_names;
use crate::db::schema::activity_entries as log;
use crate::domain::{MicrosoftId, PartnerId, UserId};
use crate::error::Result;
use crate::i18n::Texts;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::Value;

/// One change: who, when and what.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The author's name; empty if it was erased.
    pub by: String,
    /// The time, UTC.
    pub at: NaiveDateTime,
    /// The entry's details, such as values before and after.
    pub details: Value,
}

impl Change {
    /// Returns the author's name, or a text that says it was erased.
    pub fn author_text(&self, texts: &Texts) -> String {
        if self.by.is_empty() { texts.value_erased() } else { self.by.clone() }
    }
}

/// Returns the newest of these changes of a customer in this partner's log, under any id that the customer has had.
pub fn last_change(
    partner: PartnerId,
    customer: MicrosoftId,
    actions: &[Action],
    c: &mut DbConnection,
) -> Result<Option<Change>> {
    let mut newest: Option<(NaiveDateTime, i64, String, String)> = None;
    // One query for each id, because the index begins with the id.
    for id in all_names(c, partner, vec![customer])? {
        let of = log::partner_id.eq(partner).and(log::microsoft_id.eq(id));
        let of = of.and(log::kind.eq("change"));
        let entry = log::table
            .filter(of)
            .filter(log::action.eq_any(actions))
            .order((log::at.desc(), log::seq.desc()));
        let entry = entry.select((log::at, log::seq, log::actor_name, log::details)).first(c).optional()?;
        newest = newest.max(entry);
    }
    Ok(newest.map(|(at, _, by, details)| {
        let details = serde_json::from_str(&details).unwrap_or_default();
        Change { by, at, details }
    }))
}

/// Returns how often this user has done something since a time.
pub fn count_since(
    (partner, user): (PartnerId, UserId),
    action: Action,
    since: NaiveDateTime,
    c: &mut DbConnection,
) -> Result<i64> {
    let own = log::partner_id.eq(partner).and(log::actor_kind.eq(ActorKind::User));
    let own = own.and(log::actor_id.eq(user));
    let entries = log::table.filter(own).filter(log::at.ge(since).and(log::action.eq(action)));
    Ok(entries.count().get_result(c)?)
}
