//! Row 2: SQLite's write-ahead log is on the disk before the response to a change is sent, proved with `strace`. On
//! PostgreSQL, the server does this before it confirms a commit, unless its operator sets `synchronous_commit = off`.

use crate::ledger::{Ledger, Writer};
use crate::portal::Portal;
use crate::support::has_strace;
use std::collections::BTreeMap;

#[test]
fn changes_are_on_the_disk_before_they_are_confirmed() {
    if !has_strace() {
        return;
    }
    let portal = Portal::sqlite();
    let trace = portal.file("trace").display().to_string();
    let calls = "--trace=fdatasync,fsync,pwrite64,write,writev,sendto,sendmsg";
    let served = portal.serve_under(&["strace", "-f", "-y", "-s", "24", calls, "-o", &trace]);
    let ledger = Ledger::default();
    let mut writer = Writer::new(&ledger, served.signed_in(), 1);
    writer.is_mixed = false;
    for _ in 0..5 {
        assert_eq!(writer.step().unwrap(), 303);
    }
    served.stop();
    let trace = std::fs::read_to_string(trace).unwrap();
    let confirmed = check(&trace);
    // The five changes, and the sign-in before them.
    assert_eq!(confirmed, 6, "redirects in the trace");
    ledger.check(&portal);
}

/// Goes through a trace in the order of time; returns the number of redirects that were sent after a write to the log.
/// Each write must have been followed by a finished `fdatasync`.
fn check(trace: &str) -> usize {
    let mut unfinished: BTreeMap<&str, &str> = BTreeMap::new();
    let (mut is_written, mut is_durable, mut confirmed) = (false, true, 0);
    for line in trace.lines() {
        let (process, call) = line.split_once(' ').unwrap_or_default();
        let call = call.trim_start();
        let resumed = call.starts_with("<... ");
        if call.ends_with("<unfinished ...>") {
            unfinished.insert(process, call);
        }
        let begun = if resumed { unfinished.remove(process).unwrap_or_default() } else { call };
        let is_log = begun.contains("/portal.db-wal>");
        let begins = !resumed;
        let ends = resumed || !call.ends_with("<unfinished ...>");
        if begun.starts_with("pwrite64(") && is_log && begins {
            (is_written, is_durable) = (true, false);
        } else if (begun.starts_with("fdatasync(") || begun.starts_with("fsync(")) && is_log && ends {
            is_durable = true;
        } else if begins && begun.contains("\"HTTP/1.1 303") {
            assert!(is_durable, "confirmed before it was on the disk: {line}");
            confirmed += usize::from(is_written);
            is_written = false;
        }
    }
    confirmed
}

#[test]
fn the_check_detects_a_confirmation_before_the_disk() {
    let write = "7 pwrite64(9</x/portal.db-wal>, \"\"..., 24, 0) = 24\n";
    let sync = "7 fdatasync(9</x/portal.db-wal>) = 0\n";
    let begin = "7 fdatasync(9</x/portal.db-wal> <unfinished ...>\n";
    let end = "7 <... fdatasync resumed>) = 0\n";
    let reply = "8 writev(12<socket:[1]>, [{iov_base=\"HTTP/1.1 303 See Other\"}], 1) = 90\n";
    assert_eq!(check(&format!("{write}{sync}{reply}")), 1);
    assert_eq!(check(&format!("{write}{begin}{end}{reply}")), 1);
    for wrong in
        [format!("{write}{reply}"), format!("{write}{begin}{reply}{end}"), format!("{sync}{write}{reply}")]
    {
        assert!(std::panic::catch_unwind(|| check(&wrong)).is_err(), "{wrong}");
    }
}
