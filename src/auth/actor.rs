//! The person who is signed in, read from the database with every request: a role that was taken away a moment
//! ago is gone, and so is a person who was deactivated.

use crate::db::DbConnection;
use crate::db::columns::columns;
use crate::db::schema::{partners, users};
use crate::db::stored::{stored, stored_option};
use crate::domain::{Partner, PartnerId, Roles, UserId};
use crate::error::Result;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// Who is asking: one person of one partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their address, which they sign in with.
    pub email: String,
    /// Their roles, now.
    pub roles: Roles,
    /// Their organisation.
    pub partner: Partner,
    /// The language of their profile, when they chose one.
    pub language: Option<String>,
    /// A temporary password must be changed before anything else.
    pub must_change_password: bool,
    /// The time zone of their profile, when they chose one.
    pub time_zone: Option<String>,
    /// The colours of their profile, when they chose some.
    pub theme: Option<String>,
    /// Whether they set up a second factor.
    pub has_second_factor: bool,
    /// The session that asks.
    pub session: SessionRow,
}

/// What matters of a session while it is asking.
#[derive(Debug, Clone, Default, PartialEq, Eq, Queryable, Serialize, Deserialize)]
pub struct SessionRow {
    /// Hash of its token.
    pub token_hash: String,
    /// The password was right; the second factor is still to come.
    pub factor_pending: bool,
    /// When password and factor were last shown.
    pub proven_at: Option<NaiveDateTime>,
    /// The second factor was shown to the issuer that the person signed in with.
    pub factor_at_issuer: bool,
    /// The person signed in with an issuer, not with a password of ours.
    pub signed_in_at_issuer: bool,
}

/// An [`Actor`] as the session carries it through one request.
#[derive(Debug, Clone, Queryable, Serialize, Deserialize)]
pub struct ActorRow {
    user_id: i32,
    name: String,
    email: String,
    admin_role: Option<String>,
    agent_role: Option<String>,
    language: Option<String>,
    must_change_password: bool,
    time_zone: Option<String>,
    theme: Option<String>,
    totp_confirmed_at: Option<NaiveDateTime>,
    partner_id: i32,
    mpn_id: String,
    kind: String,
    cloud: String,
    partner_name: String,
    country: String,
}

columns! {
    /// The columns of an [`ActorRow`], from users joined to partners.
    pub ACTOR_COLUMNS = (
        users::id,
        users::name,
        users::email,
        users::admin_role,
        users::agent_role,
        users::language,
        users::must_change_password,
        users::time_zone,
        users::theme,
        users::totp_confirmed_at,
        partners::id,
        partners::mpn_id,
        partners::kind,
        partners::cloud,
        partners::name,
        partners::country,
    )
}

impl ActorRow {
    /// The person, asking in this session.
    pub fn into_actor(self, session: SessionRow) -> Result<Actor> {
        let row = self;
        let roles = Roles {
            admin: stored_option(row.admin_role, "users.admin_role", row.user_id)?,
            agent: stored_option(row.agent_role, "users.agent_role", row.user_id)?,
        };
        let partner = Partner {
            id: PartnerId(row.partner_id),
            mpn_id: row.mpn_id,
            kind: stored(&row.kind, "partners.kind", row.partner_id)?,
            cloud: stored(&row.cloud, "partners.cloud", row.partner_id)?,
            name: row.partner_name,
            country: row.country,
        };
        Ok(Actor {
            user: UserId(row.user_id),
            name: row.name,
            email: row.email,
            roles,
            partner,
            language: row.language,
            // Single sign-on does not use the temporary password; the person may not even know it.
            must_change_password: row.must_change_password && !session.signed_in_at_issuer,
            time_zone: row.time_zone,
            theme: row.theme,
            has_second_factor: row.totp_confirmed_at.is_some(),
            session,
        })
    }
}

/// Name, address and roles of the people of a partner who are active; for the page that says who may instead.
pub fn colleagues(c: &mut DbConnection, partner: PartnerId) -> Result<Vec<Actor>> {
    let rows: Vec<ActorRow> = users::table
        .inner_join(partners::table)
        .filter(users::partner_id.eq(partner.0).and(users::active.eq(true)))
        .order((users::name, users::id))
        .select(ACTOR_COLUMNS)
        .load(c)?;
    rows.into_iter().map(|row| row.into_actor(SessionRow::default())).collect()
}
