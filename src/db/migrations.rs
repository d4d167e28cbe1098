//! Migrates the database. migrations/sqlite and migrations/postgres have the same names.

use crate::db;
use crate::db::schema::settings;
use crate::db::{Backend, Db, DbConnection, portable};
use crate::error::{Error, Result};
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::collections::BTreeSet;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");

const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

type Failure = Box<dyn std::error::Error + Send + Sync>;

impl Db {
    /// Runs the pending migrations; returns how many. If several processes start at the same time, one of them runs them
    /// and the others wait. On SQLite all of them are one transaction, on PostgreSQL each is one.
    ///
    /// # Errors
    /// One line for the operator. A database of a newer version is not changed.
    pub fn migrate(&self) -> Result<usize> {
        let migrate = |c: &mut DbConnection| {
            portable::wait_for_locks(c, 5_000)?;
            let done = match c {
                // Without a lock, since most starts find nothing to do; then again with it.
                DbConnection::Sqlite(c) => match pending(c, &SQLITE) {
                    Ok(0) => Ok(0),
                    Ok(_) => c.immediate_transaction(|c| run(c, SQLITE)),
                    Err(error) => Err(error),
                },
                DbConnection::Postgres(c) => run(c, POSTGRES),
            };
            portable::wait_for_locks(c, 1)?;
            done.map_err(|error| {
                Error::operator(format!("the database {} cannot be migrated: {error}", self.backend()))
            })
        };
        match self.backend() {
            Backend::Sqlite(_) => self.maintain(migrate),
            // On a connection of its own, because the settings of the pool's are made for short transactions.
            Backend::Postgres(url) => {
                let (mut lock, mut connection) = (self.backend().connect()?, self.backend().connect()?);
                portable::alone_to_migrate(&mut lock, || {
                    if !url.has_pooler() {
                        portable::wait_long(&mut connection)?;
                    }
                    migrate(&mut connection)
                })
            }
        }
    }
}

fn run<DB, C>(c: &mut C, source: EmbeddedMigrations) -> Result<usize, Failure>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    match pending(c, &source)? {
        0 => Ok(0),
        _ => Ok(c.run_pending_migrations(source)?.len()),
    }
}

/// Returns the number of pending migrations.
fn pending<DB, C>(c: &mut C, source: &EmbeddedMigrations) -> Result<usize, Failure>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let migrations: Vec<Box<dyn Migration<DB>>> = source.migrations()?;
    let known: BTreeSet<MigrationVersion<'static>> =
        migrations.iter().map(|m| m.name().version().as_owned()).collect();
    let applied = c.applied_migrations()?;
    if let Some(newer) = applied.iter().find(|version| !known.contains(version)) {
        return Err(format!(
            "it has the migration {newer} of a newer version; run that version, or restore a backup"
        )
        .into());
    }
    Ok(known.len() - applied.len())
}

/// Returns the versions of the migrations that this program has, oldest first.
///
/// # Errors
/// A migration has no version.
pub fn known() -> Result<Vec<String>> {
    let migrations: Vec<Box<dyn Migration<diesel::sqlite::Sqlite>>> =
        SQLITE.migrations().map_err(Error::internal)?;
    let mut versions: Vec<String> = migrations.iter().map(|one| one.name().version().to_string()).collect();
    versions.sort();
    Ok(versions)
}

#[derive(QueryableByName)]
struct Applied {
    #[diesel(sql_type = diesel::sql_types::Text)]
    version: String,
}

/// Returns the versions of the migrations that a database has, oldest first; none if it was never migrated.
///
/// # Errors
/// The database failed.
pub fn applied(c: &mut DbConnection) -> Result<Vec<String>> {
    let query = "SELECT version FROM __diesel_schema_migrations ORDER BY version";
    let rows = portable::savepoint(c, |c| Ok(diesel::sql_query(query).load::<Applied>(c)?));
    Ok(rows.unwrap_or_default().into_iter().map(|row| row.version).collect())
}

/// Numbers of derived values that were recomputed after an upgrade.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rewritten {
    /// Values that changed.
    pub changed: u64,
    /// Values that did not change, because they are invalid or another row has the new value.
    pub left: u64,
}

impl Rewritten {
    /// One value was changed.
    pub const CHANGED: Self = Rewritten { changed: 1, left: 0 };
    /// One value was not changed.
    pub const LEFT: Self = Rewritten { changed: 0, left: 1 };
}

impl std::ops::AddAssign for Rewritten {
    fn add_assign(&mut self, other: Self) {
        self.changed += other.changed;
        self.left += other.left;
    }
}

impl Db {
    /// Replaces a setting.
    pub fn set(&self, key: &str, value: &str) -> Result<()> {
        self.write_now(|c| {
            diesel::update(settings::table.find(key)).set(settings::value.eq(value)).execute(c)?;
            Ok(())
        })
    }

    /// Writes a setting unless it exists; returns the stored value.
    pub fn get_or_set(&self, key: &str, value: &str) -> Result<String> {
        let known = |c: &mut db::DbConnection| {
            settings::table.find(key).select(settings::value).first::<String>(c).optional()
        };
        if let Some(known) = self.read_now(|c| Ok(known(c)?))? {
            return Ok(known);
        }
        self.write_now(|c| {
            if let Some(known) = known(c)? {
                return Ok(known);
            }
            let row = (settings::key.eq(key), settings::value.eq(value));
            diesel::insert_into(settings::table).values(row).execute(c)?;
            Ok(value.to_owned())
        })
    }
}
