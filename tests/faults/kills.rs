//! Row 1: `kill -9` while users write, while an import runs and while a backup is written. Kills of a restore are in
//! `restores.rs`, of a migration in `migrations.rs`, of the delivery of mail in `mail.rs`.

use crate::ledger::{Ledger, Writer, check_soundness};
use crate::portal::{Portal, customers};
use crate::served::Served;
use crate::support::{Random, short_or_long, until};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

#[test]
fn acknowledged_changes_survive_kill_9_on_sqlite() {
    kill_in_rounds(Portal::sqlite(), short_or_long(12, 2_000));
}

#[test]
fn acknowledged_changes_survive_kill_9_on_postgres() {
    if let Some(portal) = Portal::postgres() {
        kill_in_rounds(portal, short_or_long(6, 500));
    }
}

/// How often all changes so far are compared with the database.
const CHECKED_EVERY: usize = 50;

fn kill_in_rounds(portal: Portal, rounds: usize) {
    let file = customers(1_000..3_000);
    std::fs::write(portal.file("many.csv"), file).unwrap();
    let (ledger, mut random) = (Ledger::default(), Random::new(1));
    let mut session = Session::begin(&portal);
    let (mut longest, mut kept, mut kills) = (Duration::ZERO, 0, [0; 3]);
    for round in 0..rounds {
        session.renew_if_old(&portal);
        let began = Instant::now();
        let served = portal.serve();
        longest = longest.max(began.elapsed());
        let beside = match round % 4 {
            1 => Some(start(&portal, &["import", "customers", "many.csv", "--partner", "100"])),
            3 => Some(start(&portal, &["backup", &format!("kept-{round}.tar.gz")])),
            _ => None,
        };
        let (known, lived) =
            (ledger.acknowledged().len(), random.millis(if round % 4 == 3 { 250 } else { 500 }));
        std::thread::scope(|threads| {
            for number in 1..=3 {
                let mut client = session.client.clone();
                client.address = served.address;
                let mut writer = Writer::new(&ledger, client, number);
                threads.spawn(move || writer.run());
            }
            if round % 2 == 0 {
                until(Duration::from_secs(20), || ledger.acknowledged().len() > known);
            }
            std::thread::sleep(lived);
            served.has_not_panicked();
            served.kill();
        });
        kills[0] += 1;
        if let Some(mut child) = beside {
            let done = child.try_wait().unwrap().is_some();
            child.kill().unwrap();
            child.wait().unwrap();
            kills[if round % 4 == 1 { 1 } else { 2 }] += usize::from(!done);
            kept += check_backup(&portal, round);
            check_import(&portal);
        }
        if round % CHECKED_EVERY == CHECKED_EVERY - 1 {
            ledger.check(&portal);
        }
    }
    let summary = ledger.check(&portal);
    assert!(summary.acknowledged >= rounds / 2, "too few changes to say anything: {summary:?}");
    portal.run(&["import", "customers", "many.csv", "--partner", "100"]).done();
    check_import(&portal);
    assert_eq!(portal.number("SELECT count(*) AS n FROM customers WHERE domain LIKE 'company-_____example' OR domain LIKE 'company-____.example'"), 2_000);
    check_soundness(&portal);
    println!(
        "{}: {rounds} rounds, {kills:?} kills of server, import and backup, {kept} whole backups, longest start {longest:?}, \
         {summary:?}",
        if portal.is_postgres() { "PostgreSQL" } else { "SQLite" }
    );
    assert!(longest < Duration::from_secs(20), "a start after a kill took {longest:?}");
}

/// A session that lasts over the kills, renewed in time for changes of users, which need a recent sign-in.
struct Session {
    client: crate::client::Client,
    since: Instant,
}

impl Session {
    fn begin(portal: &Portal) -> Self {
        let served: Served = portal.serve();
        let client = served.signed_in();
        served.stop();
        Session { client, since: Instant::now() }
    }

    fn renew_if_old(&mut self, portal: &Portal) {
        if self.since.elapsed() > Duration::from_secs(8 * 60) {
            *self = Self::begin(portal);
        }
    }
}

fn start(portal: &Portal, args: &[&str]) -> Child {
    let mut command = portal.command(args);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// A killed backup leaves a whole archive or none. Returns how many it left.
fn check_backup(portal: &Portal, round: usize) -> usize {
    let archive = format!("kept-{round}.tar.gz");
    if !portal.file(&archive).exists() {
        return 0;
    }
    portal.run(&["backup", "verify", &archive]).done();
    std::fs::remove_file(portal.file(&archive)).unwrap();
    1
}

/// A killed import leaves whole batches, each with its entry.
fn check_import(portal: &Portal) {
    let there = "SELECT count(*) AS n FROM customers";
    let logged = if portal.is_postgres() {
        "SELECT coalesce(sum((details::json->>'added')::int), 0)::bigint AS n FROM activity_entries WHERE action = 'portal_import'"
    } else {
        "SELECT coalesce(sum(json_extract(details, '$.added')), 0) AS n FROM activity_entries WHERE action = 'portal_import'"
    };
    assert_eq!(portal.number(there), portal.number(logged), "customers and those in log entries");
}
