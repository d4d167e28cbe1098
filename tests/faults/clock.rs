//! Row 15: the clock jumps while the portal serves. Nobody is locked out for long, no session lasts for ever, and the log
//! keeps its order.

use crate::ledger::{Ledger, Writer, check_soundness};
use crate::portal::{EMAIL, PASSWORD, Portal};
use crate::served::Served;
use crate::support::skipped;
use std::fs;
use std::time::Duration;

const LIBRARY: &str = "faketime/libfaketimeMT.so.1";

/// Returns the library that fakes the clock, from the Debian package `libfaketime`.
fn library() -> Option<String> {
    let folders = fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|entry| entry.path());
    let found = folders.map(|folder| folder.join(LIBRARY)).find(|file| file.exists());
    if found.is_none() {
        skipped::skip("libfaketime (Debian: libfaketime)");
    }
    found.map(|file| file.display().to_string())
}

/// A portal whose clock the test sets.
struct Timed {
    portal: Portal,
    served: Served,
}

impl Timed {
    fn start() -> Option<Self> {
        let library = library()?;
        let mut portal = Portal::sqlite();
        let file = portal.file("clock");
        fs::write(&file, "+0").unwrap();
        portal.set("FAKETIME_TIMESTAMP_FILE", &file.display().to_string());
        portal.set("FAKETIME_NO_CACHE", "1");
        portal.set("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        let preload = format!("LD_PRELOAD={library}");
        let served = portal.serve_under(&["env", &preload]);
        Some(Timed { portal, served })
    }

    /// Sets the clock: a difference such as `+40d`, or a time such as `@2038-01-20 00:00:00`.
    fn set(&self, to: &str) {
        let draft = self.portal.file("clock-draft");
        fs::write(&draft, to).unwrap();
        fs::rename(draft, self.portal.file("clock")).unwrap();
        std::thread::sleep(Duration::from_millis(50));
    }

    fn status(&self, password: &str) -> u16 {
        self.served.client().sign_in(EMAIL, password).unwrap().status
    }
}

#[test]
fn sessions_and_logs_survive_jumps_of_the_clock() {
    let Some(timed) = Timed::start() else { return };
    let ledger = Ledger::default();
    let mut writer = Writer::new(&ledger, timed.served.signed_in(), 1);
    writer.is_mixed = false; // the last day of requests depends on the test's own clock
    assert_eq!(writer.rename().unwrap(), 303);
    let jumps = [
        "+40d",
        "-3d",
        "@2028-02-29 12:00:00",
        "@2030-03-31 01:30:00",
        "@2030-10-27 01:30:00",
        "@2038-01-19 03:14:08",
        "+0",
    ];
    for to in jumps {
        timed.set(to);
        let answer = writer.client.get("/customers").unwrap();
        if !to.starts_with('-') && to != "+0" {
            assert_eq!(answer.status, 303, "{to}: a session of another time goes on");
        }
        assert_ne!(timed.served.client().get("/sign-in").unwrap().status, 500, "{to}");
        assert_eq!(timed.status(PASSWORD), 303, "{to}: nobody can sign in: {}", timed.served.log());
        writer.client = timed.served.signed_in();
        for _ in 0..3 {
            assert_eq!(writer.step().unwrap(), 303, "{to}: {}", timed.served.log());
        }
        assert_eq!(writer.client.get("/activity").unwrap().status, 200, "{to}");
    }
    timed.served.has_not_panicked();
    timed.served.stop();
    assert_eq!(ledger.check(&timed.portal).acknowledged, 1 + 3 * jumps.len());
    let out_of_order = "SELECT count(*) AS n FROM activity_entries AS a JOIN activity_entries AS b \
                        ON a.partner_id = b.partner_id AND b.seq = a.seq + 1 AND b.id <= a.id";
    assert_eq!(timed.portal.number(out_of_order), 0, "the order of ids is that of the entries");
}

#[test]
fn a_session_from_the_future_does_not_last_for_ever() {
    let Some(timed) = Timed::start() else { return };
    timed.set("+40d");
    let mut client = timed.served.signed_in();
    assert_eq!(client.get("/customers").unwrap().status, 200);
    timed.set("+0");
    let answer = client.get("/customers").unwrap();
    assert_eq!(answer.status, 303, "a session that began 40 days later is valid now: it would last 40 days");
    timed.served.stop();
    check_soundness(&timed.portal);
}

#[test]
fn a_wait_after_wrong_passwords_ends_although_the_clock_was_set_back() {
    let Some(timed) = Timed::start() else { return };
    timed.set("+40d");
    for _ in 0..12 {
        assert_ne!(timed.status("a wrong pass phrase"), 303);
    }
    assert_ne!(timed.status(PASSWORD), 303, "guessing is slowed down");
    timed.set("+0");
    timed.status(PASSWORD); // may still wait
    timed.set("+16m");
    assert_eq!(timed.status(PASSWORD), 303, "the wait lasts longer than 15 minutes: {}", timed.served.log());
    timed.served.stop();
}
