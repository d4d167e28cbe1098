//! Links between issuers' accounts and users. An account is identified by issuer and subject, never by its email
//! address.

use crate::audit::Tx;
use crate::auth::accounts::email_key;
use crate::auth::session_store;
use crate::db::connection::MultiBackend;
use crate::db::schema::{partners, user_identities as identities, users};
use crate::db::{DbConnection, portable};
use crate::domain::{AdminRole, PartnerId, Roles, UserId};
use crate::error::{Error, Result};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// How a user was matched to the issuer's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchKind {
    /// The account is linked to the user.
    This,
    /// Only the email addresses are equal; the user is linked to no account of this issuer.
    ByAddress,
    /// The email addresses are equal, but the user is linked to another account of this issuer.
    Other,
}

/// A user who may be the owner of the issuer's account.
#[derive(Debug, Clone)]
pub struct UserMatch {
    /// Row id.
    pub user: UserId,
    /// Row id of the partner.
    pub partner: PartnerId,
    /// The partner's MPN ID.
    pub mpn_id: String,
    /// The user's name, for the log.
    pub name: String,
    /// The normalized email address, which is unique among all users.
    pub email_key: String,
    /// The current session epoch; sessions with a lower one are invalid.
    pub epoch: i32,
    /// Whether the user is active. Inactive users cannot sign in.
    pub active: bool,
    /// The user's roles.
    pub roles: Roles,
    /// Whether the user has set up a second factor in the portal.
    pub has_factor: bool,
    /// How the user was matched.
    pub link: MatchKind,
}

/// The columns of a [`UserMatch`], from users joined to partners.
#[derive(Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(MultiBackend))]
struct UserRow {
    id: UserId,
    partner_id: PartnerId,
    #[diesel(select_expression = partners::mpn_id)]
    mpn_id: String,
    name: String,
    email_key: String,
    session_epoch: i32,
    active: bool,
    #[diesel(embed)]
    roles: Roles,
    totp_confirmed_at: Option<NaiveDateTime>,
}

impl UserRow {
    fn matched(self, link: MatchKind) -> UserMatch {
        UserMatch {
            user: self.id,
            partner: self.partner_id,
            mpn_id: self.mpn_id,
            name: self.name,
            email_key: self.email_key,
            epoch: self.session_epoch,
            active: self.active,
            roles: self.roles,
            has_factor: self.totp_confirmed_at.is_some(),
            link,
        }
    }
}

/// Returns the user linked to this account, otherwise the user with this email address. Includes inactive users.
pub fn find_user(
    c: &mut DbConnection,
    issuer: &str,
    subject: &str,
    email: Option<&str>,
) -> Result<Option<UserMatch>> {
    let people = users::table.inner_join(partners::table);
    let linked = identities::table.filter(identities::issuer.eq(issuer).and(identities::subject.eq(subject)));
    let linked: Option<UserId> = linked.select(identities::user_id).first(c).optional()?;
    if let Some(user) = linked {
        let row = people.filter(users::id.eq(user)).select(UserRow::as_select()).first(c)?;
        return Ok(Some(row.matched(MatchKind::This)));
    }
    let Some(key) = email.map(email_key).filter(|key| !key.contains(char::is_control)) else {
        return Ok(None);
    };
    let row = people.filter(users::email_key.eq(key)).select(UserRow::as_select()).first(c).optional()?;
    let Some(row) = row else { return Ok(None) };
    let others = identities::table.filter(identities::user_id.eq(row.id).and(identities::issuer.eq(issuer)));
    let other: i64 = others.count().get_result(c)?;
    Ok(Some(row.matched(if other > 0 { MatchKind::Other } else { MatchKind::ByAddress })))
}

/// Links the account to the user.
pub fn link(tx: &mut Tx<'_>, issuer: &str, subject: &str, user: UserId) -> Result<()> {
    let row = (
        identities::issuer.eq(issuer),
        identities::subject.eq(subject),
        identities::user_id.eq(user),
        identities::linked_at.eq(tx.at),
    );
    diesel::insert_into(identities::table).values(row).execute(tx.c)?;
    Ok(())
}

/// Deletes the user's links to all issuers' accounts and ends the user's sessions. Returns the issuers.
pub fn unlink(tx: &mut Tx<'_>, user: UserId) -> Result<Vec<String>> {
    let linked = identities::table.filter(identities::user_id.eq(user));
    let issuers = linked.order(identities::issuer).select(identities::issuer).load(tx.c)?;
    diesel::delete(linked).execute(tx.c)?;
    session_store::revoke_all(tx.c, user)?;
    Ok(issuers)
}

/// Sets the user's roles.
pub fn set_roles(tx: &mut Tx<'_>, user: UserId, roles: Roles) -> Result<()> {
    let values = (
        users::admin_role.eq(roles.admin),
        users::agent_role.eq(roles.agent),
        users::version.eq(users::version + 1),
    );
    let changed = diesel::update(users::table.find(user)).set(values).execute(tx.c)?;
    if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Locks the partner's users until the transaction ends, so that two Global admins cannot demote each other
/// concurrently.
pub fn lock_staff(tx: &mut Tx<'_>, partner: PartnerId) -> Result<()> {
    portable::lock_partner(tx.c, partner)
}

/// Whether the partner has no active Global admin except this user.
pub fn is_last_global_admin(tx: &mut Tx<'_>, partner: PartnerId, user: UserId) -> Result<bool> {
    let others = users::table
        .filter(users::partner_id.eq(partner).and(users::active.eq(true)).and(users::id.ne(user)))
        .filter(users::admin_role.eq(AdminRole::GlobalAdmin));
    let others: i64 = others.count().get_result(tx.c)?;
    Ok(others == 0)
}
