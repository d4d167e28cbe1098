//! Databases of earlier versions: reverts the newest migrations, inserts old rows, and runs the upgrade.

mod sealing;

use crate::on_both_databases;
use crate::support::TestApp;
use crate::support::smtp::Smtp;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use partner_portal::audit::sealing::seal_old_logs;
use partner_portal::audit::verify::verify;
use partner_portal::auth::respell::respell_addresses;
use partner_portal::db::DbConnection;
use partner_portal::db::migrations::Rewritten;
use partner_portal::db::partners;
use partner_portal::db::schema::{customers, outbox, users};
use partner_portal::search::respell_domains;
use sealing::*;

on_both_databases! {
    every_migration_can_be_reverted
    every_supported_version_upgrades_with_its_data
    users_deactivated_earlier_count_from_the_upgrade
    sends_messages_queued_before_the_upgrade
    normalizes_domains_and_keeps_invalid_ones
    recomputes_keys_of_email_addresses
    seals_old_logs_once_and_keeps_them_intact
    accepts_chains_without_a_partner_start_value
    a_broken_log_stays_broken_at_the_same_entry
    resumes_interrupted_sealing
    old_chain_values_still_cover_their_entries
    downgrade_and_upgrade_keep_logs_intact
}

/// Returns the numbers of all migrations.
fn numbers() -> Vec<u32> {
    let folders = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite")).unwrap();
    let number = |name: String| name.split(['-', '_']).nth(3).and_then(|part| part.parse().ok());
    let mut numbers: Vec<u32> =
        folders.filter_map(|folder| number(folder.unwrap().file_name().into_string().unwrap())).collect();
    numbers.sort_unstable();
    numbers
}

/// Reverts every migration from this number on; returns how many.
fn revert_migrations_from(app: &TestApp, number: u32) -> usize {
    let count = numbers().into_iter().filter(|other| *other >= number).count();
    let files = |database| FileBasedMigrations::from_path(format!("migrations/{database}")).unwrap();
    app.portal
        .db
        .write_now(|c| {
            for _ in 0..count {
                match c {
                    DbConnection::Sqlite(c) => c.revert_last_migration(files("sqlite")).unwrap(),
                    DbConnection::Postgres(c) => c.revert_last_migration(files("postgres")).unwrap(),
                };
            }
            Ok(count)
        })
        .unwrap()
}

fn write(app: &TestApp, sql: &str) {
    app.portal.db.write_now(|c| Ok(c.batch_execute(sql)?)).unwrap();
}

/// Rows of the newest version survive reverting all migrations down to the oldest supported version and applying them
/// again.
async fn every_migration_can_be_reverted(app: TestApp) {
    app.cast();
    let count =
        |app: &TestApp| app.portal.db.read_now(|c| Ok(users::table.count().get_result::<i64>(c)?)).unwrap();
    let before = count(&app);
    revert_migrations_from(&app, 11);
    assert!(app.portal.db.migrate().unwrap() >= 5);
    assert_eq!(count(&app), before);
    assert_eq!(app.portal.db.migrate().unwrap(), 0);
}

/// The oldest migration whose database can be upgraded.
const OLDEST: u32 = 11;

/// A database of each version with the sample channel in it: the upgrade keeps every row, the customers, and the logs.
async fn every_supported_version_upgrades_with_its_data(app: TestApp) {
    let (db, log) = (&app.portal.db, &app.portal.log);
    partner_portal::demo::seed::seed(db, log, &app.portal.secrets, 60).unwrap();
    let before = contents(&app);
    assert!(before.0.iter().all(|(table, rows)| *rows > 0 || *table == "outbox"), "{:?}", before.0);
    for number in numbers().into_iter().filter(|number| *number >= OLDEST).rev() {
        let reverted = revert_migrations_from(&app, number);
        assert_eq!(db.migrate().unwrap(), reverted);
        seal_old_logs(db, log.chain()).unwrap();
        assert_eq!(contents(&app), before, "from the version before migration {number}");
    }
    for partner in db.read_now(partners::all).unwrap() {
        let checked = db.read_now(|c| verify(c, log.chain(), partner.id)).unwrap();
        assert_eq!((checked.broken, checked.up_to > 0), (None, true), "{}", partner.mpn_id);
    }
}

type Contents = (Vec<(&'static str, i64)>, Vec<(String, String)>);

/// Returns the number of rows of each table with data of partners, and the customers by id.
fn contents(app: &TestApp) -> Contents {
    #[derive(QueryableByName)]
    struct Rows {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        rows: i64,
    }
    const TABLES: &[&str] = &[
        "partners",
        "partnerships",
        "users",
        "customers",
        "customer_resellers",
        "bill_to",
        "agreements",
        "offers",
        "subscriptions",
        "orders",
        "order_lines",
        "relationship_requests",
        "referrals",
        "organizations",
        "activity_log",
        "outbox",
    ];
    let read = |c: &mut DbConnection| {
        let mut counts = Vec::new();
        for table in TABLES {
            let query = format!("SELECT count(*) AS rows FROM {table}");
            counts.push((*table, diesel::sql_query(query).get_result::<Rows>(c)?.rows));
        }
        let names = customers::table.order((customers::partner_id, customers::microsoft_id));
        Ok((counts, names.select((customers::microsoft_id, customers::list_name)).load(c)?))
    };
    app.portal.db.read_now(read).unwrap()
}

async fn users_deactivated_earlier_count_from_the_upgrade(app: TestApp) {
    app.cast();
    revert_migrations_from(&app, 24);
    write(&app, "UPDATE users SET active = FALSE WHERE email IN ('sa@1000.example', 'ha@1000.example')");
    write(&app, "UPDATE users SET email = '' WHERE email = 'ha@1000.example'"); // erased
    let began = partner_portal::clock::now();
    app.portal.db.migrate().unwrap();
    let since = users::table.filter(users::deactivated_at.is_not_null());
    let since = since.select((users::email, users::deactivated_at.assume_not_null()));
    let since: Vec<(String, chrono::NaiveDateTime)> = app.portal.db.read_now(|c| Ok(since.load(c)?)).unwrap();
    assert_eq!(since.len(), 1, "{since:?}");
    assert_eq!(since[0].0, "sa@1000.example");
    assert!((began..=partner_portal::clock::now()).contains(&since[0].1), "{since:?}");
}

async fn sends_messages_queued_before_the_upgrade(app: TestApp) {
    let (smtp, address) = Smtp::start();
    let settings = partner_portal::config::Settings {
        smtp_url: Some(format!("smtp://{address}")),
        mail_from: Some("portal@portal.example".to_owned()),
        ..Default::default()
    };
    let app = TestApp::with(app.portal.db.clone(), settings).await;
    let cast = app.cast();
    revert_migrations_from(&app, 13);
    let insert = "INSERT INTO outbox (id, partner_id, recipient, reply_to, language, subject, text, created_at, not_before) VALUES";
    for (number, text) in [r#"He said "no" \ {valid_until}"#, "Set it: {link} soon"].iter().enumerate() {
        let id = uuid::Uuid::from_u128(number as u128 + 1);
        write(
            &app,
            &format!(
                "{insert} ('{id}', {}, 'a{number}@b.example', '', 'en', 'S', '{text}', '2026-11-01 00:00:00', '2026-11-01 00:00:00')",
                cast.provider.id.0
            ),
        );
    }
    app.portal.db.migrate().unwrap();
    type Row = (String, String, String);
    let rows: Vec<Row> = app
        .portal
        .db
        .read_now(|c| {
            let columns = (outbox::kind, outbox::link, outbox::text);
            Ok(outbox::table.order(outbox::id).select(columns).load(c)?)
        })
        .unwrap();
    assert_eq!((rows[0].0.as_str(), rows[0].1.as_str()), ("notice", "none"));
    assert_eq!((rows[1].0.as_str(), rows[1].1.as_str()), ("password-reset", "password"));
    assert_eq!(serde_json::from_str::<Vec<String>>(&rows[1].2).unwrap(), ["Set it: ", " soon"]);
    app.portal.mailer().deliver_due().unwrap();
    let mails = smtp.mails();
    assert_eq!(mails.len(), 1, "the link was never requested: it is invalid");
    assert_eq!(mails[0].part("text/plain").trim(), r#"He said "no" \ {valid_until}"#);
}

/// Domains that an earlier version stored as typed can be found in their normalized form.
async fn normalizes_domains_and_keeps_invalid_ones(app: TestApp) {
    let cast = app.cast();
    let olds =
        ["Contoso.COM", "fabrikam.com.", "xn--mnchen-3ya.Example", "no domain at all", "right.example"];
    for (number, old) in olds.iter().enumerate() {
        let id =
            app.customer(&cast.provider, 900 + number as u128, &format!("Company {number}"), "x.example");
        let row = customers::table.filter(customers::microsoft_id.eq(id.to_string()));
        let change = diesel::update(row).set(customers::domain.eq(*old));
        app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
    }
    assert_eq!(respell_domains(&app.portal.db).unwrap(), Rewritten { changed: 3, left: 1 });
    assert_eq!(respell_domains(&app.portal.db).unwrap(), Rewritten { changed: 0, left: 1 });
    let browser = app.signed_in("aa@1000.example").await;
    for typed in ["contoso.com", "CONTOSO.com.", "fabrikam.com", "münchen.example", "xn--mnchen-3ya.example"]
    {
        let reply = browser
            .get(&format!(
                "/c/{}",
                percent_encoding::utf8_percent_encode(typed, percent_encoding::NON_ALPHANUMERIC)
            ))
            .await;
        assert_eq!(reply.status.as_u16(), 303, "{typed}: {}", reply.text());
    }
    assert_eq!(browser.get("/customers?q=no%20domain%20at%20all").await.total(), "1", "it is visible");
}

async fn recomputes_keys_of_email_addresses(app: TestApp) {
    app.cast();
    let old = |from: &str, email: &str, key: &str| {
        let row = users::table.filter(users::email_key.eq(from));
        let change = diesel::update(row).set((users::email.eq(email), users::email_key.eq(key)));
        app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
    };
    old("aa@1000.example", "Jo@münchen.example", "jo@münchen.example");
    old("sa@1000.example", "jo@xn--mnchen-3ya.example", "jo@xn--mnchen-3ya.example.");
    assert_eq!(respell_addresses(&app.portal.db).unwrap(), Rewritten { changed: 1, left: 1 });
    for typed in ["jo@münchen.example", "JO@xn--mnchen-3ya.example", " jo@MÜNCHEN.example"] {
        let reply = app.browser().sign_in(typed, crate::support::cast::PASSWORD).await;
        assert_eq!(reply.header("location"), "/", "{typed}");
    }
}
