//! Row 13: a damaged database. A start refuses it with clear words and leaves it as it is; a running portal answers 503.

use crate::ledger::{Ledger, Writer, check_soundness};
use crate::portal::Portal;
use crate::support::short_or_long;
use std::fs;

const PAGE: usize = 4_096;

/// Returns the bytes of a sound database without free pages, and its portal.
fn sound() -> (Portal, Vec<u8>) {
    let portal = Portal::sqlite();
    portal.execute("VACUUM");
    let bytes = fs::read(portal.file("portal.db")).unwrap();
    assert!(!portal.file("portal.db-wal").exists() && bytes.len() > 20 * PAGE);
    (portal, bytes)
}

fn with_inverted(bytes: &[u8], page: usize) -> Vec<u8> {
    let mut damaged = bytes.to_vec();
    damaged[page * PAGE..(page + 1) * PAGE].iter_mut().for_each(|byte| *byte = !*byte);
    damaged
}

#[test]
fn a_start_refuses_a_damaged_database_and_leaves_it_as_it_is() {
    let (portal, bytes) = sound();
    let pages = bytes.len() / PAGE;
    let mut damaged = vec![
        ("a text file".to_owned(), b"Microsoft ID,Company name\r\n".repeat(500)),
        ("no byte".to_owned(), Vec::new()),
        ("the first half".to_owned(), bytes[..bytes.len() / 2].to_vec()),
        ("a part of the last page".to_owned(), bytes[..bytes.len() - PAGE / 2].to_vec()),
        ("the first page".to_owned(), bytes[..PAGE].to_vec()),
    ];
    let count = short_or_long(8, pages);
    damaged.extend(
        (0..count)
            .map(|n| n * pages / count)
            .map(|page| (format!("page {page} of {pages} inverted"), with_inverted(&bytes, page))),
    );
    let mut refused = 0;
    for (what, bytes) in damaged {
        let other = portal.beside(None);
        fs::write(other.file("portal.db"), &bytes).unwrap();
        match other.try_serve(&[]) {
            Ok(_) => panic!("{what}: it serves"),
            Err(said) => said.fails_with("partner-portal restore FILE"),
        }
        assert!(fs::read(other.file("portal.db")).unwrap() == bytes, "{what}: the file was changed");
        refused += 1;
    }
    println!("{refused} damaged files were refused and not changed");
}

/// SQLite takes the log up to the first frame whose checksum is wrong, as after a crash in mid-write. What was lost shows
/// in a comparison with heads of the activity log that are kept elsewhere.
#[test]
fn a_damaged_log_file_leaves_a_sound_earlier_state() {
    let portal = Portal::sqlite();
    let served = portal.serve();
    let ledger = Ledger::default();
    let mut writer = Writer::new(&ledger, served.signed_in(), 1);
    for _ in 0..20 {
        assert_eq!(writer.rename().unwrap(), 303);
    }
    let heads = portal.run(&["activity", "head"]).done();
    fs::write(portal.file("heads"), heads).unwrap();
    served.kill();
    let log = portal.file("portal.db-wal");
    let mut bytes = fs::read(&log).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + PAGE].iter_mut().for_each(|byte| *byte = !*byte);
    fs::write(&log, bytes).unwrap();
    let served = portal.serve();
    assert_eq!(writer_at(&ledger, &served).rename().unwrap(), 303, "it serves the earlier state");
    served.stop();
    check_soundness(&portal);
    let said = portal.run(&["activity", "verify", "--head", "heads"]);
    assert!(said.code == 1 && said.err.contains("differs from heads or was removed"), "{said:?}");
}

fn writer_at<'a>(ledger: &'a Ledger, served: &crate::served::Served) -> Writer<'a> {
    Writer::new(ledger, served.signed_in(), 2)
}

#[test]
fn a_running_portal_answers_503_when_it_meets_damage() {
    let (portal, sound) = sound();
    let served = portal.serve();
    let client = served.signed_in();
    let ledger = Ledger::default();
    let mut writer = Writer::new(&ledger, client.clone(), 1);
    assert_eq!(writer.rename().unwrap(), 303);
    // Pages that the portal has read already stay in its caches, and new ones are in the log file; other connections read
    // the damaged ones.
    let mut damaged = sound.clone();
    for page in 1..damaged.len() / PAGE {
        damaged[page * PAGE..(page + 1) * PAGE].iter_mut().for_each(|byte| *byte = !*byte);
    }
    fs::write(portal.file("portal.db"), &damaged).unwrap();
    let pages = [
        "/customers",
        "/activity",
        "/orders",
        "/relationship-requests",
        "/account-settings/users",
        "/search?q=company",
    ];
    let mut refused = 0;
    for _ in 0..short_or_long(3, 50) {
        let statuses = std::thread::scope(|threads| {
            let ask = |page: &'static str| {
                let mut client = client.clone();
                threads.spawn(move || client.get(page).unwrap().status)
            };
            let asked: Vec<_> = pages.into_iter().cycle().take(24).map(ask).collect();
            asked.into_iter().map(|asked| asked.join().unwrap()).collect::<Vec<_>>()
        });
        for status in statuses {
            assert!([200, 303, 503].contains(&status), "{status}: {}", served.log());
            refused += usize::from(status == 503);
        }
        let status = writer.rename().unwrap();
        assert!([303, 503].contains(&status), "{status}: {}", served.log());
    }
    assert!(refused > 0, "it never met the damage");
    served.has_not_panicked();
    served.kill();
    assert!(fs::read(portal.file("portal.db")).unwrap() == damaged, "nothing was written over the damage");
    fs::write(portal.file("portal.db"), &sound).unwrap();
    println!("{refused} requests were refused; then {:?}", ledger.check(&portal));
}
