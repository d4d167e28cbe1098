//! Background jobs: each runs once, however many processes there are, and nothing grows without limit.

use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::forms::{company, send, with};
use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::schema::{auth_throttle, drafts, jobs, outbox, password_tokens, sessions};
use partner_portal::error::{Error, Result};
use partner_portal::features::drafts::MAX_DRAFTS_PER_USER;
use partner_portal::jobs::cleaning;
use partner_portal::jobs::schedule::{Job, RunsOn, in_turn};
use std::time::Duration;

on_both_databases! {
    only_one_of_several_processes_runs_a_job
    retries_a_failed_job_later
    takes_over_an_abandoned_job
    deletes_expired_rows_and_keeps_current_ones
    limits_drafts_per_user
}

fn write(app: &TestApp, sql: &str) {
    app.portal.db.write_now(|c| Ok(c.batch_execute(sql)?)).unwrap();
}

/// Makes every job due.
fn due_now(app: &TestApp) {
    let change = diesel::update(jobs::table).set(jobs::due_at.eq(clock::now()));
    app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
}

async fn only_one_of_several_processes_runs_a_job(app: TestApp) {
    let job = Job {
        name: "once",
        at: RunsOn::OneProcess,
        minutes: 5,
        interval: Duration::from_secs(60),
        run: |portal| portal.db.write_now(counted),
    };
    write(&app, "CREATE TABLE counted (n INTEGER)");
    let other = app.second().await;
    let runs = (0..10).map(|n| in_turn(if n % 2 == 0 { &app.portal } else { &other.portal }, job));
    let done: usize = futures_util::future::join_all(runs).await.into_iter().map(Result::unwrap).sum();
    assert_eq!(done, 1, "only one of ten ran it");
    assert_eq!(in_turn(&app.portal, job).await.unwrap(), 0, "it is not due");
    due_now(&app);
    assert_eq!(in_turn(&other.portal, job).await.unwrap(), 1);
    let rows: Vec<(i32, Option<String>)> =
        app.portal.db.read_now(|c| Ok(jobs::table.select((jobs::did, jobs::lease)).load(c)?)).unwrap();
    assert_eq!(rows, [(1, None)]);
}

fn counted(c: &mut partner_portal::db::DbConnection) -> Result<usize> {
    std::thread::sleep(Duration::from_millis(50)); // so that the other processes start meanwhile
    c.batch_execute("INSERT INTO counted VALUES (1)")?;
    Ok(1)
}

async fn retries_a_failed_job_later(app: TestApp) {
    let fails = |_: &_| Err(Error::operator("the moon is in the way"));
    let job = Job {
        name: "fails",
        at: RunsOn::OneProcess,
        minutes: 1,
        interval: Duration::from_secs(60),
        run: fails,
    };
    for _ in 0..3 {
        assert!(in_turn(&app.portal, job).await.is_err());
        assert_eq!(in_turn(&app.portal, job).await.unwrap(), 0, "not immediately");
        due_now(&app);
    }
    assert!(in_turn(&app.portal, job).await.is_err());
    let columns = (jobs::attempts, jobs::last_error, jobs::due_at);
    let (attempts, words, due): (i32, Option<String>, chrono::NaiveDateTime) =
        app.portal.db.read_now(|c| Ok(jobs::table.select(columns).first(c)?)).unwrap();
    assert_eq!((attempts, words.as_deref()), (4, Some("the moon is in the way")));
    assert!(due > clock::now() + TimeDelta::minutes(7), "the delay grows with each failure: {due}");
    due_now(&app);
    let works = Job { run: |_| Ok(3), ..job };
    assert_eq!(in_turn(&app.portal, works).await.unwrap(), 3);
    let (attempts, words, _): (i32, Option<String>, chrono::NaiveDateTime) =
        app.portal.db.read_now(|c| Ok(jobs::table.select(columns).first(c)?)).unwrap();
    assert_eq!((attempts, words), (0, None));
}

async fn takes_over_an_abandoned_job(app: TestApp) {
    let job = Job {
        name: "left",
        at: RunsOn::OneProcess,
        minutes: 1,
        interval: Duration::from_secs(60),
        run: |_| Ok(1),
    };
    let leased = |minutes: i64| {
        let until = clock::now() + TimeDelta::minutes(minutes);
        let change = diesel::update(jobs::table).set((
            jobs::due_at.eq(clock::now()),
            jobs::lease.eq("a dead process"),
            jobs::leased_until.eq(until),
        ));
        app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
    };
    assert_eq!(in_turn(&app.portal, job).await.unwrap(), 1);
    leased(2);
    assert_eq!(in_turn(&app.portal, job).await.unwrap(), 0, "its lease is valid");
    leased(-1);
    assert_eq!(in_turn(&app.portal, job).await.unwrap(), 1);
}

/// A16: each table has an expired row and a current one.
async fn deletes_expired_rows_and_keeps_current_ones(app: TestApp) {
    let cast = app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    let now = clock::now();
    let (hour, month) = (now - TimeDelta::hours(1), now - TimeDelta::days(31));
    let partner = cast.provider.id.0;
    let user: i32 =
        app.portal.db.read_now(|c| Ok(sessions::table.select(sessions::user_id).first(c)?)).unwrap();
    let bucket = |key: &'static str, fails: i32, at: chrono::NaiveDateTime| {
        (
            auth_throttle::bucket.eq(key),
            auth_throttle::fails.eq(fails),
            auth_throttle::window_start.eq(at),
            auth_throttle::blocked_until.eq(at),
        )
    };
    let session = |hash: &'static str, seen, ends| {
        (
            (sessions::token_hash.eq(hash), sessions::partner_id.eq(partner), sessions::user_id.eq(user)),
            (sessions::user_epoch.eq(0), sessions::created_at.eq(hour), sessions::last_seen_at.eq(seen)),
            (sessions::expires_at.eq(ends), sessions::address.eq(""), sessions::user_agent.eq("")),
            (sessions::factor_pending.eq(false), sessions::factor_at_issuer.eq(false)),
        )
    };
    let draft = |id: &'static str, at: chrono::NaiveDateTime| {
        (
            (drafts::id.eq(id), drafts::partner_id.eq(partner), drafts::user_id.eq(user)),
            (drafts::kind.eq("order"), drafts::content.eq("{}"), drafts::updated_at.eq(at)),
        )
    };
    let token = |hash: &'static str, ends: chrono::NaiveDateTime| {
        (
            password_tokens::token_hash.eq(hash),
            password_tokens::user_id.eq(user),
            password_tokens::purpose.eq("reset"),
            password_tokens::expires_at.eq(ends),
        )
    };
    let letter = |id: &'static str, sent: Option<chrono::NaiveDateTime>| {
        (
            (outbox::id.eq(id), outbox::partner_id.eq(partner), outbox::recipient.eq("a@b.example")),
            (
                outbox::reply_to.eq(""),
                outbox::language.eq("en"),
                outbox::subject.eq("S"),
                outbox::text.eq("[]"),
            ),
            (outbox::created_at.eq(month), outbox::not_before.eq(month), outbox::sent_at.eq(sent)),
        )
    };
    app.portal
        .db
        .write_now(|c| {
            diesel::delete(auth_throttle::table).execute(c)?;
            for row in [
                bucket("ip:old", 3, hour),
                bucket("ip:stubborn", 500, hour),
                bucket("acct:old", 9, hour),
                bucket("acct:stopped", 100, hour),
                bucket("ip:new", 3, now),
            ] {
                diesel::insert_into(auth_throttle::table).values(row).execute(c)?;
            }
            let waits = auth_throttle::blocked_until.eq(now + TimeDelta::minutes(5));
            diesel::insert_into(auth_throttle::table).values(bucket("ip:waits", 60, hour)).execute(c)?;
            diesel::update(auth_throttle::table.find("ip:waits")).set(waits).execute(c)?;
            for row in [session("over", now, month), session("idle", month, now + TimeDelta::hours(9))] {
                diesel::insert_into(sessions::table).values(row).execute(c)?;
            }
            for row in [draft("old", month), draft("new", now)] {
                diesel::insert_into(drafts::table).values(row).execute(c)?;
            }
            for row in [token("old", month), token("new", hour)] {
                diesel::insert_into(password_tokens::table).values(row).execute(c)?;
            }
            for row in [letter("old", Some(month)), letter("new", Some(hour)), letter("waits", None)] {
                diesel::insert_into(outbox::table).values(row).execute(c)?;
            }
            Ok(())
        })
        .unwrap();
    assert_eq!(cleaning::delete_expired(&app.portal).unwrap(), 8);
    assert_eq!(cleaning::delete_expired(&app.portal).unwrap(), 0);
    macro_rules! left {
        ($column:expr, $table:expr) => {
            app.portal.db.read_now(|c| Ok($table.order($column).select($column).load::<String>(c)?)).unwrap()
        };
    }
    assert_eq!(left!(auth_throttle::bucket, auth_throttle::table), ["acct:stopped", "ip:new", "ip:waits"]);
    assert_eq!(left!(drafts::id, drafts::table), ["new"]);
    assert_eq!(left!(password_tokens::token_hash, password_tokens::table), ["new"]);
    assert_eq!(left!(outbox::id, outbox::table), ["new", "waits"]);
    assert_eq!(left!(sessions::token_hash, sessions::table).len(), 1);
    assert_eq!(browser.get("/customers").await.status.as_u16(), 200, "active sessions stay");
}

async fn limits_drafts_per_user(app: TestApp) {
    app.cast();
    let browser = app.signed_in("aa@1000.example").await;
    for number in 0..MAX_DRAFTS_PER_USER + 3 {
        let page = browser.get("/customers/new").await;
        let form = with(company("hanbit.onmicrosoft.com"), "draft", &page.value("input[name=draft]"));
        let form = with(form, "company_name", &format!("Company {number}"));
        assert_eq!(send(&browser, "/customers/new", &form).await.status.as_u16(), 303);
    }
    let begun = browser.get("/customers/new").await.all("#begun ~ ul a, section ul.links a");
    assert_eq!(begun.len() as i64, MAX_DRAFTS_PER_USER, "{begun:?}");
    assert_eq!(begun[0], format!("Company {}", MAX_DRAFTS_PER_USER + 2));
    assert!(!begun.contains(&"Company 0".to_owned()) && begun.contains(&"Company 3".to_owned()));
    let kept: i64 = app.portal.db.read_now(|c| Ok(drafts::table.count().get_result(c)?)).unwrap();
    assert_eq!(kept, MAX_DRAFTS_PER_USER);
}
