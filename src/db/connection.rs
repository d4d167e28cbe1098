//! One connection type over both databases, and how each is opened and prepared for reading or writing.

use crate::error::{Error, Result};
use diesel::connection::SimpleConnection;
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::{Connection, ConnectionError, PgConnection, SqliteConnection};
use std::path::{Path, PathBuf};

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub enum DbConnection {
    /// SQLite, built in.
    Sqlite(SqliteConnection),
    /// PostgreSQL.
    Postgres(PgConnection),
}

/// Which database, and where.
#[derive(Clone, Debug)]
pub enum Backend {
    /// A file.
    Sqlite(PathBuf),
    /// The whole `postgres://…` address.
    Postgres(String),
}

/// What a connection is for; SQLite has one writer, and its readers cannot write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Queries only.
    Read,
    /// Changes.
    Write,
}

const SQLITE: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON; PRAGMA temp_store = FILE;
    PRAGMA journal_size_limit = 67108864;";

impl Backend {
    /// Reads a database address by its scheme.
    pub fn of(url: &str) -> Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            return Ok(Backend::Sqlite(PathBuf::from(path)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Backend::Postgres(url.to_owned()));
        }
        Err(Error::operator(format!("DATABASE_URL is “{url}”; it begins with sqlite:// or postgres://")))
    }

    /// Whether this is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        matches!(self, Backend::Postgres(_))
    }

    /// How many connections write, and how many read.
    pub(super) fn pool_sizes(&self) -> (u32, u32) {
        match self {
            Backend::Sqlite(_) => (1, 8),
            Backend::Postgres(_) => (8, 8),
        }
    }

    /// Opens and closes one connection, to say at once and in clear words why it cannot be done.
    pub(super) fn probe(&self) -> Result<()> {
        if let Backend::Sqlite(path) = self {
            let folder =
                path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            std::fs::create_dir_all(folder)
                .map_err(|error| Error::operator(format!("{}: {error}", folder.display())))?;
        }
        let opened = self.establish().and_then(|mut c| {
            c.batch_execute("SELECT 1").map_err(ConnectionError::CouldntSetupConfiguration)
        });
        opened.map_err(|error| Error::operator(format!("the database {self} cannot be opened: {error}")))
    }

    fn establish(&self) -> Result<DbConnection, ConnectionError> {
        match self {
            Backend::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(&path.to_string_lossy())?;
                connection.batch_execute(SQLITE).map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(DbConnection::Sqlite(connection))
            }
            Backend::Postgres(url) => {
                let mut connection = PgConnection::establish(url)?;
                connection
                    .batch_execute(
                        "SET client_min_messages = warning; SET idle_in_transaction_session_timeout = '120s'",
                    )
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(DbConnection::Postgres(connection))
            }
        }
    }
}

impl std::fmt::Display for Backend {
    /// The address without its password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Backend::Sqlite(path) => write!(f, "{}", path.display()),
            Backend::Postgres(url) => match (url.find("://"), url.rfind('@')) {
                (Some(scheme), Some(at)) => write!(f, "{}…{}", &url[..scheme + 3], &url[at..]),
                _ => f.write_str(url),
            },
        }
    }
}

/// Makes the pool's connections.
pub struct Manager {
    backend: Backend,
    used_for: Use,
}

impl Manager {
    pub(super) fn new(backend: Backend, used_for: Use) -> Self {
        Manager { backend, used_for }
    }
}

impl ManageConnection for Manager {
    type Connection = DbConnection;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<DbConnection, Self::Error> {
        let mut connection = self.backend.establish().map_err(diesel::r2d2::Error::ConnectionError)?;
        if let DbConnection::Sqlite(sqlite) = &mut connection {
            // One writer keeps the pages of its indexes; many readers share the operating system's.
            let own = match self.used_for {
                Use::Read => "PRAGMA query_only = ON; PRAGMA cache_size = -16384",
                Use::Write => "PRAGMA busy_timeout = 1; PRAGMA cache_size = -65536",
            };
            sqlite.batch_execute(own).map_err(diesel::r2d2::Error::QueryError)?;
        }
        Ok(connection)
    }

    fn is_valid(&self, connection: &mut DbConnection) -> Result<(), Self::Error> {
        connection.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, connection: &mut DbConnection) -> bool {
        std::thread::panicking() || connection.is_broken()
    }
}
