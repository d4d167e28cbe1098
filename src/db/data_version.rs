//! A number by which values that were read before are proven current.

use crate::db::connection::Manager;
use crate::db::{Backend, DbConnection};
use diesel::prelude::*;
use diesel::r2d2::ManageConnection;
use diesel::sql_types::Integer;
use std::sync::{Mutex, PoisonError};

/// The state of the database at a moment. If two are equal, nothing was committed between them, by any process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataVersion {
    opened: u64,
    number: i32,
}

/// Reads the version of an SQLite database. SQLite counts for each connection by itself, so it is always the same one.
pub(super) struct VersionReader {
    manager: Manager,
    connection: Mutex<(u64, Option<DbConnection>)>,
}

#[derive(QueryableByName)]
struct VersionRow {
    #[diesel(sql_type = Integer)]
    data_version: i32,
}

impl VersionReader {
    pub(super) fn new(manager: Manager) -> Self {
        VersionReader { manager, connection: Mutex::default() }
    }

    /// Returns the version now. `None` on PostgreSQL, which has no such number, and if the database cannot be read.
    pub(super) fn read(&self, backend: &Backend) -> Option<DataVersion> {
        if backend.is_postgres() {
            return None;
        }
        let (opened, connection) = &mut *self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        if connection.is_none() {
            *connection = self.manager.connect().ok();
            *opened += 1;
        }
        let row = diesel::sql_query("PRAGMA data_version").get_result::<VersionRow>(connection.as_mut()?);
        let Ok(VersionRow { data_version: number }) = row else {
            *connection = None;
            return None;
        };
        Some(DataVersion { opened: *opened, number })
    }
}
