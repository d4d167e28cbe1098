//! PostgreSQL: its own programs write and read dumps, because only they know all that a database can contain.

use crate::db::DbConnection;
use crate::db::postgres_url::PostgresUrl;
use crate::error::{Error, Result};
use crate::private_files::folder_of;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::path::Path;
use std::process::{Command, Stdio};

#[derive(QueryableByName)]
struct Snapshot {
    #[diesel(sql_type = Text)]
    id: String,
}

#[derive(QueryableByName)]
struct Others {
    #[diesel(sql_type = BigInt)]
    connections: i64,
}

/// Writes a dump of the state that `c` sees to `to`. `c` is in a snapshot until this returns.
///
/// # Errors
/// One line for the operator: the program is missing, or what it said.
pub fn dump(c: &mut DbConnection, url: &PostgresUrl, to: &Path) -> Result<()> {
    let snapshot: Snapshot = diesel::sql_query("SELECT pg_export_snapshot() AS id").get_result(c)?;
    let mut command = program("pg_dump", url);
    command.args(["--format=custom", "--no-owner", "--no-privileges", "--compress=0"]);
    command.arg(format!("--snapshot={}", snapshot.id)).arg("--file").arg(to);
    run(&mut command, "pg_dump")
}

/// Checks that a dump can be read to its end.
///
/// # Errors
/// One line for the operator: the program is missing, or what it said.
pub fn check(dump: &Path) -> Result<()> {
    let mut command = Command::new("pg_restore");
    command.args(["--file", "-"]).arg(dump);
    run(&mut command, "pg_restore")
}

/// Replaces everything in the database by the dump and then runs `sql`, in one transaction.
///
/// # Errors
/// One line for the operator: the portal is running, a program is missing, or what it said. Nothing has changed then.
pub fn install(c: &mut DbConnection, url: &PostgresUrl, dump: &Path, sql: &str) -> Result<()> {
    let others = "SELECT count(*) AS connections FROM pg_stat_activity
                   WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
    let others: Others = diesel::sql_query(others).get_result(c)?;
    if others.connections > 0 {
        return Err(Error::operator(format!(
            "the database is in use by {} other connections: stop the portal, restore, and start it again",
            others.connections
        )));
    }
    let script = folder_of(dump).join("database.sql");
    let mut command = Command::new("pg_restore");
    command.args(["--no-owner", "--no-privileges", "--file"]).arg(&script).arg(dump);
    run(&mut command, "pg_restore")?;
    let mut psql = program("psql", url);
    psql.args(["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]);
    psql.args(["--command", "DROP SCHEMA public CASCADE; CREATE SCHEMA public"]).arg("--file").arg(&script);
    psql.args(["--command", "SET search_path = public", "--command", sql]);
    run(&mut psql, "psql")
}

/// Returns a command that connects to the database. The password is in its environment, because others can read the
/// arguments of a process.
fn program(name: &str, url: &PostgresUrl) -> Command {
    let (url, password) = url.for_programs();
    let mut command = Command::new(name);
    command.arg("--dbname").arg(url);
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    command
}

/// Runs a program to its end.
fn run(command: &mut Command, name: &str) -> Result<()> {
    let missing = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::operator(format!(
            "{name} is not installed; it is a part of PostgreSQL's client programs (Debian: postgresql-client)"
        )),
        _ => Error::operator(format!("{name}: {error}")),
    };
    let child =
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().map_err(missing)?;
    let output = child.wait_with_output().map_err(missing)?;
    if output.status.success() {
        return Ok(());
    }
    Err(Error::operator(format!("{name}: {}", String::from_utf8_lossy(&output.stderr).trim())))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::program;
    use crate::db::postgres_url::PostgresUrl;

    #[test]
    fn a_password_is_passed_in_the_environment_only() {
        let command = program("psql", &PostgresUrl::parse("postgres://portal:p%40ss+w@db/name").unwrap());
        assert_eq!(command.get_args().last().unwrap(), "postgres://portal@db/name");
        let given = command.get_envs().find(|(name, _)| *name == "PGPASSWORD").and_then(|(_, value)| value);
        assert_eq!(given.and_then(|value| value.to_str()), Some("p@ss+w"));
    }
}
