//! Row 20: few file descriptors, and little memory. The portal refuses what it cannot do and serves again afterwards.

use crate::ledger::{Ledger, Writer};
use crate::portal::{EMAIL, Portal};
use crate::support::{has, short_or_long, until};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

#[test]
fn few_file_descriptors_stop_nothing_for_good() {
    if !has(&["prlimit", "--version"], "prlimit (Debian: util-linux)") {
        return;
    }
    let portal = Portal::sqlite();
    let served = portal.serve_under(&["prlimit", "--nofile=64:64"]);
    let ledger = Ledger::default();
    let client = served.signed_in();
    for _ in 0..short_or_long(2, 20) {
        let open: Vec<TcpStream> = (0..200).filter_map(|_| TcpStream::connect(served.address).ok()).collect();
        std::thread::sleep(Duration::from_millis(300));
        assert!(served.files() <= 72, "{} files are open", served.files());
        drop(open);
        let mut probe = client.clone();
        let serves = until(Duration::from_secs(30), || {
            probe.get("/customers").is_ok_and(|answer| answer.status == 200)
        });
        assert!(serves, "it does not serve again: {}", served.log());
        let mut writer = Writer::new(&ledger, client.clone(), 1);
        assert_eq!(writer.rename().unwrap(), 303, "{}", served.log());
    }
    served.has_not_panicked();
    served.stop();
    println!("200 connections with 64 file descriptors: {:?}", ledger.check(&portal));
}

#[test]
fn too_few_file_descriptors_end_a_start_with_one_line() {
    if !has(&["prlimit", "--version"], "prlimit (Debian: util-linux)") {
        return;
    }
    let portal = Portal::sqlite();
    for limit in ["8", "12", "16"] {
        match portal.try_serve(&["prlimit", &format!("--nofile={limit}:{limit}")]) {
            // If it goes on, it serves.
            Ok(mut served) => {
                let serves = || served.client().get("/healthz").is_ok_and(|answer| answer.status == 200);
                if !serves() {
                    assert_eq!(served.wait().code(), Some(1), "{limit}: {}", served.log());
                    assert!(served.log().contains("partner-portal: "), "{limit}: {}", served.log());
                }
            }
            Err(said) => {
                assert!(said.code == 1 && said.err.contains("partner-portal: "), "{limit}: {said:?}")
            }
        }
    }
}

/// The address space may grow by 300 MiB from where it is after the start.
#[test]
fn little_memory_is_enough_for_many_requests() {
    if !has(&["prlimit", "--version"], "prlimit (Debian: util-linux)") {
        return;
    }
    let portal = Portal::sqlite();
    let mut served = portal.serve();
    let client = served.signed_in();
    let limit = (served.memory("VmSize") + 300 * 1024) * 1024;
    let pid = served.pid().to_string();
    let set = Command::new("prlimit").args(["--pid", &pid, &format!("--as={limit}:{limit}")]).status();
    assert!(set.unwrap().success());
    let large = "x".repeat(60_000);
    std::thread::scope(|threads| {
        for number in 0..short_or_long(40, 200) {
            let (mut client, large) = (client.clone(), &large);
            threads.spawn(move || {
                let answer = match number % 4 {
                    0 => client.sign_in(EMAIL, "a wrong pass phrase"), // each hash takes 19 MiB
                    1 => client.post("/profile", &[("name", large.as_str())]),
                    2 => client.get(&format!("/customers?q={}", &large[..20_000])),
                    _ => client.get("/customers.csv"),
                };
                let status = answer.unwrap().status;
                assert!([200, 303, 403, 422, 429, 503].contains(&status), "{status}");
            });
        }
    });
    assert!(served.runs(), "{}", served.log());
    let ledger = Ledger::default();
    let mut writer = Writer::new(&ledger, client, 1);
    assert_eq!(writer.rename().unwrap(), 303, "{}", served.log());
    served.has_not_panicked();
    served.stop();
    ledger.check(&portal);
}
