//! Drafts of forms that a user has not submitted yet. A draft of another user gives [`Error::NotFound`].
//! Only its owner sees a draft, so the activity log has no entries about drafts.

use crate::auth::Scope;
use crate::clock;
use crate::db::column_types::text_column;
use crate::db::schema::drafts;
use crate::db::stored::stored_json;
use crate::db::{BATCH, DbConnection};
use crate::domain::text_enum::text_enum;
use crate::domain::{DraftId, UserId};
use crate::error::{Error, Result};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Drafts are deleted after this time without a change.
const RETENTION: TimeDelta = TimeDelta::days(30);

/// Maximum number of a user's drafts of one kind; a new one replaces the oldest.
pub const MAX_DRAFTS_PER_USER: i64 = 50;

#[diesel::dsl::auto_type]
fn own_drafts(user: UserId, id: DraftId, kind: DraftKind) -> _ {
    drafts::table.filter(drafts::user_id.eq(user).and(drafts::id.eq(id)).and(drafts::kind.eq(kind)))
}

/// Returns the content of a draft.
///
/// # Errors
/// [`Error::NotFound`] if it does not exist or is another user's.
pub fn load<P, T: DeserializeOwned>(
    scope: &Scope<P>,
    kind: DraftKind,
    id: DraftId,
    c: &mut DbConnection,
) -> Result<T> {
    let content = own_drafts(scope.actor().user, id, kind).select(drafts::content);
    let content: String = content.first(c).optional()?.ok_or(Error::NotFound)?;
    stored_json(&content, "drafts.content", id)
}

/// Inserts or updates a draft.
///
/// # Errors
/// [`Error::NotFound`] if a draft of another user or kind has this id.
pub fn save<P, T: Serialize>(
    scope: &Scope<P>,
    kind: DraftKind,
    id: DraftId,
    content: &T,
    c: &mut DbConnection,
) -> Result<()> {
    let content = serde_json::to_string(content).map_err(Error::internal)?;
    let now = clock::now();
    let values = (drafts::content.eq(&content), drafts::updated_at.eq(now));
    let own = own_drafts(scope.actor().user, id, kind);
    if diesel::update(own).set(values).execute(c)? == 1 {
        return Ok(());
    }
    if drafts::table.find(id).count().get_result::<i64>(c)? > 0 {
        return Err(Error::NotFound);
    }
    let row = (
        drafts::id.eq(id),
        drafts::partner_id.eq(scope.partner()),
        drafts::user_id.eq(scope.actor().user),
        drafts::kind.eq(kind),
        values,
    );
    diesel::insert_into(drafts::table).values(row).execute(c)?;
    let too_many: Vec<String> = newest(scope.actor().user, kind)
        .select(drafts::id)
        .offset(MAX_DRAFTS_PER_USER)
        .limit(BATCH)
        .load(c)?;
    diesel::delete(drafts::table.filter(drafts::id.eq_any(too_many))).execute(c)?;
    Ok(())
}

#[diesel::dsl::auto_type]
fn newest(user: UserId, kind: DraftKind) -> _ {
    let own = drafts::table.filter(drafts::user_id.eq(user).and(drafts::kind.eq(kind)));
    own.order((drafts::updated_at.desc(), drafts::id))
}

/// Deletes a batch of expired drafts; returns how many.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    let old =
        drafts::table.filter(drafts::updated_at.lt(clock::now() - RETENTION)).select(drafts::id).limit(BATCH);
    let old: Vec<String> = old.load(c)?;
    Ok(diesel::delete(drafts::table.filter(drafts::id.eq_any(old))).execute(c)?)
}

/// Deletes a draft that was submitted or discarded.
pub fn delete<P>(scope: &Scope<P>, kind: DraftKind, id: DraftId, c: &mut DbConnection) -> Result<()> {
    diesel::delete(own_drafts(scope.actor().user, id, kind)).execute(c)?;
    Ok(())
}

/// Returns the user's drafts of this kind, newest first, without those that can no longer be parsed.
pub fn list_own<P, T: DeserializeOwned>(
    scope: &Scope<P>,
    kind: DraftKind,
    c: &mut DbConnection,
) -> Result<Vec<(DraftId, NaiveDateTime, T)>> {
    let rows: Vec<(String, NaiveDateTime, String)> = newest(scope.actor().user, kind)
        .filter(drafts::updated_at.ge(clock::now() - RETENTION))
        .select((drafts::id, drafts::updated_at, drafts::content))
        .limit(MAX_DRAFTS_PER_USER)
        .load(c)?;
    let read = |(id, at, content): (String, NaiveDateTime, String)| {
        Some((id.parse().ok()?, at, serde_json::from_str(&content).ok()?))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// The kind of draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftKind {
    /// A cart.
    Order,
    /// A customer being added.
    Customer,
}

text_enum!(DraftKind, "draft", { Order = "order", Customer = "customer" });

text_column!(DraftKind);
