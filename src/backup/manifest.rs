//! The manifest: the first file of an archive, which says what the others are.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the archive's format.
pub const FORMAT: u32 = 1;

/// What an archive contains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the format: [`FORMAT`].
    pub format: u32,
    /// The version of the program that wrote the archive.
    pub program: String,
    /// When the copy was made, in UTC. It has all changes that were confirmed before.
    pub created_at: NaiveDateTime,
    /// The kind of database. An archive can be restored into a database of the same kind.
    pub database: DatabaseKind,
    /// What the database contains.
    pub contents: Contents,
    /// Identifies the secret that the database belongs to, without revealing it.
    pub secret_id: Option<String>,
    /// The other files of the archive, in their order.
    pub files: Vec<ArchivedFile>,
}

/// The kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DatabaseKind {
    /// A file of SQLite.
    Sqlite,
    /// A dump of PostgreSQL's `pg_dump` in its custom format.
    Postgres,
}

impl DatabaseKind {
    /// Returns the name of the database's file in the archive.
    pub fn file_name(self) -> &'static str {
        match self {
            DatabaseKind::Sqlite => "database.sqlite",
            DatabaseKind::Postgres => "database.dump",
        }
    }
}

/// What a database contains, to compare two states of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// The versions of its migrations, oldest first.
    pub migrations: Vec<String>,
    /// The number of rows of some tables, by the name of the table.
    pub rows: BTreeMap<String, i64>,
    /// When the newest entry of all activity logs was written, in UTC.
    pub newest_entry: Option<NaiveDateTime>,
    /// The head of each activity log, as `activity head` prints it. Empty if the database is older than the program.
    pub heads: Vec<String>,
}

/// A file of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchivedFile {
    /// Its name.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256 hash in hexadecimal.
    pub sha256: String,
}
