//! Row 14: an upgrade that is killed, that fails, that finds a newer database, or that several processes begin at the same
//! time. Each migration is made completely or not at all, and a later start continues.

use crate::ledger::check_soundness;
use crate::portal::{CUSTOMERS, Portal};
use crate::support::{Random, has, short_or_long};
use diesel::{Connection, PgConnection, SqliteConnection};
use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use std::fs;
use std::process::{Child, Stdio};
use std::time::Instant;

/// How many of the newest migrations are reverted.
const REVERTED: usize = 5;

/// Makes the database one of an earlier version, with data.
fn revert(portal: &Portal) {
    let folder = |database: &str| format!("{}/migrations/{database}", env!("CARGO_MANIFEST_DIR"));
    let files = |database| FileBasedMigrations::from_path(folder(database)).unwrap();
    for _ in 0..REVERTED {
        match portal.url().strip_prefix("sqlite://") {
            Some(file) => {
                let mut c = SqliteConnection::establish(file).unwrap();
                c.revert_last_migration(files("sqlite")).unwrap();
            }
            None => {
                let mut c = PgConnection::establish(portal.url()).unwrap();
                c.revert_last_migration(files("postgres")).unwrap();
            }
        }
    }
}

/// Returns a table that one of the reverted migrations creates.
fn table_of_reverted() -> String {
    let folder = fs::read_dir(format!("{}/migrations/sqlite", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut folders: Vec<_> = folder.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let scripts =
        folders.iter().rev().take(REVERTED).map(|folder| fs::read_to_string(folder.join("up.sql")).unwrap());
    let table = |script: String| Some(script.split_once("CREATE TABLE ")?.1.split_once(' ')?.0.to_owned());
    scripts.filter_map(table).next().unwrap()
}

fn applied(portal: &Portal) -> i64 {
    portal.number("SELECT count(*) AS n FROM __diesel_schema_migrations")
}

fn start(portal: &Portal) -> Child {
    let mut command = portal.command(&["migrate"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn archives(portal: &Portal) -> usize {
    let names = fs::read_dir(portal.folder()).unwrap().flatten().map(|entry| entry.file_name());
    names.filter(|name| name.to_string_lossy().starts_with("before-migration-")).count()
}

#[test]
fn a_killed_migration_is_continued_by_the_next_start() {
    for (database, portal) in Portal::on_both() {
        let all = applied(&portal);
        revert(&portal);
        assert_eq!(applied(&portal), all - REVERTED as i64);
        let began = Instant::now();
        portal.run(&["migrate"]).done();
        let first = began.elapsed();
        revert(&portal);
        let began = Instant::now();
        portal.run(&["migrate"]).done();
        let usual = u64::try_from(began.elapsed().min(first).as_millis()).unwrap();
        assert_eq!(archives(&portal) > 0, !portal.is_postgres(), "an embedded database is backed up before");
        let (mut random, mut in_the_middle) = (Random::new(14), 0);
        let rounds = short_or_long(4, 100);
        for _ in 0..rounds {
            revert(&portal);
            let mut child = start(&portal);
            std::thread::sleep(random.millis(usual));
            child.kill().unwrap();
            child.wait().unwrap();
            let now = applied(&portal);
            assert!((all - REVERTED as i64..=all).contains(&now), "{now} of {all}");
            in_the_middle += usize::from(now < all);
            portal.run(&["migrate"]).done();
            assert_eq!(applied(&portal), all);
            assert_eq!(portal.number("SELECT count(*) AS n FROM customers"), CUSTOMERS as i64);
            check_soundness(&portal);
        }
        println!("{database}: {rounds} kills of a migration, {in_the_middle} of them before its end");
    }
}

#[test]
fn several_starts_at_the_same_time_migrate_once() {
    for (database, portal) in Portal::on_both() {
        let all = applied(&portal);
        for _ in 0..short_or_long(2, 20) {
            revert(&portal);
            let children: Vec<Child> = (0..4).map(|_| start(&portal)).collect();
            for child in children {
                let output = child.wait_with_output().unwrap();
                assert!(output.status.success(), "{database}: {output:?}");
            }
            assert_eq!(applied(&portal), all);
            check_soundness(&portal);
        }
    }
}

#[test]
fn a_newer_database_is_refused_and_left_as_it_is() {
    for (database, portal) in Portal::on_both() {
        portal.execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('20990101000099')");
        let before = fs::read(portal.file("portal.db")).unwrap_or_default();
        match portal.try_serve(&[]) {
            Ok(_) => panic!("{database}: it serves a newer database"),
            Err(said) => said.fails_with("of a newer version; run that version, or restore a backup"),
        }
        assert!(fs::read(portal.file("portal.db")).unwrap_or_default() == before, "the file was changed");
    }
}

#[test]
fn a_failed_migration_changes_nothing_and_can_be_repeated() {
    let portal = Portal::sqlite();
    let all = applied(&portal);
    revert(&portal);
    // The newest migrations meet something that should not be there.
    let table = table_of_reverted();
    portal.execute(&format!("CREATE TABLE {table} (x INTEGER)"));
    let before = applied(&portal);
    portal.run(&["migrate"]).fails_with("cannot be migrated");
    let now = applied(&portal);
    assert!((before..all).contains(&now), "{now}");
    portal.execute(&format!("DROP TABLE {table}"));
    portal.run(&["migrate"]).done();
    assert_eq!(applied(&portal), all);
    check_soundness(&portal);
}

#[test]
fn without_space_for_the_backup_nothing_is_migrated() {
    if !has(&["sh", "-c", "ulimit -f 100"], "a shell with ulimit") {
        return;
    }
    let portal = Portal::sqlite();
    let all = applied(&portal);
    revert(&portal);
    let before = applied(&portal);
    let limited = |backup: &str, blocks: u32| {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        let mut command = portal.wrapped(&["sh", "-c", &script, "sh"], &["migrate"]);
        let output = command.env("PORTAL_BACKUP_BEFORE_MIGRATION", backup).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said) = limited("on", 200);
    assert!(code == Some(1) && said.contains("nothing was changed"), "{said}");
    assert_eq!(applied(&portal), before);
    let (code, said) = limited("off", 80);
    assert!(code == Some(1) && said.contains("partner-portal: "), "{said}");
    check_soundness_of_earlier(&portal);
    portal.run(&["migrate"]).done();
    assert_eq!(applied(&portal), all);
    check_soundness(&portal);
}

/// The log of an earlier version cannot be verified by this one before it is migrated.
fn check_soundness_of_earlier(portal: &Portal) {
    assert_eq!(
        portal.number("SELECT count(*) AS n FROM pragma_integrity_check WHERE integrity_check = 'ok'"),
        1
    );
    assert_eq!(portal.number("SELECT count(*) AS n FROM pragma_foreign_key_check"), 0);
}
