//! The signed-in user. Each request reads the user from the database, so removed roles and deactivated
//! accounts take effect immediately.

use crate::auth::waiting::Waiting;
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{partners, sessions, users};
use crate::db::stored::stored;
use crate::domain::{DefaultViews, Partner, PartnerId, Permission, Roles, UserId};
use crate::error::Result;
use crate::search::CappedCount;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// The signed-in user of one partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The user.
    pub user: UserId,
    /// The user's name.
    pub name: String,
    /// The email address that the user signs in with.
    pub email: String,
    /// The user's current roles.
    pub roles: Roles,
    /// The user's partner.
    pub partner: Partner,
    /// The language in the user's profile, if one is set.
    pub language: Option<String>,
    /// Whether the password is temporary and must be changed first.
    pub must_change_password: bool,
    /// The time zone in the user's profile, if one is set.
    pub time_zone: Option<String>,
    /// The color theme in the user's profile, if one is set.
    pub theme: Option<String>,
    /// The views with which the user's lists open.
    pub default_views: DefaultViews,
    /// Whether the user has set up a second factor in the portal.
    pub has_second_factor: bool,
    /// Whether the user operates the server, which no role grants.
    pub is_operator: bool,
    /// The session of the request.
    pub session: SessionRow,
    /// What waits for the partner. Zero except for the user of the request.
    pub waiting: Waiting,
    /// The notices that the user has not read. None except for the user of the request.
    pub unread_notices: CappedCount,
}

impl Actor {
    /// Whether the user has a permission.
    pub fn may(&self, permission: Permission) -> bool {
        match permission {
            Permission::OperateServer => self.is_operator,
            permission => permission.allows(self.roles, &self.partner),
        }
    }
}

/// The columns of a session that requests need.
#[derive(Debug, Clone, Default, PartialEq, Eq, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = sessions, check_for_backend(MultiBackend))]
pub struct SessionRow {
    /// Hash of the session token.
    pub token_hash: String,
    /// Whether the second factor is still missing after the password.
    pub factor_pending: bool,
    /// When the user last entered the password and the second factor.
    pub proven_at: Option<NaiveDateTime>,
    /// Whether the issuer that the user signed in with has checked a second factor.
    pub factor_at_issuer: bool,
    /// Whether the user signed in with an issuer instead of a portal password.
    pub signed_in_at_issuer: bool,
}

/// An [`Actor`] in the form in which the session holds it during a request, as text; from users joined to partners.
#[derive(Debug, Clone, Queryable, Selectable, Serialize, Deserialize)]
#[diesel(table_name = users, check_for_backend(MultiBackend))]
pub struct ActorRow {
    #[diesel(column_name = id)]
    user_id: UserId,
    name: String,
    email: String,
    admin_role: Option<String>,
    agent_role: Option<String>,
    language: Option<String>,
    must_change_password: bool,
    time_zone: Option<String>,
    theme: Option<String>,
    default_views: Option<String>,
    totp_confirmed_at: Option<NaiveDateTime>,
    is_operator: bool,
    partner_id: PartnerId,
    #[diesel(select_expression = partners::mpn_id)]
    mpn_id: String,
    #[diesel(select_expression = partners::kind)]
    kind: String,
    #[diesel(select_expression = partners::cloud)]
    cloud: String,
    #[diesel(select_expression = partners::name)]
    partner_name: String,
    #[diesel(select_expression = partners::country)]
    country: String,
    #[diesel(select_expression = partners::time_zone)]
    partner_zone: Option<String>,
}

impl ActorRow {
    /// Converts the row to an [`Actor`] with this session.
    pub fn into_actor(self, session: SessionRow) -> Result<Actor> {
        let row = self;
        let roles = Roles {
            admin: row.admin_role.map(|word| stored(&word, "users.admin_role")).transpose()?,
            agent: row.agent_role.map(|word| stored(&word, "users.agent_role")).transpose()?,
        };
        let partner = Partner {
            id: row.partner_id,
            mpn_id: row.mpn_id,
            kind: stored(&row.kind, "partners.kind")?,
            cloud: stored(&row.cloud, "partners.cloud")?,
            name: row.partner_name,
            country: row.country,
            time_zone: row.partner_zone,
        };
        Ok(Actor {
            user: row.user_id,
            name: row.name,
            email: row.email,
            roles,
            partner,
            language: row.language,
            // Single sign-on does not use the temporary password; the user may not even know it.
            must_change_password: row.must_change_password && !session.signed_in_at_issuer,
            time_zone: row.time_zone,
            theme: row.theme,
            default_views: DefaultViews::parse(row.default_views.as_deref().unwrap_or_default()),
            has_second_factor: row.totp_confirmed_at.is_some(),
            is_operator: row.is_operator,
            session,
            waiting: Waiting::default(),
            unread_notices: CappedCount::default(),
        })
    }
}

/// Returns the active users of a partner, for pages that list which colleagues have a permission. Their
/// sessions are empty.
pub fn colleagues(c: &mut DbConnection, partner: PartnerId) -> Result<Vec<Actor>> {
    let rows: Vec<ActorRow> = users::table
        .inner_join(partners::table)
        .filter(users::partner_id.eq(partner).and(users::active.eq(true)))
        .order((users::name, users::id))
        .select(ActorRow::as_select())
        .load(c)?;
    rows.into_iter().map(|row| row.into_actor(SessionRow::default())).collect()
}

/// Returns a person on whose behalf a job works, without a session; `None` if the account is not active.
pub fn active_person(c: &mut DbConnection, user: UserId) -> Result<Option<Actor>> {
    let row = users::table
        .inner_join(partners::table)
        .filter(users::id.eq(user).and(users::active.eq(true)))
        .select(ActorRow::as_select());
    let row: Option<ActorRow> = row.first(c).optional()?;
    row.map(|row| row.into_actor(SessionRow::default())).transpose()
}
