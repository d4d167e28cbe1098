//! A database of its own for every test: SQLite always, PostgreSQL when TEST_POSTGRES_URL names a server.

use diesel::Connection;
use diesel::connection::SimpleConnection;
use partner_portal::db::Db;

/// An empty SQLite database, gone with the folder.
pub fn sqlite() -> (Db, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("portal.db").display());
    (Db::open(&url).unwrap(), folder)
}

/// An empty PostgreSQL database; or nothing, and the test that asks is counted as one that did not run.
pub fn postgres() -> Option<Db> {
    let server = super::skipped::postgres_server()?;
    let name = format!("portal_{}", uuid::Uuid::new_v4().simple());
    let mut admin = diesel::PgConnection::establish(&server).unwrap();
    admin.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
    let base = server.rsplit_once('/').unwrap().0;
    Some(Db::open(&format!("{base}/{name}")).unwrap())
}

/// Runs a test on both databases, each time over an empty one.
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
                if let Some(db) = $crate::support::database::postgres() {
                    super::$name($crate::support::TestApp::over(db).await).await;
                }
            }
        )+ }
    };
}
