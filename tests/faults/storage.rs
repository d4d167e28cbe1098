//! Rows 3 and 4: a full disk, and a disk that returns errors. Changes are refused with 503, pages can still be read,
//! nothing that was confirmed is lost, and the portal recovers without a restart.

use crate::ledger::{Ledger, Writer};
use crate::portal::{Portal, may_mount};
use crate::served::Served;
use crate::support::{has, has_strace, short_or_long, until};
use std::fs::{self, File};
use std::io::Write;
use std::process::Command;
use std::time::Duration;

/// A small file system in memory, unmounted with the value.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m,mode=700");
        let mount = ["-t", "tmpfs", "-o", &size, "tmpfs", folder.path().to_str().unwrap()];
        let mounted =
            may_mount() && Command::new("mount").args(mount).status().is_ok_and(|status| status.success());
        mounted.then_some(SmallDisk(folder))
    }

    /// Fills the disk but for this many bytes; returns the file that does.
    fn fill(&self, left: u64) -> std::path::PathBuf {
        let ballast = self.0.path().join("ballast");
        let mut file = File::create(&ballast).unwrap();
        while file.write_all(&[1; 4_096]).is_ok() {}
        let length = file.metadata().unwrap().len();
        file.set_len(length.saturating_sub(left)).unwrap();
        ballast
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        Command::new("umount").arg("--lazy").arg(self.0.path()).status().ok();
    }
}

#[test]
fn a_full_disk_refuses_changes_and_recovers_without_a_restart() {
    match SmallDisk::mount(16) {
        Some(disk) => fill_disk(&disk),
        None => limit_file_size(),
    }
}

fn fill_disk(disk: &SmallDisk) {
    let portal = Portal::sqlite_in(disk.0.path());
    let served = portal.serve();
    let ledger = Ledger::default();
    let mut writer = Writer::new(&ledger, served.signed_in(), 1);
    assert_eq!(writer.rename().unwrap(), 303);
    for left in [600_000, 100_000, 0] {
        let ballast = disk.fill(left);
        write_until_refused(&mut writer, &served);
        fs::remove_file(ballast).unwrap();
        recovers(&mut writer, &served);
    }
    served.kill();
    println!("full disk: {:?}", ledger.check(&portal));
}

/// Without the right to mount: the files of the portal cannot grow beyond a limit.
fn limit_file_size() {
    if !has(&["prlimit", "--version"], "the right to mount, or prlimit") {
        return;
    }
    let portal = Portal::sqlite();
    let served = portal.serve_under(&["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
    let ledger = Ledger::default();
    let mut writer = Writer::new(&ledger, served.signed_in(), 1);
    assert_eq!(writer.rename().unwrap(), 303);
    let limit = |size: &str| {
        let pid = served.pid().to_string();
        let set =
            Command::new("prlimit").args(["--pid", &pid, &format!("--fsize={size}:unlimited")]).status();
        assert!(set.unwrap().success());
    };
    let longest = fs::metadata(portal.file("portal.db-wal")).unwrap().len();
    limit(&(longest + 40_000).to_string());
    write_until_refused(&mut writer, &served);
    limit("unlimited");
    recovers(&mut writer, &served);
    served.kill();
    println!("limited files: {:?}", ledger.check(&portal));
}

/// Makes changes until one is refused with 503; then pages can still be read.
fn write_until_refused(writer: &mut Writer<'_>, served: &Served) {
    let mut refused = 0;
    for _ in 0..3_000 {
        match writer.rename().unwrap_or_else(|error| panic!("{error}: {}", served.log())) {
            303 => {}
            503 => refused += 1,
            other => panic!("status {other}: {}", served.log()),
        }
        if refused == 3 {
            break;
        }
    }
    assert_eq!(refused, 3, "the disk never became full");
    for page in ["/customers", "/activity", "/orders", "/readyz"] {
        let answer = writer.client.get(page).unwrap();
        assert_eq!(answer.status, 200, "{page}: {}\n{}", answer.text(), served.log());
    }
    served.has_not_panicked();
}

fn recovers(writer: &mut Writer<'_>, served: &Served) {
    let again = until(Duration::from_secs(20), || writer.rename().unwrap() == 303);
    assert!(again, "no change is possible although there is space again: {}", served.log());
}

#[test]
fn a_failing_disk_loses_nothing_that_was_confirmed() {
    if !has_strace() {
        return;
    }
    let faults = [
        ("fsync,fdatasync", "fsync,fdatasync:error=EIO:when=2+2"),
        ("pwrite64", "pwrite64:error=ENOSPC:when=40+97"),
        ("pwrite64", "pwrite64:error=EIO:when=60+89"),
    ];
    for (call, fault) in faults {
        let portal = Portal::sqlite();
        let served = portal.serve();
        let mut client = served.signed_in();
        served.stop();
        let trace = format!("--trace={call}");
        let served = portal.serve_under(&[
            "strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            &trace,
            "-e",
            &format!("inject={fault}"),
        ]);
        let ledger = Ledger::default();
        client.address = served.address;
        let mut writer = Writer::new(&ledger, client, 1);
        writer.is_mixed = false;
        for _ in 0..short_or_long(40, 600) {
            let status = writer.step().unwrap();
            assert!([303, 503].contains(&status), "{fault}: status {status}\n{}", served.log());
        }
        served.has_not_panicked();
        served.kill();
        let summary = ledger.check(&portal);
        println!("{fault}: {summary:?}, {:?}", ledger.statuses());
        assert!(summary.acknowledged > 5, "{fault}: nothing was written: {summary:?}");
        assert!(summary.unconfirmed > 0, "{fault}: no fault happened");
    }
}

#[test]
fn a_start_that_cannot_read_the_database_is_refused() {
    if !has_strace() {
        return;
    }
    let portal = Portal::sqlite();
    let before = fs::read(portal.file("portal.db")).unwrap();
    let fault = "inject=pread64:error=EIO:when=20+11";
    let strace = ["strace", "-f", "-qq", "-o", "/dev/null", "--trace=pread64", "-e", fault];
    match portal.try_serve(&strace) {
        Ok(_) => panic!("it serves although the disk cannot be read"),
        Err(said) => said.fails_with("portal.db"),
    }
    assert!(fs::read(portal.file("portal.db")).unwrap() == before, "the file was changed");
    let served = portal.serve();
    served.stop();
}
