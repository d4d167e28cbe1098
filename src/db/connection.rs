//! One connection type for both databases, and how each is opened and configured for reading or writing.

use crate::db::postgres_url::PostgresUrl;
use crate::error::{Error, Result};
use crate::private_files;
use diesel::connection::{CacheSize, SimpleConnection};
use diesel::r2d2::{ManageConnection, R2D2Connection};
use diesel::{Connection, ConnectionError, PgConnection, RunQueryDsl, SqliteConnection};
use std::path::{Path, PathBuf};

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub enum DbConnection {
    /// SQLite, compiled in.
    Sqlite(SqliteConnection),
    /// PostgreSQL.
    Postgres(PgConnection),
}

/// Runs a query on the connection inside: `directly!(c, |c| query.select(Row::as_select()).first(c))`. Otherwise
/// [`DbConnection`] writes the SQL text of a query several times at each call, although the statement is prepared. Only for
/// the few queries of nearly every request, because they are compiled for each database.
macro_rules! directly {
    ($c:expr, |$inner:ident| $run:expr) => {
        match $c {
            $crate::db::DbConnection::Sqlite($inner) => $run,
            $crate::db::DbConnection::Postgres($inner) => $run,
        }
    };
}

pub(crate) use directly;

/// The database and its address.
#[derive(Clone, Debug)]
pub enum Backend {
    /// The path of the file.
    Sqlite(PathBuf),
    /// The URL of the server.
    Postgres(PostgresUrl),
}

/// The use of a connection. SQLite has one writer, and its readers cannot write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionUse {
    /// Reading only.
    Read,
    /// Reading and writing.
    Write,
}

const SQLITE: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON; PRAGMA temp_store = FILE;
    PRAGMA journal_size_limit = 67108864;";

/// Settings of a session. A change that waits for a lock longer than this is answered as busy, so that the pool has its
/// connection again.
const POSTGRES: &str = "SET client_min_messages = warning; SET idle_in_transaction_session_timeout = '120s';
    SET lock_timeout = '10s';";

impl Backend {
    /// Parses a database URL.
    pub fn from_url(url: &str) -> Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            return Ok(Backend::Sqlite(PathBuf::from(path)));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return PostgresUrl::parse(url).map(Backend::Postgres);
        }
        // The value is not printed, because it may contain a password.
        let said = match url.split_once("://") {
            Some((scheme, _)) => format!("begins with “{}://”", scheme.escape_debug()),
            None => "is no address of a database".to_owned(),
        };
        Err(Error::operator(format!("DATABASE_URL {said}; it has to begin with sqlite:// or postgres://")))
    }

    /// Whether this is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        matches!(self, Backend::Postgres(_))
    }

    /// Whether writers wait for each other.
    pub fn has_one_writer(&self) -> bool {
        matches!(self, Backend::Sqlite(_))
    }

    /// Returns the numbers of writing and of reading connections.
    pub(super) fn pool_sizes(&self) -> (u32, u32) {
        match self {
            Backend::Sqlite(_) => (1, 8),
            Backend::Postgres(_) => (8, 8),
        }
    }

    /// Opens and closes one connection, so that an error is reported early and clearly.
    pub(super) fn probe(&self) -> Result<()> {
        if let Backend::Sqlite(path) = self {
            make_private(path).map_err(|error| Error::operator(format!("{}: {error}", path.display())))?;
        }
        let opened = self.establish().and_then(|mut c| {
            c.batch_execute("SELECT 1").map_err(ConnectionError::CouldntSetupConfiguration)
        });
        opened.map_err(|error| self.cannot_be_opened(&error))?;
        if let Backend::Sqlite(path) = self
            && private_files::is_open_to_others(path)?
        {
            let path = path.display();
            tracing::warn!("others may read the database {path}; run: chmod 600 {path}*");
        }
        Ok(())
    }

    /// Returns an error for the operator with the database and the reason, never with the password.
    pub(super) fn cannot_be_opened(&self, why: &dyn std::fmt::Display) -> Error {
        let why = match self {
            Backend::Sqlite(_) => why.to_string(),
            Backend::Postgres(url) => url.without_password(&why.to_string()),
        };
        Error::operator(format!("the database {self} cannot be opened: {why}"))
    }

    /// Opens a connection outside the pools, for reading and writing.
    ///
    /// # Errors
    /// One line for the operator.
    pub fn connect(&self) -> Result<DbConnection> {
        self.establish().map_err(|error| self.cannot_be_opened(&error))
    }

    /// Opens a connection to a file that nobody else uses, so that no other files belong to it.
    ///
    /// # Errors
    /// One line for the operator.
    pub fn connect_alone(&self) -> Result<DbConnection> {
        let mut connection = self.connect()?;
        if let DbConnection::Sqlite(connection) = &mut connection {
            connection.batch_execute("PRAGMA journal_mode = DELETE")?;
        }
        Ok(connection)
    }

    fn establish(&self) -> Result<DbConnection, ConnectionError> {
        match self {
            Backend::Sqlite(path) => {
                let mut connection = SqliteConnection::establish(&path.to_string_lossy())?;
                connection.batch_execute(SQLITE).map_err(ConnectionError::CouldntSetupConfiguration)?;
                Ok(DbConnection::Sqlite(connection))
            }
            Backend::Postgres(url) => {
                let mut connection = PgConnection::establish(&url.for_portal())?;
                // Behind a pooler, neither prepared statements nor settings of the session would stay with the portal.
                if url.has_pooler() {
                    connection.set_prepared_statement_cache_size(CacheSize::Disabled);
                } else {
                    connection.batch_execute(POSTGRES).map_err(ConnectionError::CouldntSetupConfiguration)?;
                }
                Ok(DbConnection::Postgres(connection))
            }
        }
    }
}

impl std::fmt::Display for Backend {
    /// Writes the URL without its password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Backend::Sqlite(path) => write!(f, "{}", path.display()),
            Backend::Postgres(url) => write!(f, "{url}"),
        }
    }
}

/// Creates the database's folder (0700) and its file (0600) unless they exist. SQLite gives its other files the same
/// mode.
fn make_private(path: &Path) -> std::io::Result<()> {
    private_files::create_folder_of(path)?;
    match private_files::create(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// Creates the connections of a pool.
pub struct Manager {
    backend: Backend,
    used_for: ConnectionUse,
}

impl Manager {
    pub(super) fn new(backend: Backend, used_for: ConnectionUse) -> Self {
        Manager { backend, used_for }
    }
}

impl ManageConnection for Manager {
    type Connection = DbConnection;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<DbConnection, Self::Error> {
        let mut connection = self.backend.establish().map_err(diesel::r2d2::Error::ConnectionError)?;
        let own = match (&self.backend, self.used_for) {
            // The single writer caches its index pages; the readers share the operating system's cache.
            (Backend::Sqlite(_), ConnectionUse::Read) => "PRAGMA query_only = ON; PRAGMA cache_size = -16384",
            (Backend::Sqlite(_), ConnectionUse::Write) => {
                "PRAGMA busy_timeout = 1; PRAGMA cache_size = -65536"
            }
            (Backend::Postgres(url), ConnectionUse::Read) if !url.has_pooler() => {
                "SET statement_timeout = '120s'"
            }
            (Backend::Postgres(_), _) => "",
        };
        if !own.is_empty() {
            connection.batch_execute(own).map_err(diesel::r2d2::Error::QueryError)?;
        }
        Ok(connection)
    }

    fn is_valid(&self, connection: &mut DbConnection) -> Result<(), Self::Error> {
        match connection {
            DbConnection::Postgres(c) if self.used_for == ConnectionUse::Write => is_primary(c),
            connection => connection.ping().map_err(diesel::r2d2::Error::QueryError),
        }
    }

    fn has_broken(&self, connection: &mut DbConnection) -> bool {
        std::thread::panicking() || connection.is_broken()
    }
}

diesel::define_sql_function! { fn pg_is_in_recovery() -> diesel::sql_types::Bool; }

/// Checks that the server takes changes. After a failover, a connection may lead to the former primary.
fn is_primary(c: &mut PgConnection) -> Result<(), diesel::r2d2::Error> {
    match diesel::select(pg_is_in_recovery()).get_result(c) {
        Ok(false) => Ok(()),
        Ok(true) => {
            let why = "the server is a standby and takes no changes".to_owned();
            Err(diesel::r2d2::Error::ConnectionError(ConnectionError::BadConnection(why)))
        }
        Err(error) => Err(diesel::r2d2::Error::QueryError(error)),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Backend;

    const SECRET: &str = "hunter22";

    #[test]
    fn messages_never_contain_the_password() {
        for url in [
            "postgres://portal:hunter22@db.example/portal",
            "postgres://portal:hunter22@db.example:notaport/portal",
            "postgres://portal:hunter22@ho st/portal",
            "postgres://portal:x@hunter22@db.example/portal",
            "postgres://portal:x/hunter22@db.example/portal",
            "postgres://portal:x%zzhunter22@db.example/portal",
            "postgres://db.example/portal?user=portal&password=hunter22",
            "postgres://db.example/portal?password=hunter22&nonsense=1",
            "postgresql://portal:hunter22@[::1/portal",
            "postgress://portal:hunter22@db.example/portal",
            "portal:hunter22@db.example",
            "mysql://portal:hunter22@db.example/portal",
        ] {
            let said = match Backend::from_url(url) {
                Ok(backend) => {
                    let quoted = format!("could not read \"{url}\" with {SECRET}");
                    format!("{backend} {}", backend.cannot_be_opened(&quoted))
                }
                Err(error) => error.to_string(),
            };
            assert!(!said.contains(SECRET), "{url} is told as {said}");
        }
    }
}
