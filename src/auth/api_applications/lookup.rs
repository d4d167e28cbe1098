//! Finds an application when it signs in and at each of its requests, and records that it was used.

use crate::audit::{ProgramName, Tx};
use crate::auth::actor::{ActorRow, SessionRow};
use crate::auth::api_applications::secret;
use crate::auth::api_tokens::caller::{ApiCaller, ApiCredential, with_reading};
use crate::auth::remembered::Valid;
use crate::clock;
use crate::db::DbConnection;
use crate::db::schema::{
    api_application_secrets as secrets, api_applications as applications, partners, users,
};
use crate::domain::{ApiAccess, ApiApplicationId, PartnerId, UserId};
use crate::error::{Error, Result};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use std::sync::Arc;

/// Returns the id and the end of the secret with which an application signs in; `None` if the client id or the secret is
/// unknown or has ended.
///
/// # Errors
/// The database failed.
pub fn sign_in(
    c: &mut DbConnection,
    client_id: &str,
    given: &str,
) -> Result<Option<(ApiApplicationId, i32, NaiveDateTime)>> {
    let valid = secrets::table
        .inner_join(applications::table)
        .filter(applications::client_id.eq(client_id))
        .filter(secrets::expires_at.gt(clock::now()))
        .select((applications::id, secrets::id, secrets::expires_at, secrets::secret_hash));
    let valid: Vec<(ApiApplicationId, i32, NaiveDateTime, String)> = valid.load(c)?;
    let found = valid.into_iter().find(|(_, _, _, hash)| secret::matches(given, hash));
    Ok(found.map(|(application, id, end, _)| (application, id, end)))
}

/// Returns the partner, the account and the name of the application with this client id, for the log.
///
/// # Errors
/// The database failed.
pub fn identity(c: &mut DbConnection, client_id: &str) -> Result<Option<(PartnerId, UserId, String)>> {
    let row = applications::table.inner_join(users::table).filter(applications::client_id.eq(client_id));
    Ok(row.select((applications::partner_id, applications::user_id, users::name)).first(c).optional()?)
}

/// Returns the application that signed in with this client id and this secret, if both are still valid.
///
/// # Errors
/// The database failed, or a stored value cannot be read.
pub fn find_caller(
    c: &mut DbConnection,
    client_id: &str,
    secret: i32,
) -> Result<Option<Valid<Arc<ApiCaller>>>> {
    let valid = applications::table
        .inner_join(users::table.inner_join(partners::table))
        .inner_join(secrets::table)
        .filter(applications::client_id.eq(client_id))
        .filter(secrets::id.eq(secret).and(secrets::expires_at.gt(clock::now())));
    let row = (applications::id, applications::access, applications::last_used_at, applications::readings);
    let row = (row, secrets::expires_at);
    type Row = ((ApiApplicationId, ApiAccess, Option<NaiveDateTime>, String), NaiveDateTime);
    let found = valid.select((row, ActorRow::as_select())).first::<(Row, ActorRow)>(c).optional()?;
    let Some((((id, access, last_used_at, readings), before), account)) = found else { return Ok(None) };
    // A second factor is something that people have.
    let session = SessionRow { factor_at_issuer: true, ..SessionRow::default() };
    let value = Arc::new(ApiCaller {
        credential: ApiCredential::Application(id),
        name: ProgramName::Application(client_id.to_owned()),
        access,
        readings,
        actor: Arc::new(account.into_actor(session)?),
        last_used_at,
    });
    Ok(Some(Valid { value, after: NaiveDateTime::MIN, before }))
}

/// Records that an application sent a request or signed in just now.
///
/// # Errors
/// The database failed.
pub fn record_use(c: &mut DbConnection, id: ApiApplicationId) -> Result<()> {
    let row = applications::table.find(id);
    diesel::update(row).set(applications::last_used_at.eq(clock::now())).execute(c)?;
    Ok(())
}

/// Stores that an application read a list as a whole; `mark` is its file and the day. Returns whether that is new.
///
/// # Errors
/// [`Error::NotFound`] if the application has ended.
pub fn mark_reading(tx: &mut Tx<'_>, id: ApiApplicationId, file: &str, mark: &str) -> Result<bool> {
    let row = applications::table.find(id);
    // An update locks the row, so that of two concurrent requests the second reads what the first has stored.
    diesel::update(row).set(applications::last_used_at.eq(tx.at)).execute(tx.c)?;
    let stored: String = row.select(applications::readings).first(tx.c).optional()?.ok_or(Error::NotFound)?;
    let Some(all) = with_reading(&stored, file, mark) else { return Ok(false) };
    diesel::update(row).set(applications::readings.eq(all)).execute(tx.c)?;
    Ok(true)
}
