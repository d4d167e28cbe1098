//! Row 11: backups under load. Each archive is whole, can be restored, and has every change that was acknowledged before
//! it began.

use crate::ledger::{Ledger, Writer};
use crate::portal::{LONGEST, Portal};
use crate::support::database;
use crate::support::{is_long, percentile, short_or_long, until};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

#[test]
fn every_backup_under_load_restores_with_all_acknowledged_changes() {
    for (database, portal) in Portal::on_both() {
        let is_postgres = portal.is_postgres();
        let rounds = if is_postgres { short_or_long(1, 30) } else { short_or_long(3, 300) };
        back_up_under_load(database, &portal, rounds);
    }
}

fn back_up_under_load(database: &str, portal: &Portal, rounds: usize) {
    let served = portal.serve();
    let client = served.signed_in();
    let ledger = Ledger::default();
    let is_over = AtomicBool::new(false);
    let mut kept: Vec<(String, BTreeSet<usize>)> = Vec::new();
    let mut took = std::thread::scope(|threads| {
        let write = |number| {
            let mut writer = Writer::new(&ledger, client.clone(), number);
            writer.is_mixed = !is_long(); // a recent sign-in lasts for ten minutes
            let is_over = &is_over;
            threads.spawn(move || {
                let mut took = Vec::new();
                while !is_over.load(Ordering::SeqCst) {
                    let began = Instant::now();
                    let status = writer.step().unwrap();
                    took.push(began.elapsed());
                    assert!([303, 429].contains(&status), "{status}");
                }
                took
            })
        };
        let writers: Vec<_> = (1..=3).map(write).collect();
        std::thread::sleep(Duration::from_millis(300));
        for round in 0..rounds {
            let (began, before) = (Instant::now(), ledger.acknowledged());
            let archive = format!("kept-{round}.tar.gz");
            portal.run(&["backup", &archive]).done();
            kept.push((archive, before));
            std::thread::sleep(Duration::from_secs(short_or_long(0, 1)).saturating_sub(began.elapsed()));
        }
        is_over.store(true, Ordering::SeqCst);
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect::<Vec<_>>()
    });
    served.stop();
    for (archive, before) in &kept {
        portal.run(&["backup", "verify", archive]).done();
        restore_and_check(portal, archive, &ledger, before);
    }
    let (usual, slowest) = (percentile(&mut took, 0.95), percentile(&mut took, 1.0));
    let changes = took.len();
    println!(
        "{database}: {} backups during {changes} changes (p95 {usual:?}, at most {slowest:?}), each restored; {:?}",
        kept.len(),
        ledger.check(portal)
    );
}

fn restore_and_check(portal: &Portal, archive: &str, ledger: &Ledger, before: &BTreeSet<usize>) {
    let postgres = portal.is_postgres().then(|| {
        let (db, dropped) = database::postgres().unwrap();
        (db.url().to_owned(), dropped)
    });
    let other = portal.beside(postgres.as_ref().map(|(url, _)| url.clone()));
    if postgres.is_some() {
        // The connections that created the database end a moment later.
        let others = "SELECT count(*) AS n FROM pg_stat_activity
                      WHERE datname = current_database() AND pid <> pg_backend_pid()";
        assert!(until(LONGEST, || other.number(others) == 0));
    }
    let archive = portal.file(archive).display().to_string();
    other.run(&["restore", &archive, "--yes"]).done();
    ledger.check_after(&other, before);
}
