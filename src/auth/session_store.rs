//! Sessions in the database, for `actix-session`. The database stores the hash of the token. Loading a
//! session also reads the user and the roles. A concurrent request cannot restore a revoked session.

use crate::auth::actor::{ActorRow, SessionRow};
use crate::auth::api_tokens::store;
use crate::auth::notices::NoticeReader;
use crate::auth::remembered::{Remembered, Valid};
use crate::auth::session::{ABSOLUTE, ACTOR_KEY, IDLE, NEW_SESSION_KEY, NewSession};
use crate::auth::waiting::Waiting;
use crate::clock;
use crate::db::connection::directly;
use crate::db::schema::{partners, sessions, users};
use crate::db::{BATCH, Db, DbConnection};
use crate::domain::UserId;
use crate::error::{Error, Result};
use crate::search::CappedCount;
use crate::secrets::random_bytes;
use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time::Duration;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Arc;

/// Maximum number of sessions of one user; a new one ends the oldest.
const MAX_SESSIONS_PER_USER: i64 = 10;

/// How long a user has to enter the second factor after the password.
const SECOND_FACTOR_TIMEOUT: TimeDelta = TimeDelta::minutes(10);

/// How far the clock may be set back without ending sessions. One that began later than that from now would otherwise
/// last until then.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// How long expired sessions are kept, so that a form that is sent after the expiry can be saved for its sender.
const EXPIRED_RETENTION: TimeDelta = TimeDelta::days(1);

/// How exactly the last use of a session is stored.
const USE_PRECISION: TimeDelta = TimeDelta::seconds(60);

type State = HashMap<String, String>;

tokio::task_local! {
    /// Set while a request is handled that does not count as use of its session.
    static IS_BACKGROUND: ();
}

/// Handles a request that does not count as use of its session.
pub async fn without_use<T>(request: impl Future<Output = T>) -> T {
    IS_BACKGROUND.scope((), request).await
}

/// Returns the number of unread notices of the user of a session; `None` if the session has ended.
///
/// # Errors
/// The database failed.
pub fn unread_of_live(c: &mut DbConnection, hash: &str) -> Result<Option<CappedCount>> {
    let found = find(c, hash)?;
    Ok(found.map(|Valid { value: ((.., (shown, capped)), _), .. }| CappedCount { shown, capped }))
}

/// A session as requests find it.
#[derive(Debug, Clone)]
pub struct LiveSession {
    /// Its [`SessionState`] as JSON.
    state: String,
    /// Its last use that the database knows.
    last_seen_at: NaiveDateTime,
}

/// The session store.
#[derive(Clone)]
pub struct DbSessionStore {
    db: Db,
    remembered: Arc<Remembered<LiveSession>>,
}

/// What a user has proven when a session begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Proof {
    /// The password only; the second factor is still missing.
    FactorPending,
    /// All factors that the user has, just now.
    Complete,
    /// Nothing new: the session takes over the time of the previous session's proof.
    AsBefore(Option<NaiveDateTime>),
}

/// What a user has proven to an issuer instead of to this portal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtIssuer {
    /// The user signed in there.
    pub signed_in: bool,
    /// The issuer checked a second factor.
    pub factor: bool,
}

impl AtIssuer {
    /// Returns what the session began with.
    pub fn from_session(session: &SessionRow) -> Self {
        AtIssuer { signed_in: session.signed_in_at_issuer, factor: session.factor_at_issuer }
    }
}

impl DbSessionStore {
    /// Returns a store in this database. Stores that share what they remember ask the database less often.
    pub fn new(db: Db, remembered: Arc<Remembered<LiveSession>>) -> Self {
        DbSessionStore { db, remembered }
    }
}

/// Ends all sessions and API tokens of a user: those of the old epoch become invalid, and their rows are deleted.
pub fn revoke_all(c: &mut DbConnection, user: UserId) -> Result<()> {
    diesel::update(users::table.find(user))
        .set(users::session_epoch.eq(users::session_epoch + 1))
        .execute(c)?;
    diesel::delete(sessions::table.filter(sessions::user_id.eq(user))).execute(c)?;
    store::end_all(c, user)?;
    Ok(())
}

impl SessionStore for DbSessionStore {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        let hash = hash(key.as_ref());
        let found = self.remembered.find(&self.db, &hash, {
            let hash = hash.clone();
            move |c| find(c, &hash)?.map(as_json).transpose()
        });
        let Some(live) = found.await.map_err(|error| LoadError::Other(error.into()))? else {
            return Ok(None);
        };
        let stale = clock::now() - live.last_seen_at > USE_PRECISION;
        if stale && !IS_BACKGROUND.try_with(|()| true).unwrap_or_default() {
            let seen = self.db.write(move |c| Ok(record_last_use(c, &hash)?)).await;
            seen.inspect_err(|error| tracing::warn!(%error, "the last use of a session was not recorded"))
                .ok();
        }
        Ok(Some(State::from([(ACTOR_KEY.to_owned(), live.state)])))
    }

    async fn save(&self, state: State, _: &Duration) -> Result<SessionKey, SaveError> {
        let failed = |error: Error| SaveError::Other(error.into());
        let token = URL_SAFE_NO_PAD.encode(random_bytes().map_err(failed)?);
        let hash = hash(&token);
        self.db.write(move |c| insert(c, &hash, &state)).await.map_err(failed)?;
        SessionKey::try_from(token).map_err(|error| SaveError::Other(anyhow::anyhow!(error)))
    }

    /// The content of a session never changes, so there is nothing to write. This also means that an update
    /// cannot restore a revoked session.
    async fn update(&self, key: SessionKey, _: State, _: &Duration) -> Result<SessionKey, UpdateError> {
        Ok(key)
    }

    async fn update_ttl(&self, _: &SessionKey, _: &Duration) -> Result<(), anyhow::Error> {
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let hash = hash(key.as_ref());
        let gone = self.db.write(move |c| Ok(diesel::delete(sessions::table.find(hash)).execute(c)?)).await;
        gone.map(drop).map_err(Into::into)
    }
}

/// Returns the hash of a token, as the database stores it.
pub fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}

/// What a request knows of its session, in the form in which `actix-session` holds it.
/// With the number of unread notices, and whether there are more.
type SessionState = (ActorRow, SessionRow, Waiting, (u64, bool));

fn as_json(found: Valid<(SessionState, NaiveDateTime)>) -> Result<Valid<LiveSession>> {
    let Valid { value: (state, last_seen_at), after, before } = found;
    let state = serde_json::to_string(&state).map_err(Error::internal)?;
    Ok(Valid { value: LiveSession { state, last_seen_at }, after, before })
}

/// Returns the user of a valid session, and its last use that the database knows.
fn find(c: &mut DbConnection, hash: &str) -> Result<Option<Valid<(SessionState, NaiveDateTime)>>> {
    let now = clock::now();
    let live = sessions::table
        .inner_join(users::table.inner_join(partners::table))
        .filter(sessions::token_hash.eq(hash))
        .filter(sessions::expires_at.gt(now).and(sessions::last_seen_at.gt(now - IDLE)))
        .filter(sessions::created_at.lt(now + CLOCK_TOLERANCE))
        .filter(sessions::user_epoch.eq(users::session_epoch).and(users::active.eq(true)));
    type Times = (NaiveDateTime, NaiveDateTime, NaiveDateTime);
    let times = (sessions::created_at, sessions::last_seen_at, sessions::expires_at);
    let found = directly!(c, |c| {
        let columns = (ActorRow::as_select(), SessionRow::as_select(), Waiting::as_select(), times);
        live.select(columns).first::<(ActorRow, SessionRow, Waiting, Times)>(c)
    });
    let Some((row, session, waiting, (created_at, seen, expires_at))) = found.optional()? else {
        return Ok(None);
    };
    let unread = match row.clone().into_actor(session.clone()) {
        Ok(actor) if !session.factor_pending => NoticeReader::load(c, &actor)?.count_unread(c)?,
        // A value that cannot be read is reported where the user is needed.
        _ => CappedCount::exact(0),
    };
    let state = (row, session, waiting, (unread.shown, unread.capped));
    let (after, before) = (created_at - CLOCK_TOLERANCE, expires_at.min(seen + IDLE));
    Ok(Some(Valid { value: (state, seen), after, before }))
}

fn record_last_use(c: &mut DbConnection, hash: &str) -> QueryResult<usize> {
    diesel::update(sessions::table.find(hash)).set(sessions::last_seen_at.eq(clock::now())).execute(c)
}

fn insert(c: &mut DbConnection, hash: &str, state: &State) -> Result<()> {
    let begun = state.get(NEW_SESSION_KEY).ok_or_else(|| Error::internal("a session without a person"))?;
    let begun: NewSession = serde_json::from_str(begun).map_err(Error::internal)?;
    let now = clock::now();
    let factor_pending = begun.proof == Proof::FactorPending;
    let proven_at = match begun.proof {
        Proof::FactorPending => None,
        Proof::Complete => Some(now),
        Proof::AsBefore(proven_at) => proven_at,
    };
    let row = (
        sessions::token_hash.eq(hash),
        sessions::partner_id.eq(begun.person.partner),
        sessions::user_id.eq(begun.person.user),
        sessions::user_epoch.eq(begun.person.epoch),
        sessions::created_at.eq(now),
        sessions::last_seen_at.eq(now),
        sessions::expires_at.eq(now + if factor_pending { SECOND_FACTOR_TIMEOUT } else { ABSOLUTE }),
        sessions::address.eq(&begun.address),
        sessions::user_agent.eq(&begun.user_agent),
        sessions::factor_pending.eq(factor_pending),
        sessions::factor_at_issuer.eq(begun.at_issuer.factor),
        sessions::signed_in_at_issuer.eq(begun.at_issuer.signed_in),
        sessions::proven_at.eq(proven_at),
    );
    diesel::insert_into(sessions::table).values(row).execute(c)?;
    delete_surplus(c, begun.person.user, factor_pending)
}

/// Deletes one batch of sessions that expired or became idle more than a day ago; returns how many.
pub fn delete_ended(c: &mut DbConnection) -> Result<usize> {
    let now = clock::now() - EXPIRED_RETENTION;
    let ended = sessions::expires_at.le(now).or(sessions::last_seen_at.le(now - IDLE));
    let ended = sessions::table.filter(ended).select(sessions::token_hash).limit(BATCH);
    let ended: Vec<String> = ended.load(c)?;
    Ok(diesel::delete(sessions::table.filter(sessions::token_hash.eq_any(ended))).execute(c)?)
}

/// Deletes a user's sessions above the limit, the oldest first. Sessions that wait for the second factor
/// are counted separately: starting one needs only the password, so it must not end the owner's sessions.
fn delete_surplus(c: &mut DbConnection, user: UserId, factor_pending: bool) -> Result<()> {
    let too_many: Vec<String> = sessions::table
        .filter(sessions::user_id.eq(user).and(sessions::factor_pending.eq(factor_pending)))
        // Sessions that began before the clock was set back are over, so they are the first to go.
        .order((sessions::created_at.gt(clock::now()), sessions::created_at.desc(), sessions::token_hash))
        .offset(MAX_SESSIONS_PER_USER)
        .limit(100)
        .select(sessions::token_hash)
        .load(c)?;
    diesel::delete(sessions::table.filter(sessions::token_hash.eq_any(too_many))).execute(c)?;
    Ok(())
}
