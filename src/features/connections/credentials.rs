//! The secrets of a connection in the database: sealing what a person entered, and the refresh tokens that replace each other.

use crate::audit::{Action, Activity, Author, Tx};
use crate::db::DbConnection;
use crate::db::schema::connections;
use crate::domain::{ConnectionId, ConnectionSignIn, PartnerId};
use crate::error::Result;
use crate::features::connections::model::Connection;
use crate::outbound::credential;
use crate::secrets::Secrets;
use crate::state::AppState;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde_json::json;

/// How long a refresh token of the vendor is valid if the answer does not say so.
pub const TOKEN_LIFETIME: TimeDelta = TimeDelta::days(90);

/// How long before its end people are told.
const WARNING: TimeDelta = TimeDelta::days(7);

/// What a person entered, encrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedCredentials {
    /// The client secret; empty if the client has none.
    pub secret: String,
    /// The refresh token.
    pub token: Option<String>,
}

impl SealedCredentials {
    /// Encrypts what a person entered for a connection of this partner.
    ///
    /// # Errors
    /// The operating system has no random numbers.
    pub fn seal(secrets: &Secrets, partner: PartnerId, secret: &str, token: &str) -> Result<Self> {
        let sealed = |text: &str| credential::seal(secrets, partner, text);
        let token = (!token.is_empty()).then(|| sealed(token)).transpose()?;
        Ok(SealedCredentials { secret: sealed(secret)?, token })
    }
}

/// Stores a refresh token that replaces the one with which the portal signed in. Returns `false` if another process, or a person,
/// has replaced that one already.
pub(in crate::features::connections) fn replace_token(
    connection: &Connection,
    sealed: &str,
    ends_at: NaiveDateTime,
    c: &mut DbConnection,
) -> Result<bool> {
    let own = connections::table
        .filter(connections::id.eq(connection.id).and(connections::partner_id.eq(connection.partner_id)))
        .filter(connections::sealed_token.eq(connection.sealed_token.as_deref()));
    let values = (
        connections::sealed_token.eq(Some(sealed)),
        connections::token_ends_at.eq(Some(ends_at)),
        connections::token_told_at.eq(None::<NaiveDateTime>),
    );
    Ok(diesel::update(own).set(values).execute(c)? == 1)
}

/// Writes an entry, which makes a notice, for each refresh token that ends within a week; returns how many.
///
/// # Errors
/// The database failed.
pub fn warn_of_ends(portal: &AppState, now: NaiveDateTime) -> Result<usize> {
    let ending = connections::table
        .filter(connections::sign_in.eq(ConnectionSignIn::RefreshToken))
        .filter(connections::token_ends_at.le(now + WARNING).and(connections::token_told_at.is_null()))
        .select((connections::id, connections::partner_id));
    let ending: Vec<(ConnectionId, PartnerId)> = portal.db.read_now(|c| Ok(ending.load(c)?))?;
    let mut told = 0;
    for (id, partner) in ending {
        let author = Author::system(partner);
        told += portal.log.record_now(&author, |tx| warn(tx, id, now))?;
    }
    Ok(told)
}

fn warn(tx: &mut Tx<'_>, id: ConnectionId, now: NaiveDateTime) -> Result<(usize, Vec<Activity>)> {
    let untold = connections::table.filter(connections::id.eq(id).and(connections::token_told_at.is_null()));
    if diesel::update(untold).set(connections::token_told_at.eq(Some(now))).execute(tx.c)? == 0 {
        return Ok((0, Vec::new()));
    }
    let columns = (connections::name, connections::token_ends_at);
    let (name, end): (String, Option<NaiveDateTime>) =
        connections::table.find(id).select(columns).first(tx.c)?;
    let details = json!({ "name": name, "valid_until": end.map(|end| end.date()) });
    Ok((1, vec![Activity::new(Action::WarnConnection, "connection", details)]))
}
