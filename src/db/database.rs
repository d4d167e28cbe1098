//! The database: one writer and a pool of readers over SQLite, or one pool over PostgreSQL.
//! All access is through `read` and `write`; the differences between the two are in [`super::portable`].

use crate::db::connection::Manager;
use crate::db::data_version::{DataVersion, VersionReader};
use crate::db::{Backend, DbConnection, connection, portable};
use crate::error::{Error, Result};
use diesel::r2d2::{Pool, PooledConnection};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;

/// Maximum number of rows that one transaction of a cleanup deletes.
pub const BATCH: i64 = 500;

/// Maximum number of ids in one query.
pub const ID_BATCH_SIZE: usize = 500;

/// A handle to the database; clones share the pools.
#[derive(Clone)]
pub struct Db {
    readers: Pool<Manager>,
    writers: Pool<Manager>,
    turns: Arc<Semaphore>,
    waiting_writers: Arc<AtomicUsize>,
    version: Arc<VersionReader>,
    backend: Backend,
    url: String,
}

impl Db {
    /// Opens `sqlite://FILE` or `postgres://…`. Does not migrate.
    ///
    /// # Errors
    /// One line for the operator: which database, and why it cannot be opened.
    pub fn open(url: &str) -> Result<Self> {
        let backend = Backend::from_url(url)?;
        backend.probe()?;
        let pool = |size, role| {
            let pool = Pool::builder()
                .max_size(size)
                // No connection is opened in advance: a command could end while another thread opens it, and
                // OpenSSL, with which libpq speaks TLS, would crash.
                .min_idle(Some(0))
                .connection_timeout(Duration::from_secs(5))
                .test_on_check_out(backend.is_postgres())
                .build(Manager::new(backend.clone(), role));
            pool.map_err(|error| backend.cannot_be_opened(&error))
        };
        let (writers, readers) = backend.pool_sizes();
        let writers = pool(writers, connection::ConnectionUse::Write)?;
        let readers = pool(readers, connection::ConnectionUse::Read)?;
        let turns = Arc::new(Semaphore::new(readers.max_size() as usize));
        let waiting_writers = Arc::default();
        let version =
            Arc::new(VersionReader::new(Manager::new(backend.clone(), connection::ConnectionUse::Read)));
        Ok(Db { readers, writers, turns, waiting_writers, version, backend, url: url.to_owned() })
    }

    /// Runs a query on a blocking thread, in one snapshot of the database.
    pub async fn read<T: Send + 'static>(
        &self,
        query: impl FnOnce(&mut DbConnection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        // Requests wait here for a connection as futures, without a thread each.
        let turn = self.turns.clone().acquire_owned().await.map_err(Error::internal)?;
        let db = self.clone();
        on_a_blocking_thread(move || {
            let answer = db.read_now(query);
            drop(turn);
            answer
        })
        .await
    }

    /// `read` for index lookups of a few rows, which SQLite finishes sooner than another thread would wake up: it runs on
    /// the current thread if a connection is free.
    pub async fn read_one<T: Send + 'static>(
        &self,
        query: impl FnOnce(&mut DbConnection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let free = match self.backend {
            Backend::Sqlite(_) => self.readers.try_get(),
            Backend::Postgres(_) => None,
        };
        match free {
            Some(mut connection) => portable::snapshot(&mut connection, query),
            None => self.read(query).await,
        }
    }

    /// Runs a change in a transaction on a blocking thread; rolls back if it returns an error.
    pub async fn write<T: Send + 'static>(
        &self,
        change: impl FnOnce(&mut DbConnection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let db = self.clone();
        on_a_blocking_thread(move || db.write_now(change)).await
    }

    /// `read` for callers that may block: the command line, the export's thread.
    pub fn read_now<T>(&self, query: impl FnOnce(&mut DbConnection) -> Result<T>) -> Result<T> {
        portable::snapshot(&mut *checked_out(&self.readers)?, query)
    }

    /// `write` for callers that may block.
    pub fn write_now<T>(&self, change: impl FnOnce(&mut DbConnection) -> Result<T>) -> Result<T> {
        portable::immediate_transaction(&mut *self.writer()?, change)
    }

    fn writer(&self) -> Result<PooledConnection<Manager>> {
        self.waiting_writers.fetch_add(1, Ordering::Relaxed);
        let connection = checked_out(&self.writers);
        self.waiting_writers.fetch_sub(1, Ordering::Relaxed);
        connection
    }

    /// Returns a number that changes with the data. `None` on PostgreSQL, and if the database cannot be read.
    pub fn data_version(&self) -> Option<DataVersion> {
        self.version.read(&self.backend)
    }

    /// Returns the open connections for reading, and those for writing.
    pub fn connections(&self) -> (PoolConnections, PoolConnections) {
        (PoolConnections::new(&self.readers), PoolConnections::new(&self.writers))
    }

    /// Returns how many changes wait for a connection.
    pub fn waiting_writers(&self) -> usize {
        self.waiting_writers.load(Ordering::Relaxed)
    }

    /// Passes the writing connection without a transaction, for migrations and checkpoints.
    pub(crate) fn maintain<T>(&self, work: impl FnOnce(&mut DbConnection) -> Result<T>) -> Result<T> {
        work(&mut *checked_out(&self.writers)?)
    }

    /// Returns the kind of database.
    pub fn backend(&self) -> &Backend {
        &self.backend
    }

    /// Returns the URL with which it was opened.
    pub fn url(&self) -> &str {
        &self.url
    }
}

/// The open connections of a pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolConnections {
    /// Those in use.
    pub busy: u32,
    /// Those that are free.
    pub idle: u32,
}

impl PoolConnections {
    fn new(pool: &Pool<Manager>) -> Self {
        let state = pool.state();
        let idle = state.idle_connections;
        PoolConnections { busy: state.connections.saturating_sub(idle), idle }
    }
}

fn checked_out(pool: &Pool<Manager>) -> Result<PooledConnection<Manager>> {
    pool.get().map_err(|error| Error::Unavailable(error.to_string()))
}

async fn on_a_blocking_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    actix_web::web::block(work).await.map_err(Error::internal)?
}
