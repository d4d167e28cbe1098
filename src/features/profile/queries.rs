//! Reads and changes the user's own profile and sessions.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::clock;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{sessions, users};
use crate::domain::UserId;
use crate::error::{Error, Result};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;

/// The part of a user that the user may change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = users, treat_none_as_null = true, check_for_backend(MultiBackend))]
pub struct Profile {
    /// The name.
    pub name: String,
    /// The language of the pages; `None` uses the browser's.
    pub language: Option<String>,
    /// The time zone; `None` uses that of the partner's country.
    pub time_zone: Option<String>,
    /// The theme; `None` uses the cookie's.
    pub theme: Option<String>,
}

/// Saves the profile and returns the log entry; writes nothing if it is unchanged.
pub fn save(tx: &mut Tx<'_>, user: UserId, profile: &Profile) -> Result<Vec<Activity>> {
    let row = users::table.find(user);
    let before: Profile = row.select(Profile::as_select()).first(tx.c).optional()?.ok_or(Error::NotFound)?;
    if before == *profile {
        return Ok(Vec::new());
    }
    diesel::update(row).set(profile).execute(tx.c)?;
    let details = json!({ "before": before, "after": profile });
    Ok(vec![Activity::new(Action::UpdateProfile, "partner_user", details)])
}

/// Applies `with` to the stored profile and saves it.
pub fn adjust(tx: &mut Tx<'_>, user: UserId, with: impl FnOnce(&mut Profile)) -> Result<Vec<Activity>> {
    let row = users::table.find(user).select(Profile::as_select());
    let mut profile = row.first(tx.c).optional()?.ok_or(Error::NotFound)?;
    with(&mut profile);
    save(tx, user, &profile)
}

/// A session of the user.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sessions, check_for_backend(MultiBackend))]
pub struct OwnSession {
    /// The hash of its token.
    pub token_hash: String,
    /// When it began, UTC.
    pub created_at: NaiveDateTime,
    /// When it was last used, UTC, to the minute.
    pub last_seen_at: NaiveDateTime,
    /// The network address.
    pub address: String,
    /// The browser's `User-Agent` header.
    pub user_agent: String,
}

/// Returns the user's valid sessions, the last used first.
pub fn own_sessions<P>(scope: &Scope<P>, c: &mut DbConnection) -> Result<Vec<OwnSession>> {
    let idle = clock::now() - crate::auth::session::IDLE;
    let living = sessions::table
        .filter(sessions::user_id.eq(scope.actor().user).and(sessions::factor_pending.eq(false)))
        .filter(sessions::expires_at.gt(clock::now()).and(sessions::last_seen_at.gt(idle)));
    let living = living.order((sessions::last_seen_at.desc(), sessions::token_hash));
    Ok(living.select(OwnSession::as_select()).load(c)?)
}

/// Ends these sessions of the user.
///
/// # Errors
/// [`Error::NotFound`] if none of them is the user's.
pub fn end(tx: &mut Tx<'_>, user: UserId, hashes: &[String]) -> Result<Activity> {
    let own = sessions::table.filter(sessions::user_id.eq(user).and(sessions::token_hash.eq_any(hashes)));
    let ended = diesel::delete(own).execute(tx.c)?;
    if ended == 0 {
        return Err(Error::NotFound);
    }
    Ok(Activity::new(Action::EndSessions, "partner_user", json!({ "own": true, "ended": ended })))
}
