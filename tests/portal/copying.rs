//! `copy`: a whole database in another one, of the same or of the other kind.

use crate::commands::operator::Portal;
use crate::support::{TestApp, database, summaries};
use diesel::prelude::*;
use diesel::sql_types::Text;
use partner_portal::audit::verify::verify;
use partner_portal::backup::copy::run::{CopyReport, copy, refuse_unfinished};
use partner_portal::backup::copy::{rows, tables};
use partner_portal::clock;
use partner_portal::db::schema::users;
use partner_portal::db::{Db, partners};
use partner_portal::demo;
use partner_portal::error::Error;

const PERSON: &str = "ara.kim@hangang.example";

/// A portal whose tables have rows, as the sample channel fills them.
async fn filled(db: Db) -> TestApp {
    let app = TestApp::over(db).await;
    demo::seed::seed(&app.portal.db, &app.portal.log, &app.portal.secrets, 60).unwrap();
    app
}

fn copied(app: &TestApp, target: &Db) -> CopyReport {
    copy(app.portal.db.backend(), target.url(), |_| Ok(())).unwrap()
}

/// Copies everything and works with the copy.
async fn is_the_same_portal(source: Db, target: Db) {
    let app = filled(source).await;
    let browser = app.browser();
    assert_eq!(browser.sign_in(PERSON, demo::seed::PASSWORD).await.status, 303);
    let report = copied(&app, &target);
    let all = app.portal.db.read_now(tables::describe).unwrap();
    let names: Vec<&str> = report.tables.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, all.iter().map(|table| table.name.as_str()).collect::<Vec<_>>());
    let filled = report.tables.iter().filter(|(_, rows)| *rows > 0).count();
    assert!(filled > 30 && report.kept == 0, "{report:?}");
    for table in &all {
        let digest = |db: &Db| db.read_now(|c| rows::digest(c, table)).unwrap();
        assert_eq!(digest(&app.portal.db), digest(&target), "{}", table.name);
    }
    refuse_unfinished(&target).unwrap();

    let moved = app.moved_to(target).await;
    summaries::assert_right(&moved);
    let there = moved.browser();
    there.cookies.replace(browser.cookies.borrow().clone());
    for file in ["/customers.csv", "/subscriptions.csv", "/orders.csv", "/customers.csv?q=a&sort=domain"] {
        let (here, there) = (browser.get(file).await, there.get(file).await);
        assert_eq!((here.status, there.status), (200.try_into().unwrap(), 200.try_into().unwrap()), "{file}");
        assert!(here.body.len() > 100 && here.body == there.body, "{file}: {}", there.text());
    }
    // The numbers that the database gives go on, and the log does.
    let again = moved.browser();
    assert_eq!(again.sign_in(PERSON, demo::seed::PASSWORD).await.status, 303);
    let named = [("name", "Moved"), ("language", ""), ("time_zone", ""), ("theme", "")];
    assert_eq!(again.submit("/profile", "/profile", &named).await.status, 303);
    let last =
        |db: &Db| db.read_now(|c| Ok(users::table.select(diesel::dsl::max(users::id)).first(c)?)).unwrap();
    let before: Option<i32> = last(&app.portal.db);
    let added = moved.portal.db.write_now(|c| {
        let partner = partners::all(c)?.remove(0).id;
        let row = (
            (users::partner_id.eq(partner), users::email.eq("new@new.example")),
            (users::email_key.eq("new@new.example"), users::name.eq("New"), users::password_hash.eq("")),
            (
                users::must_change_password.eq(false),
                users::active.eq(true),
                users::created_at.eq(clock::now()),
            ),
        );
        Ok(diesel::insert_into(users::table).values(row).execute(c)?)
    });
    assert_eq!((added.unwrap(), last(&moved.portal.db)), (1, before.map(|id| id + 1)));
    moved
        .portal
        .db
        .read_now(|c| {
            for partner in partners::all(c)? {
                assert_eq!(verify(c, moved.portal.log.chain(), partner.id)?.broken, None);
            }
            Ok(())
        })
        .unwrap();
}

#[actix_web::test]
async fn from_sqlite_to_sqlite() {
    let ((source, _one), (target, _other)) = (database::sqlite(), database::sqlite());
    is_the_same_portal(source, target).await;
}

#[actix_web::test]
async fn from_sqlite_to_postgres() {
    let (source, _one) = database::sqlite();
    if let Some((target, _other)) = database::postgres() {
        is_the_same_portal(source, target).await;
    }
}

#[actix_web::test]
async fn from_postgres_to_sqlite() {
    let (target, _one) = database::sqlite();
    if let Some((source, _other)) = database::postgres() {
        is_the_same_portal(source, target).await;
    }
}

#[actix_web::test]
async fn from_postgres_to_postgres() {
    if let (Some((source, _one)), Some((target, _other))) = (database::postgres(), database::postgres()) {
        is_the_same_portal(source, target).await;
    }
}

/// Stops a copy behind some tables, changes the source, and goes on.
async fn goes_on_after_an_interruption(source: Db, target: Db) {
    let app = filled(source).await;
    let mut seen = Vec::new();
    let stopped = copy(app.portal.db.backend(), target.url(), |progress| {
        seen.push(progress.table.to_owned());
        seen.dedup();
        if seen.len() < 20 { Ok(()) } else { Err(Error::operator("the power is gone")) }
    });
    assert_eq!(stopped.unwrap_err().to_string(), "the power is gone");
    let refused = refuse_unfinished(&target).unwrap_err().to_string();
    assert!(refused.contains("was interrupted; run `partner-portal copy` again"), "{refused}");

    app.portal
        .db
        .write_now(|c| {
            let person = users::table.filter(users::email.eq(PERSON));
            Ok(diesel::update(person).set(users::name.eq("Kim A-ra")).execute(c)?)
        })
        .unwrap();
    let report = copied(&app, &target);
    assert!(report.kept > 0 && report.kept < report.tables.len(), "{}", report.kept);
    refuse_unfinished(&target).unwrap();
    let name: String = target
        .read_now(|c| Ok(users::table.filter(users::email.eq(PERSON)).select(users::name).first(c)?))
        .unwrap();
    assert_eq!(name, "Kim A-ra");
    summaries::assert_right(&app.moved_to(target).await);
}

#[actix_web::test]
async fn an_interrupted_copy_to_postgres_goes_on() {
    let (source, _one) = database::sqlite();
    if let Some((target, _other)) = database::postgres() {
        goes_on_after_an_interruption(source, target).await;
    }
}

#[actix_web::test]
async fn an_interrupted_copy_to_sqlite_goes_on() {
    let (target, _one) = database::sqlite();
    if let Some((source, _other)) = database::postgres() {
        goes_on_after_an_interruption(source, target).await;
    }
}

/// Meanwhile, pages can be read, and a change is answered as busy and changes nothing.
async fn the_source_is_only_read(source: Db, target: Db) {
    let app = filled(source).await;
    let mut tried = 0;
    let copied = copy(app.portal.db.backend(), target.url(), |progress| {
        if progress.table == "customers" && tried == 0 {
            tried += 1;
            assert!(!app.portal.db.read_now(partners::all)?.is_empty());
            let change = app.portal.db.write_now(|c| {
                let person = users::table.filter(users::email.eq(PERSON));
                Ok(diesel::update(person).set(users::name.eq("Lost")).execute(c)?)
            });
            assert!(change.unwrap_err().is_busy());
        }
        Ok(())
    });
    assert!(copied.is_ok() && tried == 1, "{copied:?}");
    let names = users::table.filter(users::name.eq("Lost")).count();
    assert_eq!(target.read_now(|c| Ok(names.get_result::<i64>(c)?)).unwrap(), 0);
}

#[actix_web::test]
async fn sqlite_is_only_read_meanwhile() {
    let ((source, _one), (target, _other)) = (database::sqlite(), database::sqlite());
    the_source_is_only_read(source, target).await;
}

#[actix_web::test]
async fn postgres_is_only_read_meanwhile() {
    let (target, _one) = database::sqlite();
    if let Some((source, _other)) = database::postgres() {
        the_source_is_only_read(source, target).await;
    }
}

#[actix_web::test]
async fn triggers_of_the_target_change_nothing_and_stay() {
    let ((source, _one), (target, _other)) = (database::sqlite(), database::sqlite());
    let app = filled(source).await;
    target
        .write_now(|c| {
            let spoil = "CREATE TRIGGER spoil AFTER INSERT ON users BEGIN
                UPDATE users SET name = 'spoilt' WHERE id = NEW.id; END";
            Ok(diesel::sql_query(spoil).execute(c)?)
        })
        .unwrap();
    copied(&app, &target);
    #[derive(QueryableByName)]
    struct Name {
        #[diesel(sql_type = Text)]
        name: String,
    }
    let there = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name = 'spoil'";
    let there: Vec<Name> = target.read_now(|c| Ok(diesel::sql_query(there).load(c)?)).unwrap();
    assert_eq!(there.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["spoil"]);
    // Another copy into it would overwrite what people did since.
    let again = copy(app.portal.db.backend(), target.url(), |_| Ok(())).unwrap_err().to_string();
    assert!(again.ends_with("has data; a copy needs an empty one"), "{again}");
}

#[test]
fn the_command_copies_and_says_what_to_do_next() {
    let portal = Portal::set_up();
    let to = format!("sqlite://{}", portal.file("other.db").display());
    let out = portal.run(&["copy", "--to", &to]).done();
    assert!(out.contains("rows in") && out.contains("logs that were verified: 1"), "{out}");
    assert!(out.contains("Now set DATABASE_URL to this database"), "{out}");
    portal.run(&["copy", "--to", &to]).fails_with("has data; a copy needs an empty one");
    portal.run(&["copy", "--to", "mysql://x"]).fails_with("it has to begin with sqlite:// or postgres://");
    let mut other = portal.command(&["activity", "verify"]);
    other.env("DATABASE_URL", &to);
    let said = crate::commands::operator::said(&mut other);
    assert!(said.done().contains("verified up to entry"), "the log");
}

#[test]
fn the_command_refuses_a_source_that_is_not_there() {
    let portal = Portal::empty();
    let to = format!("sqlite://{}", portal.file("other.db").display());
    portal.run(&["copy", "--to", &to]).fails_with("does not exist");
    assert!(!portal.file("portal.db").exists() && !portal.file("other.db").exists());
}
