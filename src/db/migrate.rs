//! Brings the database up to date. The same names stand in migrations/sqlite and migrations/postgres.

use super::{Db, DbConnection, portable};
use crate::error::{Error, Result};
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::collections::BTreeSet;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

type Failure = Box<dyn std::error::Error + Send + Sync>;

impl Db {
    /// Runs the migrations that this database lacks; answers how many.
    ///
    /// # Errors
    /// One line for the operator, also when the database is from a newer portal; it is then left alone.
    pub fn migrate(&self) -> Result<usize> {
        self.maintain(|c| {
            portable::wait_for_locks(c, 5_000)?;
            portable::lock_migrations(c)?;
            let done = match c {
                DbConnection::Sqlite(c) => run(c, SQLITE),
                DbConnection::Postgres(c) => run(c, POSTGRES),
            };
            portable::unlock_migrations(c)?;
            portable::wait_for_locks(c, 1)?;
            done.map_err(|error| {
                Error::operator(format!("the database {} cannot be migrated: {error}", self.backend()))
            })
        })
    }
}

fn run<DB, C>(c: &mut C, source: EmbeddedMigrations) -> Result<usize, Failure>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let migrations: Vec<Box<dyn Migration<DB>>> = source.migrations()?;
    let known: BTreeSet<MigrationVersion<'static>> =
        migrations.iter().map(|m| m.name().version().as_owned()).collect();
    if let Some(newer) = c.applied_migrations()?.into_iter().find(|version| !known.contains(version)) {
        return Err(format!(
            "it has the change {newer} of a newer portal; run that version, or restore a backup"
        )
        .into());
    }
    Ok(c.run_pending_migrations(source)?.len())
}
