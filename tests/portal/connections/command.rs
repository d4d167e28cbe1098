//! `partner-portal sync`.

use super::stage::Remote;
use crate::commands::operator::{Portal, Said, said};
use diesel::prelude::*;
use partner_portal::clock;
use partner_portal::db::Db;
use partner_portal::db::schema::{connections, customers, users};
use partner_portal::outbound::credential;
use partner_portal::secrets::Secrets;

/// Inserts a connection of the partner 100 to this server.
fn insert(portal: &Portal, remote: &Remote, name: &str) {
    let db = Db::open(&format!("sqlite://{}", portal.file("portal.db").display())).unwrap();
    let secrets = Secrets::load(&portal.file("secret")).unwrap().unwrap();
    let made = db.write_now(|c| {
        let (partner, user): (partner_portal::domain::PartnerId, i32) =
            users::table.select((users::partner_id, users::id)).first(c)?;
        let account = (
            (
                users::partner_id.eq(partner),
                users::email.eq(""),
                users::email_key.eq(format!("connection:{name}")),
            ),
            (users::name.eq(name), users::password_hash.eq(""), users::must_change_password.eq(false)),
            (users::active.eq(false), users::is_application.eq(true), users::created_at.eq(clock::now())),
        );
        diesel::insert_into(users::table).values(account).execute(c)?;
        let account: i32 = users::table.select(diesel::dsl::max(users::id)).first::<Option<i32>>(c)?.unwrap();
        let base = format!("http://{}", remote.address);
        let row = (
            (
                connections::partner_id.eq(partner),
                connections::user_id.eq(account),
                connections::name.eq(name),
            ),
            (connections::kind.eq("portal"), connections::base_url.eq(&base)),
            (connections::sign_in.eq("client-credentials"), connections::schedule.eq("asked")),
            (
                connections::token_url.eq(format!("{base}/portal/oauth2/v2.0/token")),
                connections::hourly_budget.eq(1000),
            ),
            connections::client_id.eq(&remote.client_id),
            connections::sealed_secret.eq(credential::seal(&secrets, partner, &remote.secret)?),
            connections::rules.eq(r#"{"ours":[],"replace_edited_names":false}"#),
            (connections::created_by.eq(user), connections::created_at.eq(clock::now())),
        );
        Ok(diesel::insert_into(connections::table).values(row).execute(c)?)
    });
    made.unwrap();
}

async fn sync(portal: &Portal, more: &[&str]) -> Said {
    let args = [&["sync", "--partner", "100"], more].concat();
    let mut command = portal.command(&args);
    command.env("PORTAL_OUTBOUND_ALLOW", "127.0.0.1");
    actix_web::web::block(move || said(&mut command)).await.unwrap()
}

fn count(portal: &Portal) -> i64 {
    let db = Db::open(&format!("sqlite://{}", portal.file("portal.db").display())).unwrap();
    db.read_now(|c| Ok(customers::table.count().get_result(c)?)).unwrap()
}

#[actix_web::test]
async fn compares_and_writes_with_exit_codes_of_the_other_commands() {
    let (portal, remote) = (Portal::set_up(), Remote::start().await);
    remote.fill(1..10);
    sync(&portal, &[]).await.fails_with("100 has no connection; add one");
    insert(&portal, &remote, "Other portal");
    let compared = sync(&portal, &["--dry-run"]).await.done();
    assert!(
        compared.contains("customers: 9 rows: 9 would be added, 0 changed, 0 unchanged; nothing was written"),
        "{compared}"
    );
    assert_eq!(count(&portal), 0);
    let written = sync(&portal, &["--connection", "Other portal"]).await.done();
    assert!(written.contains("customers: 9 rows: 9 added, 0 changed, 0 not taken over"), "{written}");
    assert_eq!(count(&portal), 9);
    let again = sync(&portal, &[]).await.done();
    assert!(again.contains("customers: 9 rows: 0 added, 0 changed, 0 not taken over"), "{again}");
    assert!(again.ends_with("0 customers that are missing at the server marked, 0 there again\n"), "{again}");

    sync(&portal, &["--connection", "Nowhere"])
        .await
        .fails_with("100 has no connection “Nowhere”; it has “Other portal”");
    insert(&portal, &remote, "Second");
    sync(&portal, &[]).await.fails_with("--connection: name one of “Other portal”, “Second”");
    assert_eq!(portal.run(&["sync"]).code, 2);
    let log = portal.run(&["export", "activity", "--partner", "100", "--lang", "en"]).done();
    assert!(log.contains("Other portal"), "{log}");
    remote.stop().await;
}
