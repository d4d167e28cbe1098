//! An attacker who can write the database but does not have the key: every change to the log is detected, at the right
//! entry.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use partner_portal::audit::export_check::ExportedLog;
use partner_portal::audit::heads::LogHead;
use partner_portal::audit::verify::verify;
use partner_portal::audit::verify_queries;
use partner_portal::audit::{Action, ActivityLog};
use partner_portal::db::DbConnection;
use partner_portal::db::schema::partners;
use partner_portal::domain::PartnerId;
use partner_portal::secrets::Secrets;
use serde_json::json;
use std::io::Write;

use crate::activity::log::noted;
use crate::support::TestApp;
use crate::support::cast::{Cast, id};

/// Creates a log of more than thirty entries. Returns the cast, the partner and the length of the log.
pub fn long_log(app: &TestApp) -> (Cast, PartnerId, i64) {
    let cast = app.cast();
    for number in 0..30 {
        let customer = Some((id(number % 7), "Contoso"));
        noted(app, "aa@1000.example", Action::UpdateBillTo, customer, json!({ "n": number.to_string() }));
    }
    let partner = cast.provider.id;
    let checked = app.portal.db.read_now(|c| verify(c, app.portal.log.chain(), partner)).unwrap();
    assert_eq!(checked.broken, None);
    (cast, partner, checked.up_to)
}

/// Runs SQL with the triggers disabled.
pub fn run(app: &TestApp, sql: &str) {
    let done = app.portal.db.write_now(|c| {
        match c {
            DbConnection::Sqlite(c) => c.batch_execute(
                "DROP TRIGGER IF EXISTS activity_log_is_not_changed; \
                 DROP TRIGGER IF EXISTS activity_log_is_not_deleted; \
                 DROP TRIGGER IF EXISTS activity_values_are_only_erased; \
                 DROP TRIGGER IF EXISTS activity_values_are_not_deleted",
            )?,
            DbConnection::Postgres(c) => c.batch_execute(
                "ALTER TABLE activity_log DISABLE TRIGGER USER; ALTER TABLE activity_values DISABLE TRIGGER USER",
            )?,
        }
        Ok(c.batch_execute(sql)?)
    });
    done.unwrap();
}

pub fn broken(app: &TestApp, partner: PartnerId) -> Option<i64> {
    app.portal.db.read_now(|c| verify(c, app.portal.log.chain(), partner)).unwrap().broken
}

/// Deletes entries and their values.
fn remove(app: &TestApp, only: &str) {
    run(app, &format!("DELETE FROM activity_log WHERE {only}; DELETE FROM activity_values WHERE {only}"));
}

/// Gives an entry, and its values, another entry ID.
fn renumber(app: &TestApp, partner: PartnerId, from: i64, to: i64) {
    let tables = ["activity_log", "activity_values"];
    let only = format!("WHERE partner_id = {} AND seq = {from}", partner.0);
    run(app, &tables.map(|table| format!("UPDATE {table} SET seq = {to} {only};")).concat());
}

pub async fn an_intact_log_verifies(app: TestApp) {
    let (cast, partner, last) = long_log(&app);
    let refused = app
        .portal
        .db
        .write_now(|c| Ok(diesel::sql_query("UPDATE activity_log SET resource = 'x'").execute(c)?));
    assert!(refused.unwrap_err().to_string().contains("append-only"));
    let refused = app.portal.db.write_now(|c| Ok(diesel::sql_query("DELETE FROM activity_log").execute(c)?));
    assert!(refused.unwrap_err().to_string().contains("append-only"));
    let browser = app.signed_in("ga@1000.example").await;
    let page = browser.get("/activity").await;
    let said = page.attributes("[data-chain]", "data-chain");
    assert_eq!(said, [(last + 1).to_string()], "and the sign-in after it");
    noted(&app, "aa@1000.example", Action::UpdateBillTo, None, json!({}));
    assert_eq!(
        browser.get("/activity").await.attributes("[data-chain]", "data-chain"),
        [(last + 2).to_string()]
    );
    run(
        &app,
        &format!(
            "UPDATE activity_values SET details = '[]' WHERE seq = {} AND partner_id = {}",
            last + 2,
            partner.0
        ),
    );
    noted(&app, "aa@1000.example", Action::UpdateBillTo, None, json!({}));
    assert_eq!(broken(&app, partner), Some(last + 2));
    assert_eq!(broken(&app, cast.direct.id), None, "other logs are still valid");
}

pub async fn detects_an_edited_entry(app: TestApp) {
    let (_, partner, last) = long_log(&app);
    let seq = last - 10;
    let log = "kind, action, resource, microsoft_id, actor_kind, actor_id, request_id, at, mac, old_mac, \
               customer_name_hash, actor_name_hash, details_hash, address_hash";
    let values = "customer_name, customer_name_salt, actor_name, actor_name_salt, details, details_salt, address, \
                  address_salt";
    for (table, keep, edit) in [
        ("activity_log", log, "at = '2020-01-01 00:00:00'"),
        ("activity_log", log, "kind = 'access'"),
        ("activity_log", log, "action = 'create_order'"),
        ("activity_log", log, "resource = 'order'"),
        ("activity_log", log, "microsoft_id = NULL"),
        ("activity_log", log, "actor_kind = 'system'"),
        ("activity_log", log, "actor_id = NULL"),
        ("activity_log", log, "actor_id = 1"),
        ("activity_log", log, "request_id = ''"),
        ("activity_log", log, "old_mac = mac"),
        ("activity_log", log, "customer_name_hash = NULL"),
        ("activity_log", log, "actor_name_hash = NULL"),
        ("activity_log", log, "details_hash = NULL"),
        ("activity_log", log, "address_hash = NULL"),
        ("activity_log", log, "customer_name_hash = details_hash"),
        ("activity_log", log, "actor_name_hash = address_hash"),
        ("activity_values", values, "customer_name = ''"),
        ("activity_values", values, "customer_name = NULL"),
        ("activity_values", values, "customer_name_salt = NULL"),
        ("activity_values", values, "customer_name_salt = actor_name_salt"),
        ("activity_values", values, "actor_name = 'somebody else'"),
        ("activity_values", values, "actor_name = NULL"),
        ("activity_values", values, "actor_name_salt = NULL"),
        ("activity_values", values, "details = '{}'"),
        ("activity_values", values, "details = NULL"),
        ("activity_values", values, "details_salt = NULL"),
        ("activity_values", values, "address = '192.0.2.1'"),
        ("activity_values", values, "address = address || ' '"),
        ("activity_values", values, "address = actor_name, address_salt = actor_name_salt"),
        ("activity_values", values, "address_salt = NULL"),
        ("activity_values", values, "seq = seq + 1000"),
    ] {
        let only = format!("WHERE partner_id = {} AND seq = {seq}", partner.0);
        run(
            &app,
            &format!("DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT {keep} FROM {table} {only}"),
        );
        run(&app, &format!("UPDATE {table} SET {edit} {only}"));
        assert_eq!(broken(&app, partner), Some(seq), "{edit}");
        let back = format!("seq = {seq}, {}", back(keep));
        run(&app, &format!("UPDATE {table} SET {back} {}", only.replace("seq =", "seq % 1000 =")));
        assert_eq!(broken(&app, partner), None, "{edit} was reverted");
    }
    // The values of another entry, including the salts.
    run(
        &app,
        &format!(
            "UPDATE activity_values SET details = other.details, details_salt = other.details_salt \
             FROM activity_values other WHERE activity_values.partner_id = {0} AND activity_values.seq = {seq} \
             AND other.partner_id = {0} AND other.seq = {1}",
            partner.0,
            seq - 1
        ),
    );
    assert_eq!(broken(&app, partner), Some(seq));
    run(&app, &format!("DELETE FROM activity_values WHERE partner_id = {} AND seq = {}", partner.0, seq - 1));
    assert_eq!(broken(&app, partner), Some(seq - 1), "the row of values was deleted");
}

/// Returns SQL that restores each of these columns.
fn back(keep: &str) -> String {
    let back = keep.split(", ").map(|column| format!("{column} = (SELECT {column} FROM kept)"));
    back.collect::<Vec<_>>().join(", ")
}

pub async fn detects_a_copied_chain_value(app: TestApp) {
    let (_, partner, last) = long_log(&app);
    let seq = last - 10;
    // An attacker without the key copies the value of another entry.
    run(
        &app,
        &format!(
            "UPDATE activity_log SET mac = (SELECT mac FROM activity_log WHERE partner_id = {0} AND seq = {1}) \
         WHERE partner_id = {0} AND seq = {2}",
            partner.0,
            seq - 1,
            seq
        ),
    );
    assert_eq!(broken(&app, partner), Some(seq));
}

pub async fn detects_a_deleted_entry(app: TestApp) {
    let (_, partner, last) = long_log(&app);
    let seq = last - 10;
    remove(&app, &format!("partner_id = {} AND seq = {seq}", partner.0));
    assert_eq!(broken(&app, partner), Some(seq));
    // Also when later entries are renumbered to hide the gap.
    for next in seq + 1..=last {
        renumber(&app, partner, next, next - 1);
    }
    run(&app, &format!("UPDATE partners SET log_seq = log_seq - 1 WHERE id = {}", partner.0));
    assert_eq!(broken(&app, partner), Some(seq));
}

pub async fn detects_an_inserted_entry(app: TestApp) {
    let (_, partner, last) = long_log(&app);
    let seq = last - 10;
    for next in (seq..=last).rev() {
        renumber(&app, partner, next, next + 1);
    }
    let log = "at, kind, action, resource, microsoft_id, actor_kind, actor_id, request_id, mac, old_mac, \
               customer_name_hash, actor_name_hash, details_hash, address_hash";
    let values = "customer_name, customer_name_salt, actor_name, actor_name_salt, details, details_salt, address, \
                  address_salt";
    let insert = |seq: i64, like: i64| {
        let copy = |(table, columns)| {
            format!(
                "INSERT INTO {table} (partner_id, seq, {columns}) \
                 SELECT partner_id, {seq}, {columns} FROM {table} WHERE partner_id = {} AND seq = {like};",
                partner.0
            )
        };
        [("activity_log", log), ("activity_values", values)].map(copy).concat()
    };
    run(&app, &insert(seq, seq - 1));
    run(&app, &format!("UPDATE partners SET log_seq = log_seq + 1 WHERE id = {}", partner.0));
    assert_eq!(broken(&app, partner), Some(seq));
    // Also at the end.
    let other = app.partner("9000", partner_portal::domain::PartnerKind::Direct);
    let end: i64 =
        app.portal.db.read_now(|c| Ok(verify(c, app.portal.log.chain(), other.id)?.up_to)).unwrap();
    run(
        &app,
        &insert(end + 1, end)
            .replace(&format!("partner_id = {}", partner.0), &format!("partner_id = {}", other.id.0)),
    );
    assert_eq!(broken(&app, other.id), Some(end + 1));
    run(&app, &format!("UPDATE partners SET log_seq = log_seq + 1 WHERE id = {}", other.id.0));
    assert_eq!(broken(&app, other.id), Some(end + 1));
}

pub async fn detects_reordered_entries(app: TestApp) {
    let (_, partner, last) = long_log(&app);
    let (one, other) = (last - 10, last - 5);
    for (from, to) in [(one, -1), (other, one), (-1, other)] {
        renumber(&app, partner, from, to);
    }
    assert_eq!(broken(&app, partner), Some(one));
}

pub async fn detects_a_truncated_log(app: TestApp) {
    let (_, partner, last) = long_log(&app);
    let kept = last - 4;
    remove(&app, &format!("partner_id = {} AND seq > {kept}", partner.0));
    assert_eq!(broken(&app, partner), Some(kept + 1));
    // The head is reset too, as well as is possible without the key.
    run(
        &app,
        &format!(
            "UPDATE partners SET log_seq = {kept}, log_mac = (SELECT mac FROM activity_log WHERE partner_id = {0} AND seq = {kept}) \
         WHERE id = {0}",
            partner.0
        ),
    );
    assert_eq!(broken(&app, partner), Some(kept + 1));
    // New entries do not hide it.
    noted(&app, "aa@1000.example", Action::UpdateBillTo, None, json!({}));
    assert_eq!(broken(&app, partner), Some(kept + 1));
    remove(&app, &format!("partner_id = {}", partner.0));
    run(&app, &format!("UPDATE partners SET log_seq = 0 WHERE id = {}", partner.0));
    assert_eq!(broken(&app, partner), Some(1));
}

/// Sets the end of the log in the partner's row.
fn set_end(app: &TestApp, partner: PartnerId, seq: i64, state: &[u8]) {
    let end = (partners::log_seq.eq(seq), partners::log_mac.eq(state));
    let change = diesel::update(partners::table.find(partner.0)).set(end);
    app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
}

pub async fn detects_an_emptied_log(app: TestApp) {
    let (cast, partner, last) = long_log(&app);
    let browser = app.signed_in("ga@1000.example").await;
    assert_eq!(
        browser.get("/activity").await.attributes("[data-chain]", "data-chain"),
        [(last + 1).to_string()]
    );
    let head = app.portal.db.read_now(|c| LogHead::current(c, &cast.provider)).unwrap().unwrap();
    for state in [&[][..], &[1; 33], b"lost"] {
        run(&app, &format!("DELETE FROM activity_names WHERE partner_id = {}", partner.0));
        remove(&app, &format!("partner_id = {}", partner.0));
        set_end(&app, partner, 0, state);
        assert_eq!(broken(&app, partner), Some(1), "an empty log was deleted");
        assert_eq!(app.portal.db.read_now(|c| LogHead::current(c, &cast.provider)).unwrap(), None);
        // The portal writes on, and it stays to be seen.
        for _ in 0..3 {
            noted(&app, "aa@1000.example", Action::SetUpPartner, None, json!({}));
        }
        assert_eq!(broken(&app, partner), Some(1), "a log must not start again from {state:?}");
        assert!(!app.portal.db.read_now(|c| head.still_matches(c, &cast.provider)).unwrap());
    }
    for app in [&app, &app.second().await] {
        let page = app.signed_in("ga@1000.example").await.get("/activity").await;
        assert_eq!(page.attributes("[data-chain]", "data-chain"), ["broken"]);
    }
    assert_eq!(broken(&app, cast.direct.id), None);
}

/// The whole database is restored to an earlier state. That state is valid in itself; only heads stored elsewhere show
/// the difference.
pub async fn recorded_heads_detect_a_restored_older_log(app: TestApp) {
    let (cast, partner, last) = long_log(&app);
    let earlier = app.portal.db.read_now(|c| verify_queries::head(c, partner)).unwrap();
    let kept =
        |app: &TestApp| app.portal.db.read_now(|c| LogHead::current(c, &cast.provider)).unwrap().unwrap();
    let older = kept(&app);
    assert_eq!((older.seq, &older.mpn_id[..], older.value.len()), (last, "1000", 66));
    noted(&app, "aa@1000.example", Action::CreateOrder, None, json!({}));
    noted(&app, "aa@1000.example", Action::CreateOrder, None, json!({}));
    let newer = kept(&app);
    let known = app.portal.proofs.verified_so_far(partner);
    let go_on = |known| {
        let chain = app.portal.log.chain();
        app.portal
            .db
            .read_now(|c| app.portal.proofs.continue_check(c, chain, partner, known, 1_000))
            .unwrap()
            .0
    };
    assert_eq!((go_on(known).up_to, go_on(None).broken), (last + 2, None));
    remove(&app, &format!("partner_id = {} AND seq > {last}", partner.0));
    set_end(&app, partner, last, &earlier.state);
    assert_eq!(broken(&app, partner), None, "without the memory of a process");
    let still_matches =
        |head: &LogHead| app.portal.db.read_now(|c| head.still_matches(c, &cast.provider)).unwrap();
    assert_eq!((still_matches(&older), still_matches(&newer)), (true, false));
    assert_eq!(
        go_on(app.portal.proofs.verified_so_far(partner)).broken,
        Some(last + 1),
        "the process remembers its position"
    );
    // New entries now have the same numbers as the lost ones.
    for _ in 0..3 {
        noted(&app, "aa@1000.example", Action::CreateOrder, None, json!({}));
    }
    assert_eq!((still_matches(&older), still_matches(&newer)), (true, false));
    assert_eq!(go_on(app.portal.proofs.verified_so_far(partner)).broken, Some(last + 1), "and goes on to");
}

/// The start values of all partners differ, and none is empty.
pub async fn each_chain_starts_from_its_partner(app: TestApp) {
    let cast = app.cast();
    let chain = app.portal.log.chain();
    assert_ne!(chain.initial_state(PartnerId(1)), chain.initial_state(PartnerId(2)));
    for partner in [cast.provider.id, cast.reseller.id, cast.direct.id] {
        let first = app.portal.db.read_now(|c| verify_queries::after(c, partner, 0, 1)).unwrap().entries;
        let state = chain.state(&chain.initial_state(partner), &first[0].0);
        assert_eq!(chain.value(&state), first[0].1);
        assert_ne!(chain.value(&chain.state(&[], &first[0].0)), first[0].1);
    }
}

pub async fn detects_an_unreadable_entry(app: TestApp) {
    let (_, partner, last) = long_log(&app);
    let sqlite = app.portal.db.write_now(|c| Ok(matches!(c, DbConnection::Sqlite(_)))).unwrap();
    if sqlite {
        let seq = last - 3;
        run(
            &app,
            &format!(
                "UPDATE activity_log SET at = 'no time' WHERE partner_id = {} AND seq = {seq}",
                partner.0
            ),
        );
        assert_eq!(broken(&app, partner), Some(seq));
    }
}

pub async fn an_old_export_detects_entries_rewritten_with_another_key(app: TestApp) {
    let (_, partner, last) = long_log(&app);
    let browser = app.signed_in("ga@1000.example").await;
    let file = browser.get("/activity.csv?detailed=1&lang=ko").await;
    let mut old = tempfile::NamedTempFile::new().unwrap();
    old.write_all(&file.body).unwrap();
    let old = ExportedLog::read(old.path()).unwrap();
    assert_eq!(old.len() as i64, last);
    let compare = |partner| app.portal.db.read_now(|c| old.compare(c, partner)).unwrap();
    assert_eq!((compare(partner).equal as i64, compare(partner).broken), (last, None));
    assert_eq!(compare(PartnerId(partner.0 + 1)).equal, 0);
    // Someone with another key has rewritten the end: the log is valid in itself, but differs from the export.
    let other_key = ActivityLog::new(app.portal.db.clone(), &Secrets::random().unwrap());
    assert_ne!(app.portal.db.read_now(|c| verify(c, other_key.chain(), partner)).unwrap().broken, None);
    run(
        &app,
        &format!(
            "UPDATE activity_log SET mac = (SELECT mac FROM activity_log WHERE partner_id = {0} AND seq = 1) WHERE partner_id = {0} AND seq >= {1}",
            partner.0,
            last - 2
        ),
    );
    assert_eq!(compare(partner).broken, Some(last - 2));
    run(&app, &format!("DELETE FROM activity_log WHERE partner_id = {} AND seq = 3", partner.0));
    assert_eq!(compare(partner).broken, Some(3));
}
