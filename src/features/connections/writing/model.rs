//! A row of the queue: one value that is to be written to the server.

use crate::db::connection::MultiBackend;
use crate::db::schema::connection_writes;
use crate::db::stored::stored_json;
use crate::domain::{
    ConnectionId, ConnectionWriteId, ConnectionWriteState, MicrosoftId, PartnerId, WriteSubject,
};
use crate::error::Result;
use crate::features::connections::fault::RunFault;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::{Map, Value};

/// The fields of a value: those of a contact and address by name; of other subjects one field with the name of the subject.
pub type Fields = Map<String, Value>;

/// A row of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = connection_writes, check_for_backend(MultiBackend))]
pub struct ConnectionWrite {
    /// Its id.
    pub id: ConnectionWriteId,
    /// The connection.
    pub connection_id: ConnectionId,
    /// The partner of which the value is.
    pub partner_id: PartnerId,
    /// The customer.
    pub microsoft_id: MicrosoftId,
    /// The subscription; empty for a contact and address.
    pub subscription_id: String,
    /// What is written.
    pub subject: WriteSubject,
    /// How far it is.
    pub state: ConnectionWriteState,
    /// The fields that were changed here, with the values before, as JSON; see [`ConnectionWrite::base`].
    pub base: String,
    /// What the server has where both sides changed it, as JSON; see [`ConnectionWrite::at_server`].
    pub theirs: Option<String>,
    /// Whether a person has seen what the server has, and wants to write over it.
    pub is_confirmed: bool,
    /// Number of attempts.
    pub tries: i32,
    /// Why the last attempt failed, as JSON; see [`ConnectionWrite::last_fault`].
    pub fault: Option<String>,
    /// When it is tried again, UTC.
    pub next_at: Option<NaiveDateTime>,
    /// When it was changed here for the first time, UTC.
    pub created_at: NaiveDateTime,
    /// When it was tried last, UTC.
    pub tried_at: Option<NaiveDateTime>,
    /// When it was written or given up, UTC.
    pub ended_at: Option<NaiveDateTime>,
}

impl ConnectionWrite {
    /// Returns the fields that were changed here, with the values before.
    ///
    /// # Errors
    /// The stored JSON cannot be read.
    pub fn base(&self) -> Result<Fields> {
        stored_json(&self.base, "connection_writes.base", self.id)
    }

    /// Returns what the server has where both sides changed it.
    ///
    /// # Errors
    /// The stored JSON cannot be read.
    pub fn at_server(&self) -> Result<Option<Fields>> {
        self.theirs.as_deref().map(|json| stored_json(json, "connection_writes.theirs", self.id)).transpose()
    }

    /// Returns why the last attempt failed.
    ///
    /// # Errors
    /// The stored JSON cannot be read.
    pub fn last_fault(&self) -> Result<Option<RunFault>> {
        self.fault.as_deref().map(|json| stored_json(json, "connection_writes.fault", self.id)).transpose()
    }
}
