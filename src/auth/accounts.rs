//! Finds users by email address, adds users and sets passwords.

use crate::audit::{Action, Activity, Tx};
use crate::auth::session::SessionUser;
use crate::auth::{password_link, session_store};
use crate::db::DbConnection;
use crate::db::connection::MultiBackend;
use crate::db::schema::users;
use crate::domain::{EmailAddress, Name, PartnerId, Roles, UserId};
use crate::error::{Error, Result};
use crate::text::visible::visible;
use diesel::prelude::*;
use serde_json::json;

/// The columns of a user that sign-in needs.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = users, check_for_backend(MultiBackend))]
pub struct Credentials {
    /// Row id.
    #[diesel(column_name = id)]
    pub user: UserId,
    /// Row id of the partner.
    #[diesel(column_name = partner_id)]
    pub partner: PartnerId,
    /// Name, for the activity log.
    pub name: String,
    /// The email address as it was entered.
    pub email: String,
    /// PHC string.
    pub password_hash: String,
    /// The current session epoch. Sessions of older epochs are invalid.
    #[diesel(column_name = session_epoch)]
    pub epoch: i32,
    #[diesel(column_name = totp_confirmed_at)]
    factor_since: Option<chrono::NaiveDateTime>,
}

impl Credentials {
    /// Returns partner, user and name, for the activity log.
    pub fn identity(&self) -> (PartnerId, UserId, &str) {
        (self.partner, self.user, &self.name)
    }

    /// Returns the user, to begin a session with.
    pub fn signed_in(&self) -> SessionUser {
        SessionUser { user: self.user, partner: self.partner, epoch: self.epoch }
    }

    /// Whether the password alone is not enough to sign in.
    pub fn has_second_factor(&self) -> bool {
        self.factor_since.is_some()
    }
}

/// Returns the lookup key of an email address. It is the same for every spelling of the address: Chromium,
/// for example, sends international domains in punycode.
pub fn email_key(email: &str) -> String {
    email.parse::<EmailAddress>().map_or_else(|_| email.trim().to_lowercase(), |address| address.key())
}

/// Returns the active user with this email address, if there is one.
pub fn by_email(c: &mut DbConnection, email: &str) -> Result<Option<Credentials>> {
    let key = email_key(email);
    if key.contains(char::is_control) {
        return Ok(None);
    }
    let found = users::table.filter(users::email_key.eq(key).and(users::active.eq(true)));
    Ok(found.select(Credentials::as_select()).first(c).optional()?)
}

/// A user to add.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// The user's partner.
    pub partner: PartnerId,
    /// The user's email address.
    pub email: String,
    /// The user's name.
    pub name: String,
    /// The user's roles.
    pub roles: Roles,
    /// The hash of the first password, as a PHC string.
    pub password_hash: String,
    /// Whether the password must be changed at the first sign-in.
    pub must_change_password: bool,
}

/// Adds a user.
///
/// # Errors
/// The address is already in use or invalid, or the name is invalid.
pub fn add(tx: &mut Tx<'_>, new: &NewUser) -> Result<Activity> {
    let key = email_key(&new.email);
    if new.email.parse::<EmailAddress>().is_err() {
        return Err(Error::bad_input(
            "email",
            format!("“{}” is not a valid email address", visible(&new.email)),
        ));
    }
    let name = Name::parse(&new.name, 200).map_err(|_| {
        Error::bad_input("name", "a person has a name of at most 200 characters that can all be seen")
    })?;
    let taken =
        users::table.filter(users::email_key.eq(&key)).select(users::id).first::<UserId>(tx.c).optional()?;
    if taken.is_some() {
        return Err(Error::bad_input("email", format!("a user with the email address {key} already exists")));
    }
    let values = (
        users::partner_id.eq(new.partner),
        users::email.eq(new.email.trim()),
        users::email_key.eq(&key),
        users::name.eq(name.as_str()),
        users::admin_role.eq(new.roles.admin),
        users::agent_role.eq(new.roles.agent),
        users::password_hash.eq(&new.password_hash),
        users::must_change_password.eq(new.must_change_password),
        users::active.eq(true),
        users::created_at.eq(tx.at),
    );
    diesel::insert_into(users::table).values(values).execute(tx.c)?;
    let roles: Vec<&str> = new.roles.iter().map(|role| role.as_str()).collect();
    let details = json!({ "email": key, "name": name.as_str(), "roles": roles });
    Ok(Activity::new(Action::CreatePartnerUser, "partner_user", details))
}

/// Sets a password, ends all sessions of the user, and deletes the links with which a password could be set.
pub fn set_password(tx: &mut Tx<'_>, user: UserId, hash: &str, must_change: bool) -> Result<Activity> {
    let row = users::table.find(user);
    let set = diesel::update(row)
        .set((
            users::password_hash.eq(hash),
            users::must_change_password.eq(must_change),
            users::password_changed_at.eq(tx.at),
        ))
        .execute(tx.c)?;
    if set == 0 {
        return Err(Error::NotFound);
    }
    session_store::revoke_all(tx.c, user)?;
    password_link::revoke_all(tx, user)?;
    let email: String = row.select(users::email_key).first(tx.c)?;
    let details = json!({ "email": email, "temporary": must_change });
    Ok(Activity::new(Action::ChangePassword, "partner_user", details))
}

/// Lets a user operate the server, or no longer; returns the entry for the log, or `None` if it is so already.
pub fn set_operator(tx: &mut Tx<'_>, user: UserId, operates: bool) -> Result<Option<Activity>> {
    let row = users::table.find(user);
    let changed = diesel::update(row.filter(users::is_operator.eq(!operates)))
        .set((users::is_operator.eq(operates), users::version.eq(users::version + 1)))
        .execute(tx.c)?;
    if changed == 0 {
        return Ok(None);
    }
    let email: String = row.select(users::email_key).first(tx.c)?;
    let details = json!({
        "email": email, "before": { "operator": !operates }, "after": { "operator": operates },
    });
    Ok(Some(Activity::new(Action::UpdatePartnerUser, "partner_user", details)))
}

/// Records the time of a sign-in.
pub fn note_sign_in(tx: &mut Tx<'_>, user: UserId) -> Result<()> {
    diesel::update(users::table.find(user)).set(users::last_sign_in_at.eq(tx.at)).execute(tx.c)?;
    Ok(())
}
