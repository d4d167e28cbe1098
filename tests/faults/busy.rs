//! Row 5: SQLite has one writer. A change waits up to 5 s for another process, then it is refused with 503; many writers
//! at the same time all succeed; a long reader does not make the write-ahead log grow for ever.

use crate::ledger::{Ledger, Writer};
use crate::portal::{CUSTOMERS, Portal, customers};
use crate::support::{is_long, short_or_long};
use diesel::connection::SimpleConnection;
use std::fs;
use std::time::{Duration, Instant};

#[test]
fn a_change_waits_for_another_writer_and_is_then_refused_with_503() {
    let portal = Portal::sqlite();
    let served = portal.serve();
    let ledger = Ledger::default();
    let mut writer = Writer::new(&ledger, served.signed_in(), 1);
    let mut other = portal.connect();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    std::thread::scope(|threads| {
        let changing = threads.spawn(|| writer.rename().unwrap());
        std::thread::sleep(Duration::from_secs(2));
        assert!(!changing.is_finished(), "it waits");
        other.batch_execute("ROLLBACK").unwrap();
        assert_eq!(changing.join().unwrap(), 303);
    });
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    let began = Instant::now();
    let profile = [("name", "Ana"), ("language", ""), ("time_zone", ""), ("theme", "")];
    let refused = writer.client.post("/profile", &profile).unwrap();
    let waited = began.elapsed();
    assert!(waited > Duration::from_secs(4) && waited < Duration::from_secs(20), "refused after {waited:?}");
    assert_eq!(refused.status, 503);
    assert!(!refused.header("retry-after").is_empty(), "{:?}", refused.headers);
    assert!(!refused.text().contains("locked"), "{}", refused.text());
    assert_eq!(writer.client.get("/customers").unwrap().status, 200, "pages can be read meanwhile");
    other.batch_execute("ROLLBACK").unwrap();
    assert_eq!(writer.rename().unwrap(), 303);
    served.stop();
    ledger.check(&portal);
}

#[test]
fn many_writers_at_the_same_time_all_succeed() {
    for (database, portal) in Portal::on_both() {
        let served = portal.serve();
        let client = served.signed_in();
        let ledger = Ledger::default();
        let writers = 32.min(CUSTOMERS);
        std::thread::scope(|threads| {
            for number in 1..=writers {
                let mut writer = Writer::new(&ledger, client.clone(), number);
                threads.spawn(move || {
                    for _ in 0..short_or_long(4, 500) {
                        assert_eq!(writer.rename().unwrap(), 303);
                    }
                });
            }
        });
        served.stop();
        println!("{database}, {writers} writers: {:?}", ledger.check(&portal));
    }
}

#[test]
fn the_log_file_shrinks_after_a_long_reader() {
    if !is_long() {
        return; // it takes a minute, and the short form would say nothing
    }
    let portal = Portal::sqlite();
    let served = portal.serve();
    let ledger = Ledger::default();
    let mut writer = Writer::new(&ledger, served.signed_in(), 1);
    let mut reader = portal.connect();
    reader.batch_execute("BEGIN; SELECT count(*) FROM customers").unwrap();
    let size = || fs::metadata(portal.file("portal.db-wal")).unwrap().len();
    let mut first = 1_000;
    while size() < 70 << 20 {
        fs::write(portal.file("more.csv"), customers(first..first + 20_000)).unwrap();
        portal.run(&["import", "customers", "more.csv", "--partner", "100"]).done();
        first += 20_000;
    }
    let grown = size();
    reader.batch_execute("ROLLBACK").unwrap();
    drop(reader);
    for _ in 0..50 {
        assert_eq!(writer.rename().unwrap(), 303);
    }
    println!("the log had {grown} bytes with a reader, then {}", size());
    assert!(size() <= 64 << 20, "{} bytes", size());
    served.stop();
    ledger.check(&portal);
}
