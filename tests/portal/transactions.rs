//! Transactions that fail to end: they leave no changes, and their connections are discarded.

use crate::on_both_databases;
use crate::support::TestApp;
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::r2d2::R2D2Connection;
use partner_portal::db::{DbConnection, portable};
use partner_portal::error::{Error, Result};

on_both_databases! {
    a_failed_commit_leaves_no_transaction_open
    a_failed_savepoint_keeps_the_rest_of_the_transaction
    discards_a_connection_lost_during_a_transaction
}

/// A row without a parent, which only the commit rejects.
const ORPHAN: &str = "INSERT INTO child VALUES (1)";

fn tables(app: &TestApp) {
    let deferred = "REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED";
    let tables =
        format!("CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (id INTEGER {deferred})");
    write(app, &tables).unwrap();
}

fn write(app: &TestApp, sql: &str) -> Result<()> {
    app.portal.db.write_now(|c| Ok(c.batch_execute(sql)?))
}

/// Enough changes to use every connection that writes.
const EVERY_WRITER: usize = 24;

/// SQLite has one writer; if its transaction stayed open, every later change would fail.
async fn a_failed_commit_leaves_no_transaction_open(app: TestApp) {
    tables(&app);
    for _ in 0..EVERY_WRITER {
        assert!(matches!(write(&app, ORPHAN), Err(Error::Database(_))), "the commit fails");
    }
    for number in 0..EVERY_WRITER {
        write(&app, &format!("INSERT INTO parent VALUES ({number})")).unwrap();
    }
    let children =
        app.portal.db.read_now(|c| Ok(diesel::sql_query("SELECT id FROM child").execute(c)?)).unwrap();
    assert_eq!(children, 0);
}

async fn a_failed_savepoint_keeps_the_rest_of_the_transaction(app: TestApp) {
    tables(&app);
    let kept = app.portal.db.write_now(|c| {
        c.batch_execute("INSERT INTO parent VALUES (1)")?;
        let twice = portable::savepoint(c, |c| {
            c.batch_execute("INSERT INTO parent VALUES (2)")?;
            Ok(c.batch_execute("INSERT INTO parent VALUES (1)")?)
        });
        assert!(twice.is_err());
        c.batch_execute("INSERT INTO parent VALUES (3)")?;
        portable::savepoint(c, |c| Ok(c.batch_execute("INSERT INTO parent VALUES (4)")?))
    });
    kept.unwrap();
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::Integer)]
        id: i32,
    }
    let ids = "SELECT id FROM parent ORDER BY id";
    let ids: Vec<Row> = app.portal.db.read_now(|c| Ok(diesel::sql_query(ids).load(c)?)).unwrap();
    assert_eq!(ids.iter().map(|row| row.id).collect::<Vec<_>>(), [1, 3, 4]);
}

/// The server closes the connection during a change. (SQLite has no server; there the test ends the transaction
/// itself.)
async fn discards_a_connection_lost_during_a_transaction(app: TestApp) {
    tables(&app);
    for _ in 0..EVERY_WRITER {
        let mut is_broken = false;
        let cut = app.portal.db.write_now(|c| {
            c.batch_execute("INSERT INTO parent VALUES (7)")?;
            let cut = match c {
                DbConnection::Sqlite(_) => "ROLLBACK",
                DbConnection::Postgres(_) => "SELECT pg_terminate_backend(pg_backend_pid())",
            };
            c.batch_execute(cut).ok();
            is_broken = c.is_broken();
            Err::<(), _>(Error::NotFound)
        });
        assert!(cut.is_err());
        assert!(is_broken, "the transaction manager has an open transaction");
    }
    write(&app, "INSERT INTO parent VALUES (7)").unwrap();
}
