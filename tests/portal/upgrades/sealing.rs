//! Logs from before version 2 of the chain: they are sealed again once and still prove the same.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use partner_portal::audit::Tx;
use partner_portal::audit::chain::Chain;
use partner_portal::audit::erase::{Erased, SearchedUpTo, Subject, erase_values, find_values};
use partner_portal::audit::export_check::ExportedLog;
use partner_portal::audit::heads::LogHead;
use partner_portal::audit::sealing::seal_old_logs;
use partner_portal::audit::verify::{ChainCheck, verify};
use partner_portal::audit::verify_queries;
use partner_portal::audit::{Action, Activity, Author};
use partner_portal::db::DbConnection;
use partner_portal::db::schema::{activity_log, partners};
use partner_portal::domain::{Partner, PartnerKind};
use partner_portal::text::hex;
use serde_json::json;
use std::io::Write;

use crate::support::TestApp;
use crate::support::cast::id;
use crate::upgrades::{revert_migrations_from, write};

/// The migration that introduced version 2.
const CHANGE: u32 = 22;

fn chain(app: &TestApp) -> &Chain {
    app.portal.log.chain()
}

fn checked(app: &TestApp, partner: &Partner) -> ChainCheck {
    app.portal.db.read_now(|c| verify(c, chain(app), partner.id)).unwrap()
}

fn note(app: &TestApp, partner: &Partner) {
    let entry =
        Activity::for_customer(Action::UpdateBillTo, id(1), "Contoso", json!({ "email": "a@b.example" }));
    app.portal.log.record_now(&Author::operator(partner.id), |_| Ok(((), vec![entry]))).unwrap();
}

/// Partners with logs of at least nine entries, as version 1 stored them, and the chain value of each entry.
fn insert_old_logs(app: &TestApp, count: u32, begins_with_nothing: bool) -> Vec<(Partner, Vec<String>)> {
    let of = |number| app.partner(&format!("{}", 7000 + number), PartnerKind::Direct);
    let all: Vec<Partner> = (0..count).map(of).collect();
    all.iter().for_each(|partner| (0..9).for_each(|_| note(app, partner)));
    let read = |partner: &Partner| {
        app.portal.db.read_now(|c| verify_queries::after(c, partner.id, 0, 1_000)).unwrap()
    };
    let entries: Vec<_> = all.into_iter().map(|partner| (read(&partner).entries, partner)).collect();
    revert_migrations_from(app, CHANGE);
    let (off, on) = match app.portal.db.backend().is_postgres() {
        true => ("DISABLE TRIGGER USER", "ENABLE TRIGGER USER"),
        false => ("", ""),
    };
    let triggers = |what: &str| {
        let sqlite = "DROP TRIGGER IF EXISTS activity_log_is_not_changed; DROP TRIGGER IF EXISTS activity_log_is_not_deleted";
        let postgres = format!("ALTER TABLE activity_log {what}");
        write(app, if what.is_empty() { sqlite } else { &postgres });
    };
    triggers(off);
    write(app, "DROP TABLE activity_sealed");
    let old = chain(app).old();
    let sealed = entries.into_iter().map(|(entries, partner)| {
        let mut state = if begins_with_nothing { Vec::new() } else { old.initial_state(partner.id) };
        let mut values = Vec::new();
        for (entry, _) in &entries {
            state = old.state(&state, entry);
            let row = activity_log::partner_id.eq(partner.id.0).and(activity_log::seq.eq(entry.seq));
            let value = old.value(&state);
            values.push(hex(&value));
            let change = diesel::update(activity_log::table.filter(row)).set(activity_log::mac.eq(value));
            app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
        }
        let end = diesel::update(partners::table.find(partner.id.0)).set(partners::log_mac.eq(&state));
        app.portal.db.write_now(|c| Ok(end.execute(c)?)).unwrap();
        (partner, values)
    });
    let sealed = sealed.collect();
    if !on.is_empty() {
        triggers(on);
    }
    sealed
}

fn upgrade(app: &TestApp) -> u64 {
    assert!(app.portal.db.migrate().unwrap() >= 1);
    seal_old_logs(&app.portal.db, chain(app)).unwrap()
}

fn export_of(values: &[String]) -> ExportedLog {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "Entry ID,Chain value\r").unwrap();
    values.iter().zip(1..).for_each(|(value, seq)| writeln!(file, "{seq},{value}\r").unwrap());
    ExportedLog::read(file.path()).unwrap()
}

pub async fn seals_old_logs_once_and_keeps_them_intact(app: TestApp) {
    let old = insert_old_logs(&app, 2, false);
    let entries: usize = old.iter().map(|(_, values)| values.len()).sum();
    assert_eq!(upgrade(&app), entries as u64);
    assert_eq!(seal_old_logs(&app.portal.db, chain(&app)).unwrap(), 0);
    for (partner, values) in &old {
        let last = values.len() as i64;
        assert_eq!((checked(&app, partner).up_to, checked(&app, partner).broken), (last, None));
        let head =
            |seq: i64, value: &str| LogHead { mpn_id: partner.mpn_id.clone(), seq, value: value.into() };
        let still_matches =
            |head: LogHead| app.portal.db.read_now(|c| head.still_matches(c, partner)).unwrap();
        let compare = |old: &ExportedLog| app.portal.db.read_now(|c| old.compare(c, partner.id)).unwrap();
        assert!(still_matches(head(last, &values[values.len() - 1])) && still_matches(head(2, &values[1])));
        assert!(!still_matches(head(3, &values[1])));
        let now = app.portal.db.read_now(|c| LogHead::current(c, partner)).unwrap().unwrap();
        assert!(now.value.starts_with("02") && still_matches(now));
        let export = export_of(values);
        assert_eq!((compare(&export).equal as i64, compare(&export).broken), (last, None));
        note(&app, partner);
        // Later erasures keep the log valid, and earlier exports still match.
        let author = Author::operator(partner.id);
        let erased =
            app.portal.log.record_now(&author, |tx| Ok((erase_customer(tx, partner.id)?, Vec::new())));
        assert_eq!(erased.unwrap().entries(), 10);
        assert_eq!((checked(&app, partner).erased, checked(&app, partner).broken), (10, None));
        assert_eq!((compare(&export).equal as i64, compare(&export).broken), (last, None));
        assert!(still_matches(head(last, &values[values.len() - 1])));
    }
}

pub async fn accepts_chains_without_a_partner_start_value(app: TestApp) {
    let old = insert_old_logs(&app, 1, true);
    assert_eq!(upgrade(&app), old[0].1.len() as u64);
    assert_eq!(checked(&app, &old[0].0).broken, None);
    note(&app, &old[0].0);
    assert_eq!(checked(&app, &old[0].0).broken, None);
}

/// Tampering before the upgrade is detected after it, at the same entry.
pub async fn a_broken_log_stays_broken_at_the_same_entry(app: TestApp) {
    let at = |seq: i64| format!("AND seq = {seq}");
    let broken = [
        (3, format!("UPDATE activity_log SET details = '{{}}' WHERE partner_id = {{}} {}", at(3))),
        (1, format!("UPDATE activity_log SET actor_name = 'x' WHERE partner_id = {{}} {}", at(1))),
        (5, format!("UPDATE activity_log SET action = 'create_order' WHERE partner_id = {{}} {}", at(5))),
        (4, format!("DELETE FROM activity_log WHERE partner_id = {{}} {}", at(4))),
        (9, "DELETE FROM activity_log WHERE partner_id = {} AND seq >= 9".to_owned()),
        (1, "DELETE FROM activity_log WHERE partner_id = {}".to_owned()),
    ];
    let old = insert_old_logs(&app, broken.len() as u32 + 3, false);
    if app.portal.db.backend().is_postgres() {
        write(&app, "ALTER TABLE activity_log DISABLE TRIGGER USER");
    }
    for ((partner, _), (_, change)) in old.iter().zip(&broken) {
        write(&app, &change.replace("{}", &partner.id.0.to_string()).replace("''", "'{}'"));
    }
    let [.., (ended, values), (wiped, _), (whole, _)] = &old[..] else { panic!() };
    let set = |partner: &Partner, seq: i64, state: &[u8]| {
        let end = (partners::log_seq.eq(seq), partners::log_mac.eq(state));
        let change = diesel::update(partners::table.find(partner.id.0)).set(end);
        app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
    };
    let last = values.len() as i64;
    set(ended, last, &[1; 33]);
    set(wiped, 0, &[]);
    write(&app, &format!("DELETE FROM activity_log WHERE partner_id = {}", wiped.id.0));
    if app.portal.db.backend().is_postgres() {
        write(&app, "ALTER TABLE activity_log ENABLE TRIGGER USER");
    }
    upgrade(&app);
    let is = |partner: &Partner, entry: Option<i64>| {
        assert_eq!(checked(&app, partner).broken, entry, "{}", partner.mpn_id);
        note(&app, partner);
        assert_eq!(checked(&app, partner).broken, entry, "{} and the portal adds entries", partner.mpn_id);
        assert_eq!(seal_old_logs(&app.portal.db, chain(&app)).unwrap(), 0, "{}", partner.mpn_id);
        assert_eq!(checked(&app, partner).broken, entry, "{} and starts again", partner.mpn_id);
    };
    for ((partner, _), (entry, _)) in old.iter().zip(&broken) {
        is(partner, Some(*entry));
    }
    is(ended, Some(last + 1));
    is(wiped, Some(1));
    is(whole, None);
}

pub async fn resumes_interrupted_sealing(app: TestApp) {
    let old = insert_old_logs(&app, 3, false);
    assert!(app.portal.db.migrate().unwrap() >= 1);
    let last = old[1].0.id.0;
    let is_postgres = app.portal.db.backend().is_postgres();
    let stop = match is_postgres {
        true => format!(
            "CREATE TRIGGER stop BEFORE UPDATE ON activity_log FOR EACH ROW \
             WHEN (NEW.partner_id = {last} AND NEW.seq = 7) EXECUTE FUNCTION activity_log_is_append_only()"
        ),
        false => format!(
            "CREATE TRIGGER stop BEFORE UPDATE ON activity_log WHEN NEW.partner_id = {last} AND NEW.seq = 7 \
             BEGIN SELECT RAISE(ABORT, 'the activity log is append-only'); END"
        ),
    };
    write(&app, &stop);
    assert!(seal_old_logs(&app.portal.db, chain(&app)).is_err());
    assert_eq!(checked(&app, &old[0].0).broken, None, "each log is sealed separately");
    assert_eq!(checked(&app, &old[1].0).broken, Some(1));
    write(&app, if is_postgres { "DROP TRIGGER stop ON activity_log" } else { "DROP TRIGGER stop" });
    let rest = old[1].1.len() + old[2].1.len();
    assert_eq!(seal_old_logs(&app.portal.db, chain(&app)).unwrap(), rest as u64);
    for (partner, _) in &old {
        assert_eq!(checked(&app, partner).broken, None);
    }
}

/// The old values are checked until something is erased: they detect even an attacker who has the secret.
pub async fn old_chain_values_still_cover_their_entries(app: TestApp) {
    let old = insert_old_logs(&app, 1, false);
    upgrade(&app);
    let partner = &old[0].0;
    let rows = app.portal.db.read_now(|c| verify_queries::after(c, partner.id, 0, 1_000)).unwrap().entries;
    match app.portal.db.backend().is_postgres() {
        true => write(
            &app,
            "ALTER TABLE activity_log DISABLE TRIGGER USER; ALTER TABLE activity_values DISABLE TRIGGER USER",
        ),
        false => write(
            &app,
            "DROP TRIGGER activity_log_is_not_changed; DROP TRIGGER activity_values_are_only_erased",
        ),
    }
    let mut state = chain(&app).initial_state(partner.id);
    for (mut entry, _) in rows {
        if entry.seq == 4 {
            entry.details = "{}".to_owned();
            entry = entry.sealed();
            write(
                &app,
                &format!(
                    "UPDATE activity_values SET details = '{{}}' WHERE partner_id = {} AND seq = 4",
                    partner.id.0
                ),
            );
        }
        state = chain(&app).state(&state, &entry);
        let row = activity_log::partner_id.eq(partner.id.0).and(activity_log::seq.eq(entry.seq));
        let new = (
            activity_log::details_hash.eq(entry.seals.details.hash.clone()),
            activity_log::mac.eq(chain(&app).value(&state)),
        );
        let change = diesel::update(activity_log::table.filter(row)).set(new);
        app.portal.db.write_now(|c| Ok(change.execute(c)?)).unwrap();
    }
    let end = diesel::update(partners::table.find(partner.id.0)).set(partners::log_mac.eq(&state));
    app.portal.db.write_now(|c| Ok(end.execute(c)?)).unwrap();
    assert_eq!(checked(&app, partner).broken, Some(4));
}

pub async fn downgrade_and_upgrade_keep_logs_intact(app: TestApp) {
    let old = insert_old_logs(&app, 2, false);
    upgrade(&app);
    for (partner, _) in &old {
        note(&app, partner);
    }
    let erased = &old[0].0;
    let author = Author::operator(erased.id);
    let done = app.portal.log.record_now(&author, |tx| Ok((erase_customer(tx, erased.id)?, Vec::new())));
    done.unwrap();
    let before: Vec<ChainCheck> = old.iter().map(|(partner, _)| checked(&app, partner)).collect();
    revert_migrations_from(&app, CHANGE);
    let columns = app.portal.db.write_now(|c| match c {
        DbConnection::Sqlite(c) => Ok(c.batch_execute("SELECT details, actor_name FROM activity_log")?),
        DbConnection::Postgres(c) => Ok(c.batch_execute("SELECT details, actor_name FROM activity_log")?),
    });
    columns.unwrap();
    assert_eq!(upgrade(&app), 0);
    let after: Vec<ChainCheck> = old.iter().map(|(partner, _)| checked(&app, partner)).collect();
    assert_eq!((after[0].broken, after[0].erased), (None, 10));
    assert_eq!(before, after);
}

/// Erases a customer from a log.
fn erase_customer(
    tx: &mut Tx<'_>,
    log: partner_portal::domain::PartnerId,
) -> partner_portal::error::Result<Erased> {
    let subject = Subject::Customers(vec![id(1)]);
    let mut found = find_values(tx.c, &[log], &SearchedUpTo::new(), &subject)?;
    erase_values(tx, &mut found, &subject)
}
