//! The messages of all partners that were not delivered yet, without their texts.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::OperateServer;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::outbox;
use crate::error::{Error, Result};
use crate::mail::outbox::MailKind;
use diesel::prelude::*;
use serde_json::json;

/// How many messages the page lists.
pub const LIMIT: i64 = 100;

/// A message that was not delivered yet.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outbox, check_for_backend(MultiBackend))]
#[allow(missing_docs)] // the columns of the table
pub struct UnsentMail {
    pub id: String,
    pub kind: MailKind,
    pub recipient: String,
    pub attempts: i32,
    pub held: bool,
    pub last_error: Option<String>,
}

impl UnsentMail {
    /// Returns the recipient as far as an operator needs it: `m…@haeoreum.example`.
    pub fn masked_recipient(&self) -> String {
        let (local, domain) = self.recipient.rsplit_once('@').unwrap_or((&self.recipient, ""));
        let first: String = local.chars().take(1).collect();
        format!("{first}…@{domain}")
    }

    /// Returns the last response of the server with the recipient masked in it.
    pub fn last_response(&self) -> String {
        let error = self.last_error.as_deref().unwrap_or_default();
        error.replace(&self.recipient, &self.masked_recipient())
    }
}

/// Returns the oldest messages that were not delivered yet, at most one more than [`LIMIT`].
pub fn unsent(_: &Scope<OperateServer>, c: &mut DbConnection) -> Result<Vec<UnsentMail>> {
    let rows = outbox::table.filter(outbox::sent_at.is_null()).order((outbox::created_at, outbox::id));
    Ok(rows.limit(LIMIT + 1).select(UnsentMail::as_select()).load(c)?)
}

/// Makes a message due now, also if it is held; with `None`, all messages that are not held.
///
/// # Errors
/// [`Error::Stale`] if there is none: it was sent in the meantime.
pub fn send_now(tx: &mut Tx<'_>, id: Option<&str>) -> Result<Activity> {
    let due = (outbox::held.eq(false), outbox::attempts.eq(0), outbox::not_before.eq(tx.at));
    let unsent = outbox::table.filter(outbox::sent_at.is_null());
    let count = match id {
        Some(id) => diesel::update(unsent.filter(outbox::id.eq(id))).set(due).execute(tx.c)?,
        None => diesel::update(unsent.filter(outbox::held.eq(false))).set(due).execute(tx.c)?,
    };
    match count {
        0 => Err(Error::Stale),
        count => Ok(Activity::new(Action::SendQueuedMail, "partner", json!({ "letters": count }))),
    }
}
