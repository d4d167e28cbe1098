//! Row 22: `kill -9` while the database is copied into another one. The same command goes on, and in the end nothing is
//! missing and nothing is there twice.

use crate::portal::{Portal, customers};
use crate::support::{Random, database, short_or_long};
use std::process::Stdio;

#[test]
fn a_killed_copy_to_postgres_goes_on() {
    let source = Portal::sqlite();
    let Some((db, _dropped)) = database::postgres() else { return };
    let target = source.beside(Some(db.url().to_owned()));
    drop(db);
    kill_copies(&source, &target);
}

#[test]
fn a_killed_copy_to_sqlite_goes_on() {
    let Some(source) = Portal::postgres() else { return };
    let target = source.beside(None);
    kill_copies(&source, &target);
}

fn kill_copies(source: &Portal, target: &Portal) {
    std::fs::write(source.file("many.csv"), customers(10_000..14_000)).unwrap();
    source.run(&["import", "customers", "many.csv", "--partner", "100"]).done();
    let (mut random, mut kills, mut unfinished) = (Random::new(22), 0, 0);
    let copy = ["copy", "--to", target.url()];
    for _ in 0..short_or_long(8, 200) {
        let mut command = source.command(&copy);
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(random.millis(if kills % 2 == 0 { 150 } else { 600 }));
        if child.try_wait().unwrap().is_some() {
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
        let said = target.run(&["activity", "verify"]);
        if said.code != 0 {
            said.fails_with("was interrupted; run `partner-portal copy` again");
            unfinished += 1;
        }
    }
    let last = source.run(&copy);
    if last.code != 0 {
        last.fails_with("has data; a copy needs an empty one"); // it was finished by the last try
    }
    assert!(kills > 0, "the copy was always faster");
    for table in ["customers", "activity_log", "activity_values", "users", "list_changes"] {
        let count = format!("SELECT count(*) AS n FROM {table}");
        assert_eq!(source.number(&count), target.number(&count), "{table}");
    }
    target.run(&["activity", "verify"]).done();
    let list = |portal: &Portal| portal.run(&["export", "customers", "--partner", "100"]).done();
    assert_eq!(list(source), list(target));
    println!("{kills} kills of a copy, {unfinished} of them in the middle");
}
