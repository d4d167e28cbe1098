//! Row 12: what a restore ends and holds. Also row 1 for a restore: killed at any moment, it leaves the former database or
//! that of the archive.

use crate::ledger::{Ledger, Writer, check_soundness};
use crate::mail_server::{MailServer, Mood};
use crate::portal::Portal;
use crate::support::{Random, is_long, short_or_long, until};
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn a_restore_ends_sessions_and_holds_mail_until_it_is_released() {
    let (server, _) = MailServer::start(Mood::Later);
    let mut portal = Portal::sqlite();
    portal.set("SMTP_URL", &format!("smtp://{}", server.address));
    let served = portal.serve();
    let ledger = Ledger::default();
    let mut writer = Writer::new(&ledger, served.signed_in(), 1);
    assert_eq!((writer.draft().unwrap(), writer.send().unwrap()), (303, 303));
    let before = ledger.acknowledged();
    portal.run(&["backup", "kept.tar.gz"]).done();
    assert_eq!(writer.rename().unwrap(), 303);
    portal.run(&["restore", "kept.tar.gz", "--yes"]).fails_after_output("in use");
    assert_eq!(writer.rename().unwrap(), 303, "a refused restore disturbs nobody");
    served.stop();
    let said = portal.run(&["restore", "kept.tar.gz", "--yes"]).done();
    assert!(said.contains("unsent messages held: 1") && said.contains("sign-ins ended: 1"), "{said}");
    server.set(Mood::Good);
    let served = portal.serve();
    let mut old = writer.client.clone();
    old.address = served.address;
    let answer = old.get("/customers").unwrap();
    assert!(answer.status == 303 && answer.header("location").starts_with("/sign-in"), "{answer:?}");
    std::thread::sleep(Duration::from_secs(1));
    assert!(server.received().is_empty(), "nothing is sent until it is released");
    portal.run(&["resume", "--send-mail"]).done();
    served.stop();
    let served = portal.serve();
    assert!(until(Duration::from_secs(30), || server.received().len() == 1), "{}", served.log());
    served.signed_in();
    served.stop();
    ledger.check_after(&portal, &before);
}

impl crate::portal::Said {
    /// Asserts that the command printed what it found and then failed with these words.
    #[track_caller]
    fn fails_after_output(&self, words: &str) {
        assert!(self.code == 1 && self.err.contains(words), "{words}: {self:?}");
    }
}

#[test]
fn a_killed_restore_leaves_the_old_or_the_new_database() {
    for (database, portal) in Portal::on_both() {
        if portal.is_postgres() && !is_long() {
            continue; // each round takes seconds
        }
        kill_restores(database, &portal, short_or_long(6, 100));
    }
}

fn kill_restores(database: &str, portal: &Portal, rounds: usize) {
    let add = |number: usize| {
        let email = format!("n{number}@staff.example");
        let add = ["user", "add", "--partner", "100", "--name", "N", "--email", &email, "--password-stdin"];
        portal.run_with(&add, "a long enough pass phrase\n").done();
    };
    add(0);
    portal.run(&["backup", "kept.tar.gz"]).done();
    let new = portal.run(&["activity", "head"]).done();
    let began = Instant::now();
    portal.run(&["restore", "kept.tar.gz", "--yes"]).done();
    let usual = u64::try_from(began.elapsed().as_millis()).unwrap();
    // A finished restore adds an entry to the log of the backup.
    let seq = |head: &str| head.split(' ').nth(1).and_then(|seq| seq.parse::<u32>().ok()).unwrap();
    let is_new = |head: &str| head == new || seq(head) == seq(&new) + 1;
    let (mut random, mut kept, mut replaced) = (Random::new(12), 0, 0);
    for round in 1..=rounds {
        add(round);
        let old = portal.run(&["activity", "head"]).done();
        assert_ne!(old, new);
        let mut command = portal.command(&["restore", "kept.tar.gz", "--yes"]);
        let mut restore =
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(random.millis(usual + usual / 10));
        restore.kill().unwrap();
        restore.wait().unwrap();
        let mut now = portal.run(&["activity", "head"]);
        // A program of PostgreSQL may still be at work: its transaction ends first.
        until(Duration::from_secs(20), || {
            now = portal.run(&["activity", "head"]);
            now.code == 0 && (now.out == old || is_new(&now.out))
        });
        let now = now.done();
        assert!(now == old || is_new(&now), "neither the old nor the new: {now}\n{old}\n{new}");
        if now == old {
            kept += 1
        } else {
            replaced += 1
        };
        check_soundness(portal);
    }
    println!(
        "{database}: {rounds} kills of a restore: {kept} times the old database, {replaced} times the new one"
    );
}
