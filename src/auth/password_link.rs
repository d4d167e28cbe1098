//! Links to set a password, in the database. Following a link does not sign the user in.

use crate::audit::Tx;
use crate::clock;
use crate::db::column_types::text_column;
use crate::db::connection::MultiBackend;
use crate::db::schema::{partners, password_tokens as links, users};
use crate::db::{BATCH, DbConnection};
use crate::domain::UserId;
use crate::domain::text_enum::text_enum;
use crate::error::{Error, Result};
use crate::secrets::{Secrets, hmac, random_bytes};
use crate::urls;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The owner of a link.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = links, check_for_backend(MultiBackend))]
pub struct LinkOwner {
    /// The user's email address.
    #[diesel(select_expression = users::email)]
    pub email: String,
    /// The user's name.
    #[diesel(select_expression = users::name)]
    pub name: String,
    /// The name of the user's partner.
    #[diesel(select_expression = partners::name)]
    pub partner: String,
    /// Returns the purpose of the link.
    pub purpose: LinkPurpose,
}

#[diesel::dsl::auto_type]
fn usable(hash: String, now: chrono::NaiveDateTime) -> _ {
    links::table
        .filter(links::token_hash.eq(hash).and(links::used_at.is_null()).and(links::expires_at.gt(now)))
}

/// Returns the owner of a valid link.
///
/// # Errors
/// [`Error::NotFound`] if the link is unknown, used, replaced or expired, or if the user is deactivated.
pub fn find_owner(c: &mut DbConnection, hash: &str) -> Result<LinkOwner> {
    let row = usable(hash.to_owned(), clock::now())
        .inner_join(users::table.inner_join(partners::table))
        .filter(users::active.eq(true));
    row.select(LinkOwner::as_select()).first(c).optional()?.ok_or(Error::NotFound)
}

/// Stores a new link and deletes the user's previous links for the same purpose.
pub fn store(tx: &mut Tx<'_>, user: UserId, hash: &str, purpose: LinkPurpose) -> Result<()> {
    let same = links::table.filter(links::user_id.eq(user).and(links::purpose.eq(purpose)));
    diesel::delete(same).execute(tx.c)?;
    let row = (
        links::token_hash.eq(hash),
        links::user_id.eq(user),
        links::purpose.eq(purpose),
        links::expires_at.eq(tx.at + purpose.valid_for()),
    );
    diesel::insert_into(links::table).values(row).execute(tx.c)?;
    Ok(())
}

/// Restarts the lifetime of a link when its message is sent. Returns `false` if the link was used or
/// deleted; an expired link is renewed.
pub fn renew(c: &mut DbConnection, hash: &str) -> Result<bool> {
    let unused = links::table.find(hash).filter(links::used_at.is_null());
    let Some(purpose) = unused.select(links::purpose).first::<LinkPurpose>(c).optional()? else {
        return Ok(false);
    };
    let until = clock::now() + purpose.valid_for();
    Ok(diesel::update(unused).set(links::expires_at.eq(until)).execute(c)? == 1)
}

/// Marks a link as used. Of two concurrent uses only one succeeds.
///
/// # Errors
/// [`Error::NotFound`] if the link is not valid any more.
pub fn use_up(tx: &mut Tx<'_>, hash: &str) -> Result<()> {
    let now = tx.at;
    let used = diesel::update(usable(hash.to_owned(), now)).set(links::used_at.eq(now)).execute(tx.c)?;
    if used == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Deletes all links of this user.
pub fn revoke_all(tx: &mut Tx<'_>, user: UserId) -> Result<()> {
    diesel::delete(links::table.filter(links::user_id.eq(user))).execute(tx.c)?;
    Ok(())
}

/// How long expired links are kept, for messages that are still waiting to be delivered.
const RETENTION: TimeDelta = TimeDelta::days(30);

/// Deletes one batch of links that expired before the retention period; returns how many.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    let old = links::table.filter(links::expires_at.lt(clock::now() - RETENTION)).select(links::token_hash);
    let old: Vec<String> = old.limit(BATCH).load(c)?;
    Ok(diesel::delete(links::table.filter(links::token_hash.eq_any(old))).execute(c)?)
}

/// Returns the token of the link in the message with this id.
pub fn token(secrets: &Secrets, mail: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(hmac(&secrets.key("password-link-v1"), &[mail.as_bytes()]))
}

/// The purpose of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// To reset a forgotten password.
    Reset,
    /// To set the first password of a new user.
    SignUp,
}

text_enum!(LinkPurpose, "purpose", { Reset = "reset", SignUp = "sign-up" });

text_column!(LinkPurpose);

impl LinkPurpose {
    /// Returns how long the link is valid.
    pub const fn valid_for(self) -> TimeDelta {
        match self {
            LinkPurpose::Reset => TimeDelta::minutes(30),
            LinkPurpose::SignUp => TimeDelta::hours(72),
        }
    }
}

/// Returns a new random token and its hash.
pub fn generate() -> Result<(String, String)> {
    let token = URL_SAFE_NO_PAD.encode(random_bytes()?);
    let hash = hash(&token);
    Ok((token, hash))
}

/// Returns the hash of a token, as the database stores it.
pub fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}

/// Returns the path of the page that the link opens.
pub fn path(token: &str) -> String {
    urls::sign_in_password(token).to_string()
}
