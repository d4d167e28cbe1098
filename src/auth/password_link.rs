//! Links in the database. Whoever follows one is not signed in.

use crate::audit::Tx;
use crate::clock;
use crate::db::schema::{partners, password_tokens as links, users};
use crate::db::stored::stored;
use crate::db::{BATCH, DbConnection};
use crate::domain::text_enum::text_enum;
use crate::error::{Error, Result};
use crate::secrets::{Secrets, hmac, random_bytes};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Whose link it is, as far as setting a password needs to know.
#[derive(Debug, Clone, Queryable)]
pub struct LinkOwner {
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their organisation.
    pub partner: String,
    purpose: String,
}

impl LinkOwner {
    /// What the link is for.
    pub fn purpose(&self) -> Result<LinkPurpose> {
        stored(&self.purpose, "password_tokens.purpose", &self.email)
    }
}

#[diesel::dsl::auto_type]
fn usable(hash: String, now: chrono::NaiveDateTime) -> _ {
    links::table
        .filter(links::token_hash.eq(hash).and(links::used_at.is_null()).and(links::expires_at.gt(now)))
}

/// The owner of a link that works.
///
/// # Errors
/// [`Error::NotFound`] for one that is unknown, used, replaced or too old, and when the person was deactivated.
pub fn find_owner(c: &mut DbConnection, hash: &str) -> Result<LinkOwner> {
    let row = usable(hash.to_owned(), clock::now())
        .inner_join(users::table.inner_join(partners::table))
        .filter(users::active.eq(true));
    let row = row.select((users::email, users::name, partners::name, links::purpose));
    row.first(c).optional()?.ok_or(Error::NotFound)
}

/// Keeps a new link; those that the person had before for the same purpose work no more.
pub fn store(tx: &mut Tx<'_>, user: i32, hash: &str, purpose: LinkPurpose) -> Result<()> {
    let same = links::table.filter(links::user_id.eq(user).and(links::purpose.eq(purpose.as_str())));
    diesel::delete(same).execute(tx.c)?;
    let row = (
        links::token_hash.eq(hash),
        links::user_id.eq(user),
        links::purpose.eq(purpose.as_str()),
        links::expires_at.eq(tx.at + purpose.valid_for()),
    );
    diesel::insert_into(links::table).values(row).execute(tx.c)?;
    Ok(())
}

/// The letter of this link goes out now: its time begins. No if the link was used, replaced or ended, however old it is.
pub fn renew(c: &mut DbConnection, hash: &str) -> Result<bool> {
    let unused = links::table.find(hash).filter(links::used_at.is_null());
    let Some(purpose) = unused.select(links::purpose).first::<String>(c).optional()? else {
        return Ok(false);
    };
    let until = clock::now()
        + stored::<LinkPurpose>(&purpose, "password_tokens.purpose", "of the letter")?.valid_for();
    Ok(diesel::update(unused).set(links::expires_at.eq(until)).execute(c)? == 1)
}

/// Uses a link up; of two at once only one succeeds.
pub fn use_up(tx: &mut Tx<'_>, hash: &str) -> Result<()> {
    let now = tx.at;
    let used = diesel::update(usable(hash.to_owned(), now)).set(links::used_at.eq(now)).execute(tx.c)?;
    if used == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// No link of this person works any more.
pub fn revoke_all(tx: &mut Tx<'_>, user: i32) -> Result<()> {
    diesel::delete(links::table.filter(links::user_id.eq(user))).execute(tx.c)?;
    Ok(())
}

/// Expired links are kept this long, for letters that still wait to be delivered.
const RETENTION: TimeDelta = TimeDelta::days(30);

/// Deletes a batch of links that expired long ago; returns how many.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    let old = links::table.filter(links::expires_at.lt(clock::now() - RETENTION)).select(links::token_hash);
    let old: Vec<String> = old.limit(BATCH).load(c)?;
    Ok(diesel::delete(links::table.filter(links::token_hash.eq_any(old))).execute(c)?)
}

/// The token of the link in this letter.
pub fn token(secrets: &Secrets, letter: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(hmac(&secrets.key("password-link-v1"), &[letter.as_bytes()]))
}

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// A forgotten password.
    Reset,
    /// The first password of a new person.
    SignUp,
}

text_enum!(LinkPurpose, "purpose", { Reset = "reset", SignUp = "sign-up" });

impl LinkPurpose {
    /// How long it works.
    pub const fn valid_for(self) -> TimeDelta {
        match self {
            LinkPurpose::Reset => TimeDelta::minutes(30),
            LinkPurpose::SignUp => TimeDelta::hours(72),
        }
    }
}

/// A new secret for a link, and what the database keeps of it.
pub fn generate() -> Result<(String, String)> {
    let token = URL_SAFE_NO_PAD.encode(random_bytes()?);
    let hash = hash(&token);
    Ok((token, hash))
}

/// What the database keeps of a link's secret.
pub fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}

/// Where the link leads.
pub fn path(token: &str) -> String {
    format!("/sign-in/password/{token}")
}
