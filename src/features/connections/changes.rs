//! Creates, changes, pauses and removes connections. The log has the address and the client, never a secret.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::auth::scope::ManageConnections;
use crate::clock;
use crate::db::portable::lock_partner;
use crate::db::schema::{connections, users};
use crate::domain::{
    ConnectionId, ConnectionKind, ConnectionPause, ConnectionSchedule, ConnectionSignIn, TextEnum, UserId,
};
use crate::error::{Error, Result};
use crate::features::connections::choices::kept_fields;
use crate::features::connections::credentials::{SealedCredentials, TOKEN_LIFETIME};
use crate::features::connections::model::{Connection, ConnectionContent, MAX_CONNECTIONS, TEST_PAUSE};
use crate::features::connections::queries::{all_connections, find_connection};
use crate::features::connections::runs::changes::{delete_runs, forget_server};
use crate::features::connections::write_choices::WriteChoices;
use crate::features::connections::writing::queue::read_log_for;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

/// Why a connection was not saved. Nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConnectionRefusal {
    /// The partner has [`MAX_CONNECTIONS`].
    TooMany,
    /// The partner has another connection with this name.
    NameTaken,
}

/// Creates a connection with an account of its own, which has no roles. It runs when a person asks; by itself once a person has
/// looked at its first run.
pub fn create_connection(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageConnections>,
    new: &ConnectionContent,
    credentials: &SealedCredentials,
) -> Result<(std::result::Result<ConnectionId, ConnectionRefusal>, Vec<Activity>)> {
    lock_partner(tx.c, scope.partner())?;
    let known = all_connections(scope, tx.c)?;
    if known.len() as i64 >= MAX_CONNECTIONS {
        return Ok((Err(ConnectionRefusal::TooMany), Vec::new()));
    }
    if known.iter().any(|one| one.name == new.name) {
        return Ok((Err(ConnectionRefusal::NameTaken), Vec::new()));
    }
    let row = (
        (
            connections::partner_id.eq(scope.partner()),
            connections::user_id.eq(create_account(tx, scope, &new.name)?),
        ),
        (connections::created_by.eq(scope.actor().user), connections::created_at.eq(tx.at)),
        ContentRow::new(new)?,
        CredentialRow::new(credentials, tx.at),
    );
    diesel::insert_into(connections::table).values(row).execute(tx.c)?;
    let own = connections::table.filter(connections::partner_id.eq(scope.partner()));
    let id = own.filter(connections::name.eq(&new.name)).select(connections::id).first(tx.c)?;
    read_log_for(tx, (id, scope.partner()), &WriteChoices::default(), &new.writes)?;
    Ok((Ok(id), vec![Activity::new(Action::CreateConnection, "connection", stated(new))]))
}

/// Returns a new account for the log. Nobody can sign in to it, and it has no roles.
fn create_account(tx: &mut Tx<'_>, scope: &Scope<ManageConnections>, name: &str) -> Result<UserId> {
    // Nothing finds it by an email address, which has an @.
    let key = format!("connection:{}", Uuid::new_v4());
    let account = (
        (users::partner_id.eq(scope.partner()), users::email.eq(""), users::email_key.eq(&key)),
        (users::name.eq(name), users::password_hash.eq(""), users::must_change_password.eq(false)),
        (users::active.eq(false), users::is_application.eq(true), users::created_at.eq(tx.at)),
    );
    diesel::insert_into(users::table).values(account).execute(tx.c)?;
    Ok(users::table.filter(users::email_key.eq(&key)).select(users::id).first(tx.c)?)
}

/// Changes a connection; `credentials` are the new ones, if it gets some. Returns whether anything changed.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id; [`Error::Stale`] if it changed after `version`.
pub fn update_connection(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageConnections>,
    (id, version): (ConnectionId, i32),
    new: &ConnectionContent,
    credentials: Option<&SealedCredentials>,
) -> Result<(std::result::Result<bool, ConnectionRefusal>, Vec<Activity>)> {
    lock_partner(tx.c, scope.partner())?;
    let stored = find_connection(scope, id, tx.c)?;
    let before = ConnectionContent::of(&stored)?;
    if before == *new && credentials.is_none() {
        return Ok((Ok(false), Vec::new()));
    }
    if stored.version != version {
        return Err(Error::Stale);
    }
    if all_connections(scope, tx.c)?.iter().any(|one| one.id != id && one.name == new.name) {
        return Ok((Err(ConnectionRefusal::NameTaken), Vec::new()));
    }
    if new.signs_in_elsewhere(&before) && credentials.is_none() {
        return Err(Error::internal("credentials would go to another server"));
    }
    let row = connections::table.find(id);
    diesel::update(row).set((ContentRow::new(new)?, connections::version.eq(version + 1))).execute(tx.c)?;
    read_log_for(tx, (id, scope.partner()), &before.writes, &new.writes)?;
    let next = new.schedule.interval().filter(|_| stored.confirmed_at.is_some()).map(|time| tx.at + time);
    diesel::update(row).set(connections::next_run_at.eq(next)).execute(tx.c)?;
    diesel::update(users::table.find(stored.user_id)).set(users::name.eq(&new.name)).execute(tx.c)?;
    let mut details = json!({ "before": stated(&before), "after": stated(new) });
    if let Some(credentials) = credentials {
        diesel::update(row).set(CredentialRow::new(credentials, tx.at)).execute(tx.c)?;
        details["credentials_replaced"] = json!(true);
    }
    if new.base_url != before.base_url || new.client_id != before.client_id {
        // It may answer as another partner, and a person looks at the next run again.
        let forgotten = (
            (connections::remote_id.eq(None::<String>), connections::remote_name.eq(None::<String>)),
            (
                connections::confirmed_at.eq(None::<NaiveDateTime>),
                connections::next_run_at.eq(None::<NaiveDateTime>),
            ),
        );
        diesel::update(row).set(forgotten).execute(tx.c)?;
        // What was read from the former server is not mixed with what comes from the new one.
        forget_server(tx, id)?;
    }
    Ok((Ok(true), vec![Activity::new(Action::UpdateConnection, "connection", details)]))
}

/// The columns that a form fills.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = connections)]
struct ContentRow {
    name: String,
    kind: ConnectionKind,
    base_url: String,
    sign_in: ConnectionSignIn,
    token_url: String,
    client_id: String,
    schedule: ConnectionSchedule,
    hourly_budget: i32,
    rules: String,
    writes: String,
}

impl ContentRow {
    fn new(content: &ConnectionContent) -> Result<Self> {
        let content = content.clone();
        Ok(ContentRow {
            rules: serde_json::to_string(&content.choices).map_err(Error::internal)?,
            writes: serde_json::to_string(&content.writes).map_err(Error::internal)?,
            name: content.name,
            kind: content.kind,
            base_url: content.base_url,
            sign_in: content.sign_in,
            token_url: content.token_url,
            client_id: content.client_id,
            schedule: content.schedule,
            hourly_budget: content.hourly_budget,
        })
    }
}

/// The columns of new credentials.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = connections, treat_none_as_null = true, treat_none_as_default_value = false)]
struct CredentialRow {
    sealed_secret: String,
    sealed_token: Option<String>,
    token_ends_at: Option<NaiveDateTime>,
    token_told_at: Option<NaiveDateTime>,
    fault: Option<String>,
}

impl CredentialRow {
    fn new(credentials: &SealedCredentials, now: NaiveDateTime) -> Self {
        CredentialRow {
            sealed_secret: credentials.secret.clone(),
            sealed_token: credentials.token.clone(),
            token_ends_at: credentials.token.as_ref().map(|_| now + TOKEN_LIFETIME),
            token_told_at: None,
            fault: None,
        }
    }
}

/// Pauses a connection. A run that is under way waits.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id; [`Error::Stale`] if it is paused already.
pub fn pause_connection(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageConnections>,
    id: ConnectionId,
) -> Result<((), Vec<Activity>)> {
    let connection = find_connection(scope, id, tx.c)?;
    if connection.pause_reason.is_some() {
        return Err(Error::Stale);
    }
    let same = connections::table.find(id).filter(connections::pause_reason.is_null());
    let values = (
        connections::pause_reason.eq(Some(ConnectionPause::Person)),
        connections::version.eq(connections::version + 1),
    );
    if diesel::update(same).set(values).execute(tx.c)? == 0 {
        return Err(Error::Stale);
    }
    Ok(((), vec![paused(&connection.name, ConnectionPause::Person)]))
}

/// Lets a paused connection run again.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id; [`Error::Stale`] if it is not paused.
pub fn resume_connection(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageConnections>,
    id: ConnectionId,
) -> Result<((), Vec<Activity>)> {
    let connection = find_connection(scope, id, tx.c)?;
    let same = connections::table.find(id).filter(connections::pause_reason.is_not_null());
    let next =
        connection.schedule.interval().filter(|_| connection.confirmed_at.is_some()).map(|_| clock::now());
    let values = (
        connections::pause_reason.eq(None::<ConnectionPause>),
        connections::fault.eq(None::<String>),
        connections::next_run_at.eq(next),
        connections::version.eq(connections::version + 1),
    );
    if diesel::update(same).set(values).execute(tx.c)? == 0 {
        return Err(Error::Stale);
    }
    Ok(((), vec![about(&connection, Action::ResumeConnection)]))
}

/// Removes a connection with its runs. What it has written stays; its account stays too, because the log names it.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id.
pub fn remove_connection(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageConnections>,
    id: ConnectionId,
) -> Result<((), Vec<Activity>)> {
    lock_partner(tx.c, scope.partner())?;
    let connection = find_connection(scope, id, tx.c)?;
    delete_runs(tx, id)?;
    diesel::delete(connections::table.find(id)).execute(tx.c)?;
    Ok(((), vec![about(&connection, Action::RemoveConnection)]))
}

/// Begins a test of a connection, and returns the connection.
///
/// # Errors
/// [`Error::NotFound`] if the partner has none with this id; [`Error::TooMany`] if it was tested a moment ago.
pub fn begin_test(
    tx: &mut Tx<'_>,
    scope: &Scope<ManageConnections>,
    id: ConnectionId,
) -> Result<(Connection, Vec<Activity>)> {
    let connection = find_connection(scope, id, tx.c)?;
    let free = connections::tested_at.is_null().or(connections::tested_at.le(tx.at - TEST_PAUSE));
    let tested = connections::table.find(id).filter(free);
    if diesel::update(tested).set(connections::tested_at.eq(tx.at)).execute(tx.c)? == 0 {
        return Err(Error::TooMany(TEST_PAUSE.num_seconds().unsigned_abs()));
    }
    Ok((connection, Vec::new()))
}

/// Returns the entry about a connection that was paused.
pub(super) fn paused(name: &str, reason: ConnectionPause) -> Activity {
    let details = json!({ "name": name, "connection_paused": reason.text() });
    Activity::new(Action::PauseConnection, "connection", details)
}

fn about(connection: &Connection, action: Action) -> Activity {
    let details = json!({ "name": connection.name, "address": connection.base_url });
    Activity::new(action, "connection", details)
}

fn stated(content: &ConnectionContent) -> Value {
    json!({
        "name": content.name,
        "address": content.base_url,
        "sign_in": content.sign_in.text(),
        "client_id": content.client_id,
        "schedule": content.schedule.text(),
        "requests_an_hour": content.hourly_budget,
        "kept_fields": kept_fields(&content.choices),
        "written_values": content.writes.words(),
    })
}
