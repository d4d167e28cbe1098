//! A separate database for every test: SQLite always, PostgreSQL when TEST_POSTGRES_URL names a server. Each is a copy
//! of a migrated template and is deleted after the test.

use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{Connection, PgConnection, RunQueryDsl, SqliteConnection};
use partner_portal::db::Db;
use partner_portal::private_files;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, OnceLock};

/// Returns an empty SQLite database and its folder; dropping the folder deletes it.
pub fn sqlite() -> (Db, tempfile::TempDir) {
    static TEMPLATE: LazyLock<Vec<u8>> = LazyLock::new(sqlite_template);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("portal.db");
    private_files::create(&file).unwrap().write_all(&TEMPLATE).unwrap();
    (open_sqlite(&file), folder)
}

fn sqlite_template() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let (migrated, whole) = (folder.path().join("migrated.db"), folder.path().join("whole.db"));
    migrate(&open_sqlite(&migrated), "sqlite");
    // The newest pages are in the write-ahead log file.
    let mut connection = SqliteConnection::establish(&migrated.display().to_string()).unwrap();
    connection.batch_execute(&format!("VACUUM INTO '{}'", whole.display())).unwrap();
    fs::read(whole).unwrap()
}

fn open_sqlite(file: &Path) -> Db {
    Db::open(&format!("sqlite://{}", file.display())).unwrap()
}

/// Returns an empty PostgreSQL database and a guard that deletes it. Returns `None` without a server; the test then
/// counts as not run.
pub fn postgres() -> Option<(Db, Dropped)> {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    let server = super::skipped::postgres_server()?;
    let template = TEMPLATE.get_or_init(|| postgres_template(&server));
    let name = format!("portal_{}", uuid::Uuid::new_v4().simple());
    run_on(&server, &format!("CREATE DATABASE {name} TEMPLATE {template} {}", by_file(&server)));
    let db = Db::open(&through_pooler(&address(&server, &name))).unwrap();
    Some((db, Dropped { server, name }))
}

/// Copies the template's files where the server can, instead of writing each of their pages to its log.
fn by_file(server: &str) -> &'static str {
    static STRATEGY: OnceLock<&str> = OnceLock::new();
    STRATEGY.get_or_init(|| {
        let knows = diesel::sql_query("SELECT 1 WHERE current_setting('server_version_num')::int >= 150000");
        match knows.execute(&mut PgConnection::establish(server).unwrap()).unwrap() {
            0 => "",
            _ => "STRATEGY file_copy",
        }
    })
}

/// Deletes a database of a PostgreSQL server when it is dropped.
pub struct Dropped {
    server: String,
    name: String,
}

impl Drop for Dropped {
    fn drop(&mut self) {
        run_on(&self.server, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

/// Returns the name of a migrated database on this server; it is kept for the next run.
fn postgres_template(server: &str) -> String {
    let name = format!("portal_template_{}", fingerprint("postgres"));
    let mut admin = PgConnection::establish(server).unwrap();
    // Another process may create it at the same time. The lock ends with the connection.
    admin.batch_execute("SELECT pg_advisory_lock(hashtext('portal_template'))").unwrap();
    let there = diesel::sql_query("SELECT 1 FROM pg_database WHERE datname = $1").bind::<Text, _>(&name);
    if there.execute(&mut admin).unwrap() == 0 {
        // It is renamed only when it is complete.
        let draft = format!("{name}_draft");
        run_on(server, &format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)"));
        run_on(server, &format!("CREATE DATABASE {draft}"));
        migrate(&Db::open(&address(server, &draft)).unwrap(), "postgres");
        // The server waits up to five seconds for the pool's connections to close.
        run_on(server, &format!("ALTER DATABASE {draft} RENAME TO {name}"));
    }
    name
}

fn run_on(server: &str, command: &str) {
    PgConnection::establish(server).unwrap().batch_execute(command).unwrap();
}

fn address(server: &str, name: &str) -> String {
    format!("{}/{name}", server.rsplit_once('/').unwrap().0)
}

/// The address of a database behind the pooler, if there is one: `bin/test pooler` sets `TEST_POSTGRES_POOLER` to its host
/// and port.
fn through_pooler(address: &str) -> String {
    let Ok(pooler) = std::env::var("TEST_POSTGRES_POOLER") else { return address.to_owned() };
    let (login, place) = address.rsplit_once('@').unwrap();
    let (_, name) = place.split_once('/').unwrap();
    format!("{login}@{pooler}/{name}?pgbouncer=true")
}

fn migrate(db: &Db, database: &str) {
    let folders = fs::read_dir(migrations(database)).unwrap().count();
    assert_eq!(db.migrate().unwrap(), folders, "build again: this program does not have every migration");
}

fn migrations(database: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database)
}

/// Identifies the state of the migrations.
fn fingerprint(database: &str) -> String {
    let entries = fs::read_dir(migrations(database)).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let mut hash = Sha256::new();
    for folder in folders {
        hash.update(folder.file_name().unwrap().as_encoded_bytes());
        hash.update(fs::read(folder.join("up.sql")).unwrap());
    }
    hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Runs each test on both databases, each time with an empty one.
#[macro_export]
macro_rules! on_both_databases {
    ($($name:ident)+) => {
        mod sqlite { $(
            #[actix_web::test]
            async fn $name() {
                let (db, _folder) = $crate::support::database::sqlite();
                super::$name($crate::support::TestApp::over(db).await).await;
            }
        )+ }
        mod postgres { $(
            #[actix_web::test]
            async fn $name() {
                if let Some((db, _dropped)) = $crate::support::database::postgres() {
                    super::$name($crate::support::TestApp::over(db).await).await;
                }
            }
        )+ }
    };
}
