//! Saved forms in the database: a limited number for each user, for one day. No other user sees them, so
//! saving one writes no entry to the activity log.

use crate::auth::{Actor, session_store};
use crate::clock;
use crate::db::schema::{kept_forms, sessions, users};
use crate::db::{BATCH, DbConnection};
use crate::domain::{PartnerId, UserId};
use crate::error::{Error, Result};
use crate::web::kept_forms::kept_form::KeptForm;
use chrono::TimeDelta;
use diesel::prelude::*;

/// How long forms are stored.
const RETENTION: TimeDelta = TimeDelta::days(1);

/// Maximum number of forms of one user; a new one replaces the oldest.
const MAX_FORMS_PER_USER: i64 = 5;

/// The owner of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormOwner {
    partner: PartnerId,
    user: UserId,
}

impl FormOwner {
    /// Returns the signed-in user as the owner.
    pub fn from_actor(actor: &Actor) -> Self {
        FormOwner { partner: actor.partner.id, user: actor.user }
    }
}

/// Returns the owner of a session that has expired but was not revoked.
pub fn owner_of_ended_session(c: &mut DbConnection, token: &str) -> Result<Option<FormOwner>> {
    let found = sessions::table
        .inner_join(users::table)
        .filter(sessions::token_hash.eq(session_store::hash(token)).and(sessions::factor_pending.eq(false)))
        .filter(sessions::user_epoch.eq(users::session_epoch).and(users::active.eq(true)))
        .select((sessions::partner_id, sessions::user_id));
    let found = found.first::<(PartnerId, UserId)>(c).optional()?;
    Ok(found.map(|(partner, user)| FormOwner { partner, user }))
}

/// Stores a form of this user under this id.
pub fn insert(c: &mut DbConnection, owner: FormOwner, id: &str, kept: &KeptForm) -> Result<()> {
    let row = (
        kept_forms::id.eq(id),
        kept_forms::partner_id.eq(owner.partner),
        kept_forms::user_id.eq(owner.user),
        kept_forms::content.eq(serde_json::to_string(kept).map_err(Error::internal)?),
        kept_forms::created_at.eq(clock::now()),
    );
    diesel::insert_into(kept_forms::table).values(row).execute(c)?;
    let too_many: Vec<String> = kept_forms::table
        .filter(kept_forms::user_id.eq(owner.user))
        .order((kept_forms::created_at.desc(), kept_forms::id))
        .offset(MAX_FORMS_PER_USER)
        .limit(BATCH)
        .select(kept_forms::id)
        .load(c)?;
    diesel::delete(kept_forms::table.filter(kept_forms::id.eq_any(too_many))).execute(c)?;
    Ok(())
}

/// Returns a form of this user; `None` if it is unknown, expired, or another user's.
pub fn find(c: &mut DbConnection, owner: FormOwner, id: &str) -> Result<Option<KeptForm>> {
    let own = kept_forms::table
        .find(id)
        .filter(kept_forms::user_id.eq(owner.user).and(kept_forms::created_at.gt(clock::now() - RETENTION)));
    let content: Option<String> = own.select(kept_forms::content).first(c).optional()?;
    content.map(|content| serde_json::from_str(&content).map_err(Error::internal)).transpose()
}

/// Deletes one batch of expired forms; returns how many.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    let old = kept_forms::table.filter(kept_forms::created_at.le(clock::now() - RETENTION));
    let old: Vec<String> = old.select(kept_forms::id).limit(BATCH).load(c)?;
    Ok(diesel::delete(kept_forms::table.filter(kept_forms::id.eq_any(old))).execute(c)?)
}
