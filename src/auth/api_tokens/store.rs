//! API tokens in the database.

use crate::audit::{Action, Activity, ProgramName, Tx};
use crate::auth::actor::{ActorRow, SessionRow};
use crate::auth::api_tokens::caller::{ApiCaller, ApiCredential, with_reading};
use crate::auth::api_tokens::token;
use crate::auth::remembered::Valid;
use crate::auth::session_store::AtIssuer;
use crate::clock;
use crate::db::connection::{MultiBackend, directly};
use crate::db::schema::{api_tokens, partners, users};
use crate::db::{BATCH, DbConnection, portable};
use crate::domain::{ApiAccess, ApiTokenId, PartnerId, UserId};
use crate::error::{Error, Result};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde_json::json;
use std::sync::Arc;

/// Maximum number of valid tokens of one user.
pub const MAX_OF_USER: usize = 50;

/// Maximum lifetime of a token in days.
pub const MAX_DAYS: i64 = 365;

/// How long a list shows a token after it has expired.
const EXPIRED_RETENTION: TimeDelta = TimeDelta::days(30);

/// How far the clock may be set back without ending tokens.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// A token in the lists of its owner and of admins.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = api_tokens, check_for_backend(MultiBackend))]
pub struct ApiToken {
    /// The row id.
    pub id: ApiTokenId,
    /// The name that its owner gave it.
    pub name: String,
    /// The first characters of the token.
    pub beginning: String,
    /// What it may be used for.
    pub access: ApiAccess,
    /// When it was made, UTC.
    pub created_at: NaiveDateTime,
    /// When it expires, UTC.
    pub expires_at: NaiveDateTime,
    /// When it was last used, UTC, to the minute.
    pub last_used_at: Option<NaiveDateTime>,
}

impl ApiToken {
    /// Whether it has expired at this time.
    pub fn is_expired(&self, now: NaiveDateTime) -> bool {
        self.expires_at <= now
    }
}

/// A token to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewApiToken {
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// What it may be used for.
    pub access: ApiAccess,
    /// Its lifetime in days, at most [`MAX_DAYS`].
    pub days: i64,
    /// What the user has proven to an issuer in the session in which it is made.
    pub at_issuer: AtIssuer,
}

/// Why a token was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenRefusal {
    /// The user has [`MAX_OF_USER`] valid tokens.
    TooMany,
    /// The user has a valid token with this name.
    NameTaken,
}

/// Makes a token for an active user of this partner. Returns the token, which is shown once, with the log entry.
///
/// # Errors
/// [`Error::NotFound`] for a user who is not active or not of the partner.
pub fn create(
    tx: &mut Tx<'_>,
    (partner, user): (PartnerId, UserId),
    new: &NewApiToken,
) -> Result<std::result::Result<(String, Activity), TokenRefusal>> {
    portable::lock_partner(tx.c, partner)?;
    let person = users::table.find(user).filter(users::partner_id.eq(partner).and(users::active.eq(true)));
    let person = person.select((users::session_epoch, users::email_key)).first(tx.c).optional()?;
    let (epoch, email): (i32, String) = person.ok_or(Error::NotFound)?;
    let valid = of_user(tx.c, user)?.into_iter().filter(|token| !token.is_expired(tx.at));
    let names: Vec<String> = valid.map(|token| token.name).collect();
    if names.len() >= MAX_OF_USER {
        return Ok(Err(TokenRefusal::TooMany));
    }
    if names.contains(&new.name) {
        return Ok(Err(TokenRefusal::NameTaken));
    }
    let text = token::generate()?;
    let hash = token::hash(&text).ok_or_else(|| Error::internal("a token without a hash"))?;
    let expires_at = tx.at + TimeDelta::days(new.days.clamp(1, MAX_DAYS));
    let row = (
        (api_tokens::partner_id.eq(partner), api_tokens::user_id.eq(user), api_tokens::user_epoch.eq(epoch)),
        (api_tokens::token_hash.eq(hash), api_tokens::beginning.eq(token::beginning(&text))),
        (api_tokens::name.eq(&new.name), api_tokens::access.eq(new.access)),
        api_tokens::factor_at_issuer.eq(new.at_issuer.factor),
        api_tokens::signed_in_at_issuer.eq(new.at_issuer.signed_in),
        (api_tokens::created_at.eq(tx.at), api_tokens::expires_at.eq(expires_at)),
    );
    diesel::insert_into(api_tokens::table).values(row).execute(tx.c)?;
    let details = json!({
        "email": email, "token": new.name, "token_scope": new.access.to_string(), "valid_until": expires_at.date(),
    });
    Ok(Ok((text, Activity::new(Action::CreateToken, "partner_user", details))))
}

/// Ends a token of this user of this partner; returns the log entry.
///
/// # Errors
/// [`Error::NotFound`] if the user has no such token.
pub fn end(tx: &mut Tx<'_>, (partner, user): (PartnerId, UserId), id: ApiTokenId) -> Result<Activity> {
    let own = api_tokens::table
        .find(id)
        .filter(api_tokens::user_id.eq(user).and(api_tokens::partner_id.eq(partner)));
    let name: Option<String> = own.select(api_tokens::name).first(tx.c).optional()?;
    let name = name.ok_or(Error::NotFound)?;
    if diesel::delete(own).execute(tx.c)? == 0 {
        return Err(Error::NotFound);
    }
    let email: String = users::table.find(user).select(users::email_key).first(tx.c)?;
    Ok(Activity::new(Action::EndToken, "partner_user", json!({ "email": email, "token": name })))
}

/// Ends all tokens of a user. Tokens of the former epoch are invalid in any case.
pub(in crate::auth) fn end_all(c: &mut DbConnection, user: UserId) -> QueryResult<usize> {
    diesel::delete(api_tokens::table.filter(api_tokens::user_id.eq(user))).execute(c)
}

/// Returns the tokens of a user, the newest first, with those that expired in the last thirty days. Callers pass the user of
/// their scope, or one whom its user may change.
pub fn of_user(c: &mut DbConnection, user: UserId) -> Result<Vec<ApiToken>> {
    let own = api_tokens::table.inner_join(users::table).filter(api_tokens::user_id.eq(user));
    let own = own.filter(api_tokens::user_epoch.eq(users::session_epoch));
    let newest = (api_tokens::created_at.desc(), api_tokens::id.desc());
    Ok(own.order(newest).select(ApiToken::as_select()).load(c)?)
}

/// Returns the valid token with this hash and its user.
///
/// # Errors
/// The database failed, or a stored value cannot be read.
pub fn find(c: &mut DbConnection, hash: &str) -> Result<Option<Valid<Arc<ApiCaller>>>> {
    let now = clock::now();
    let valid = api_tokens::table
        .inner_join(users::table.inner_join(partners::table))
        .filter(api_tokens::token_hash.eq(hash))
        .filter(api_tokens::expires_at.gt(now).and(api_tokens::created_at.lt(now + CLOCK_TOLERANCE)))
        .filter(api_tokens::user_epoch.eq(users::session_epoch).and(users::active.eq(true)));
    let more = (api_tokens::factor_at_issuer, api_tokens::signed_in_at_issuer, api_tokens::readings);
    type Found = (ApiToken, (bool, bool, String), ActorRow);
    let found = directly!(c, |c| {
        valid.select((ApiToken::as_select(), more, ActorRow::as_select())).first::<Found>(c)
    });
    let Some((token, (factor_at_issuer, signed_in_at_issuer, readings), row)) = found.optional()? else {
        return Ok(None);
    };
    let session = SessionRow { factor_at_issuer, signed_in_at_issuer, ..SessionRow::default() };
    let (after, before) = (token.created_at - CLOCK_TOLERANCE, token.expires_at);
    let value = Arc::new(ApiCaller {
        credential: ApiCredential::Token(token.id),
        name: ProgramName::Token(token.name),
        access: token.access,
        readings,
        actor: Arc::new(row.into_actor(session)?),
        last_used_at: token.last_used_at,
    });
    Ok(Some(Valid { value, after, before }))
}

/// Records that a token was used just now.
pub fn record_use(c: &mut DbConnection, id: ApiTokenId) -> Result<()> {
    let row = api_tokens::table.find(id);
    diesel::update(row).set(api_tokens::last_used_at.eq(clock::now())).execute(c)?;
    Ok(())
}

/// Stores that a program read a list as a whole; `mark` is its file and the day. Returns whether that is new.
pub fn mark_reading(tx: &mut Tx<'_>, id: ApiTokenId, file: &str, mark: &str) -> Result<bool> {
    let row = api_tokens::table.find(id);
    // An update locks the row, so that of two concurrent requests the second reads what the first has stored.
    diesel::update(row).set(api_tokens::last_used_at.eq(tx.at)).execute(tx.c)?;
    let stored: String = row.select(api_tokens::readings).first(tx.c).optional()?.ok_or(Error::NotFound)?;
    let Some(all) = with_reading(&stored, file, mark) else { return Ok(false) };
    diesel::update(row).set(api_tokens::readings.eq(all)).execute(tx.c)?;
    Ok(true)
}

/// Deletes one batch of tokens that expired more than thirty days ago; returns how many.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    let old = api_tokens::table.filter(api_tokens::expires_at.lt(clock::now() - EXPIRED_RETENTION));
    let old: Vec<ApiTokenId> = old.select(api_tokens::id).limit(BATCH).load(c)?;
    Ok(diesel::delete(api_tokens::table.filter(api_tokens::id.eq_any(old))).execute(c)?)
}
