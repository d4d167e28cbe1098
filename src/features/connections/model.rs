//! A connection as it is stored.

use crate::audit::{ActorKind, Author, ProgramName};
use crate::db::connection::MultiBackend;
use crate::db::schema::connections;
use crate::db::stored::stored_json;
use crate::domain::{
    ConnectionId, ConnectionKind, ConnectionPause, ConnectionSchedule, ConnectionSignIn, PartnerId, UserId,
};
use crate::error::Result;
use crate::features::connections::fault::RunFault;
use crate::features::connections::write_choices::WriteChoices;
use crate::features::import::engine::difference::ColumnChoices;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

/// Maximum number of connections of a partner.
pub const MAX_CONNECTIONS: i64 = 10;

/// Maximum length of a name, in characters.
pub const MAX_NAME: usize = 60;

/// The possible numbers of requests an hour.
pub const BUDGETS: std::ops::RangeInclusive<i32> = 60..=100_000;

/// Minimum time between two tests of a connection.
pub const TEST_PAUSE: TimeDelta = TimeDelta::seconds(10);

/// A connection.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = connections, check_for_backend(MultiBackend))]
pub struct Connection {
    /// Its id.
    pub id: ConnectionId,
    /// The partner into whose lists it reads.
    pub partner_id: PartnerId,
    /// Its account, which the activity log names.
    pub user_id: UserId,
    /// How the partner calls it.
    pub name: String,
    /// The API of the server.
    pub kind: ConnectionKind,
    /// The address below which the API is.
    pub base_url: String,
    /// How it signs in.
    pub sign_in: ConnectionSignIn,
    /// Where it gets its access tokens.
    pub token_url: String,
    /// The client ID.
    pub client_id: String,
    /// The client secret, encrypted; see [`crate::outbound::credential`].
    pub sealed_secret: String,
    /// The newest refresh token, encrypted.
    pub sealed_token: Option<String>,
    /// When the refresh token ends, UTC.
    pub token_ends_at: Option<NaiveDateTime>,
    /// When it runs.
    pub schedule: ConnectionSchedule,
    /// Maximum number of requests an hour.
    pub hourly_budget: i32,
    /// Which value wins, as JSON; see [`Connection::choices`].
    pub rules: String,
    /// The MPN ID of the partner as which the server answers.
    pub remote_id: Option<String>,
    /// The name of that partner.
    pub remote_name: Option<String>,
    /// When a person let a run write for the first time, UTC.
    pub confirmed_at: Option<NaiveDateTime>,
    /// Why it is paused.
    pub pause_reason: Option<ConnectionPause>,
    /// When the next run is due, UTC.
    pub next_run_at: Option<NaiveDateTime>,
    /// Why the last run or test failed, as JSON; see [`Connection::last_fault`].
    pub fault: Option<String>,
    /// Increases with each change by a person.
    pub version: i32,
    /// Which values are written back, as JSON; see [`Connection::writes`].
    pub writes: String,
}

impl Connection {
    /// Returns which value wins, column by column.
    ///
    /// # Errors
    /// The stored JSON cannot be read.
    pub fn choices(&self) -> Result<ColumnChoices> {
        stored_json(&self.rules, "connections.rules", self.id)
    }

    /// Returns which values are written back, and how.
    ///
    /// # Errors
    /// The stored JSON cannot be read.
    pub fn writes(&self) -> Result<WriteChoices> {
        stored_json(&self.writes, "connections.writes", self.id)
    }

    /// Returns why the last run or test failed.
    ///
    /// # Errors
    /// The stored JSON cannot be read.
    pub fn last_fault(&self) -> Result<Option<RunFault>> {
        self.fault.as_deref().map(|json| stored_json(json, "connections.fault", self.id)).transpose()
    }

    /// Returns the author of what the connection writes: its own account, which has no rights of any person.
    pub fn author(&self) -> Author {
        Author {
            kind: ActorKind::User,
            user: Some(self.user_id),
            name: self.name.clone(),
            program: Some(ProgramName::Connection(self.name.clone())),
            ..Author::system(self.partner_id)
        }
    }
}

/// What a form says about a connection, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionContent {
    /// The name.
    pub name: String,
    /// The API of the server.
    pub kind: ConnectionKind,
    /// The address below which the API is, without a slash at its end.
    pub base_url: String,
    /// How it signs in.
    pub sign_in: ConnectionSignIn,
    /// Where it gets its access tokens.
    pub token_url: String,
    /// The client ID.
    pub client_id: String,
    /// When it runs.
    pub schedule: ConnectionSchedule,
    /// Maximum number of requests an hour.
    pub hourly_budget: i32,
    /// Which value wins.
    pub choices: ColumnChoices,
    /// Which values are written back.
    pub writes: WriteChoices,
}

impl ConnectionContent {
    /// Returns what a stored connection says.
    ///
    /// # Errors
    /// The stored JSON cannot be read.
    pub fn of(connection: &Connection) -> Result<Self> {
        Ok(ConnectionContent {
            name: connection.name.clone(),
            kind: connection.kind,
            base_url: connection.base_url.clone(),
            sign_in: connection.sign_in,
            token_url: connection.token_url.clone(),
            client_id: connection.client_id.clone(),
            schedule: connection.schedule,
            hourly_budget: connection.hourly_budget,
            choices: connection.choices()?,
            writes: connection.writes()?,
        })
    }

    /// Whether the secrets of `other` would go to another server or client. Then they must be entered again, so that no user can
    /// send the secrets that a colleague has entered to a server of their own.
    pub fn signs_in_elsewhere(&self, other: &ConnectionContent) -> bool {
        let target = |one: &ConnectionContent| {
            (one.base_url.clone(), one.token_url.clone(), one.client_id.clone(), one.sign_in)
        };
        target(self) != target(other)
    }
}
