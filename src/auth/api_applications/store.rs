//! Applications and their secrets in the database. An application acts as an account of its own, which has its name and its
//! roles and to which nobody can sign in (`users.is_application`); so everything that refers to a user can refer to it.

use crate::audit::{Action, Activity, Tx};
use crate::auth::api_applications::secret;
use crate::clock;
use crate::db::connection::MultiBackend;
use crate::db::schema::{api_application_secrets as secrets, api_applications as applications, users};
use crate::db::{BATCH, DbConnection, portable};
use crate::domain::{AdminRole, AgentRole, ApiAccess, ApiApplicationId, PartnerId, Roles, UserId};
use crate::error::{Error, Result};
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

/// Maximum number of applications of one partner.
pub const MAX_OF_PARTNER: usize = 50;

/// Maximum number of valid secrets of one application.
pub const MAX_SECRETS: usize = 2;

/// Maximum lifetime of a secret in days.
pub const MAX_DAYS: i64 = 730;

/// How long a page shows a secret after it has expired.
const EXPIRED_RETENTION: TimeDelta = TimeDelta::days(30);

/// An application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The row id.
    pub id: ApiApplicationId,
    /// Its account.
    pub user: UserId,
    /// Its name.
    pub name: String,
    /// What it signs in with, besides a secret.
    pub client_id: String,
    /// What it may do within the permissions of its roles.
    pub access: ApiAccess,
    /// Its roles.
    pub roles: Roles,
    /// When it was registered, UTC.
    pub created_at: NaiveDateTime,
    /// When it last sent a request or signed in, UTC, to the minute.
    pub last_used_at: Option<NaiveDateTime>,
    /// Its secrets, the newest first, with those that expired in the last thirty days.
    pub secrets: Vec<ApplicationSecret>,
}

/// A secret of an application, without its text.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = secrets, check_for_backend(MultiBackend))]
pub struct ApplicationSecret {
    /// The row id.
    pub id: i32,
    /// The row id of the application.
    pub application_id: ApiApplicationId,
    /// The first characters.
    pub beginning: String,
    /// When it was made, UTC.
    pub created_at: NaiveDateTime,
    /// When it expires, UTC.
    pub expires_at: NaiveDateTime,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = applications, check_for_backend(MultiBackend))]
struct ApplicationRow {
    id: ApiApplicationId,
    user_id: UserId,
    client_id: String,
    access: ApiAccess,
    created_at: NaiveDateTime,
    last_used_at: Option<NaiveDateTime>,
}

type NameAndRoles = (String, Option<AdminRole>, Option<AgentRole>);

impl Application {
    fn new(row: ApplicationRow, (name, admin, agent): NameAndRoles, secrets: Vec<ApplicationSecret>) -> Self {
        Application {
            id: row.id,
            user: row.user_id,
            name,
            client_id: row.client_id,
            access: row.access,
            roles: Roles { admin, agent },
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            secrets,
        }
    }

    /// Returns the secrets that are valid at this time.
    pub fn valid_secrets(&self, now: NaiveDateTime) -> impl Iterator<Item = &ApplicationSecret> {
        self.secrets.iter().filter(move |secret| secret.expires_at > now)
    }
}

/// An application to register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewApplication {
    /// Its name, 1 to 100 characters.
    pub name: String,
    /// Its roles, at least one.
    pub roles: Roles,
    /// What it may do within the permissions of its roles.
    pub access: ApiAccess,
    /// The lifetime of its first secret in days, at most [`MAX_DAYS`].
    pub days: i64,
}

/// What the program of an application must know. The secret is shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCredentials {
    /// The row id of the application.
    pub id: ApiApplicationId,
    /// Its name.
    pub name: String,
    /// The client id.
    pub client_id: String,
    /// The secret.
    pub secret: String,
    /// When the secret expires, UTC.
    pub expires_at: NaiveDateTime,
}

/// Why an application was not registered, or a secret not rotated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApplicationRefusal {
    /// The partner has [`MAX_OF_PARTNER`] applications.
    TooMany,
    /// The partner has an application with this name.
    NameTaken,
    /// The application has [`MAX_SECRETS`] valid secrets, and they are not to end now.
    TooManySecrets,
}

/// Registers an application of this partner with its first secret, and returns what its program must know with the log entry.
/// Callers check that the acting user may grant the roles.
///
/// # Errors
/// The database failed.
pub fn register(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    new: &NewApplication,
) -> Result<std::result::Result<(NewCredentials, Activity), ApplicationRefusal>> {
    portable::lock_partner(tx.c, partner)?;
    let known = all(tx.c, partner)?;
    if known.len() >= MAX_OF_PARTNER {
        return Ok(Err(ApplicationRefusal::TooMany));
    }
    if known.iter().any(|application| application.name == new.name) {
        return Ok(Err(ApplicationRefusal::NameTaken));
    }
    let client_id = Uuid::new_v4().to_string();
    let account = (
        // Nothing finds it by an email address, which has an @.
        (
            users::partner_id.eq(partner),
            users::email.eq(""),
            users::email_key.eq(format!("application:{client_id}")),
        ),
        (
            users::name.eq(&new.name),
            users::admin_role.eq(new.roles.admin),
            users::agent_role.eq(new.roles.agent),
        ),
        (users::password_hash.eq(""), users::must_change_password.eq(false)),
        (users::active.eq(false), users::is_application.eq(true), users::created_at.eq(tx.at)),
    );
    diesel::insert_into(users::table).values(account).execute(tx.c)?;
    let account = users::table.filter(users::email_key.eq(format!("application:{client_id}")));
    let user: UserId = account.select(users::id).first(tx.c)?;
    let row = (
        (applications::partner_id.eq(partner), applications::user_id.eq(user)),
        (applications::client_id.eq(&client_id), applications::access.eq(new.access)),
        applications::created_at.eq(tx.at),
    );
    diesel::insert_into(applications::table).values(row).execute(tx.c)?;
    let id = applications::table.filter(applications::client_id.eq(&client_id)).select(applications::id);
    let id: ApiApplicationId = id.first(tx.c)?;
    let (secret, expires_at) = add_secret(tx, id, new.days)?;
    let roles: Vec<&str> = new.roles.iter().map(|role| role.as_str()).collect();
    let details = json!({
        "application": new.name, "client_id": client_id, "roles": roles, "token_scope": new.access.to_string(),
        "valid_until": expires_at.date(),
    });
    let entry = Activity::new(Action::RegisterApplication, "application", details);
    Ok(Ok((NewCredentials { id, name: new.name.clone(), client_id, secret, expires_at }, entry)))
}

/// Adds a secret to an application of this partner. The secrets that it has end after `overlap`, which is zero to end them
/// now, or when they would end anyway.
///
/// # Errors
/// [`Error::NotFound`] if the partner has no such application.
pub fn rotate_secret(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    id: ApiApplicationId,
    (days, overlap): (i64, TimeDelta),
) -> Result<std::result::Result<(NewCredentials, Activity), ApplicationRefusal>> {
    portable::lock_partner(tx.c, partner)?;
    let application = find(tx.c, partner, id)?;
    if overlap > TimeDelta::zero() && application.valid_secrets(tx.at).count() >= MAX_SECRETS {
        return Ok(Err(ApplicationRefusal::TooManySecrets));
    }
    let end = tx.at + overlap;
    let later = secrets::table.filter(secrets::application_id.eq(id).and(secrets::expires_at.gt(end)));
    diesel::update(later).set(secrets::expires_at.eq(end)).execute(tx.c)?;
    let (secret, expires_at) = add_secret(tx, id, days)?;
    let details = json!({
        "application": application.name, "client_id": application.client_id, "valid_until": expires_at.date(),
        "former_until": end.date(),
    });
    let entry = Activity::new(Action::RotateApplicationSecret, "application", details);
    let (name, client_id) = (application.name, application.client_id);
    Ok(Ok((NewCredentials { id, name, client_id, secret, expires_at }, entry)))
}

/// Ends an application of this partner with its secrets and access tokens; returns the log entry. Its account stays without
/// roles, because notes and orders name it.
///
/// # Errors
/// [`Error::NotFound`] if the partner has no such application.
pub fn end(tx: &mut Tx<'_>, partner: PartnerId, id: ApiApplicationId) -> Result<Activity> {
    portable::lock_partner(tx.c, partner)?;
    let application = find(tx.c, partner, id)?;
    diesel::delete(secrets::table.filter(secrets::application_id.eq(id))).execute(tx.c)?;
    diesel::delete(applications::table.find(id)).execute(tx.c)?;
    let no_roles = (users::admin_role.eq(None::<AdminRole>), users::agent_role.eq(None::<AgentRole>));
    diesel::update(users::table.find(application.user)).set(no_roles).execute(tx.c)?;
    let details = json!({ "application": application.name, "client_id": application.client_id });
    Ok(Activity::new(Action::EndApplication, "application", details))
}

fn add_secret(tx: &mut Tx<'_>, id: ApiApplicationId, days: i64) -> Result<(String, NaiveDateTime)> {
    let text = secret::generate()?;
    let expires_at = tx.at + TimeDelta::days(days.clamp(1, MAX_DAYS));
    let row = (
        (secrets::application_id.eq(id), secrets::secret_hash.eq(secret::hash(&text))),
        secrets::beginning.eq(secret::beginning(&text)),
        (secrets::created_at.eq(tx.at), secrets::expires_at.eq(expires_at)),
    );
    diesel::insert_into(secrets::table).values(row).execute(tx.c)?;
    Ok((text, expires_at))
}

/// Returns the applications of a partner in the order of their names. Callers pass the partner of their scope.
///
/// # Errors
/// The database failed.
pub fn all(c: &mut DbConnection, partner: PartnerId) -> Result<Vec<Application>> {
    let rows: Vec<(ApplicationRow, NameAndRoles)> = applications::table
        .inner_join(users::table)
        .filter(applications::partner_id.eq(partner))
        .order((users::name, applications::id))
        .select((ApplicationRow::as_select(), (users::name, users::admin_role, users::agent_role)))
        .load(c)?;
    let ids: Vec<ApiApplicationId> = rows.iter().map(|(row, _)| row.id).collect();
    let known: Vec<ApplicationSecret> = secrets::table
        .filter(secrets::application_id.eq_any(ids))
        .order((secrets::created_at.desc(), secrets::id.desc()))
        .select(ApplicationSecret::as_select())
        .load(c)?;
    let with_secrets = |(row, named): (ApplicationRow, NameAndRoles)| {
        let own = known.iter().filter(|secret| secret.application_id == row.id).cloned().collect();
        Application::new(row, named, own)
    };
    Ok(rows.into_iter().map(with_secrets).collect())
}

/// Returns an application of a partner.
///
/// # Errors
/// [`Error::NotFound`] if the partner has no such application.
pub fn find(c: &mut DbConnection, partner: PartnerId, id: ApiApplicationId) -> Result<Application> {
    all(c, partner)?.into_iter().find(|application| application.id == id).ok_or(Error::NotFound)
}

/// Deletes one batch of secrets that expired more than thirty days ago; returns how many.
///
/// # Errors
/// The database failed.
pub fn delete_expired(c: &mut DbConnection) -> Result<usize> {
    let old = secrets::table.filter(secrets::expires_at.lt(clock::now() - EXPIRED_RETENTION));
    let old: Vec<i32> = old.select(secrets::id).limit(BATCH).load(c)?;
    Ok(diesel::delete(secrets::table.filter(secrets::id.eq_any(old))).execute(c)?)
}
