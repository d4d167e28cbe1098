//! Row 17: SIGTERM. Running requests finish, new connections are refused, the process ends with 0, and the write-ahead log
//! is in the database.

use crate::client::Answer;
use crate::ledger::{Ledger, Writer};
use crate::portal::{Portal, customer};
use crate::support::{short_or_long, until};
use std::io::Write;
use std::net::TcpStream;
use std::time::{Duration, Instant};

#[test]
fn a_stop_under_load_finishes_running_requests() {
    let portal = Portal::sqlite();
    let ledger = Ledger::default();
    let served = portal.serve();
    let session = served.signed_in();
    served.stop();
    let mut longest = Duration::ZERO;
    for _ in 0..short_or_long(3, 50) {
        let mut served = portal.serve();
        let mut client = session.clone();
        client.address = served.address;
        // These requests have begun, since the portal has their first half.
        let mut begun: Vec<(TcpStream, Vec<u8>)> = (0..8)
            .map(|_| {
                let form = client
                    .form("/profile", &[("name", "Ana"), ("language", ""), ("time_zone", ""), ("theme", "")]);
                let mut stream = TcpStream::connect(served.address).unwrap();
                let (first, rest) = form.split_at(form.len() - 10);
                stream.write_all(first).unwrap();
                (stream, rest.to_vec())
            })
            .collect();
        std::thread::scope(|threads| {
            for number in 1..=3 {
                let mut writer = Writer::new(&ledger, client.clone(), number);
                writer.is_mixed = false;
                threads.spawn(move || writer.run());
            }
            std::thread::sleep(Duration::from_millis(300));
            let told = Instant::now();
            served.terminate();
            let address = served.address;
            let is_refused = until(Duration::from_secs(20), || TcpStream::connect(address).is_err());
            assert!(is_refused, "new connections are accepted after the signal");
            for (stream, rest) in &mut begun {
                stream.write_all(rest).unwrap();
                let answer = Answer::read(stream).expect("a running request finishes");
                assert_eq!(answer.status, 303, "{}", answer.text());
            }
            assert_eq!(served.wait().code(), Some(0), "{}", served.log());
            longest = longest.max(told.elapsed());
        });
        assert!(longest < Duration::from_secs(45), "a stop took {longest:?}");
        let log = portal.file("portal.db-wal");
        assert!(!log.exists() || log.metadata().unwrap().len() == 0, "the log is not in the database");
        served.has_not_panicked();
    }
    let summary = ledger.check(&portal);
    println!("stops of at most {longest:?}; {summary:?}, {:?}", ledger.statuses());
    assert_eq!(
        portal.number(&format!("SELECT count(*) AS n FROM customers WHERE microsoft_id = '{}'", customer(1))),
        1
    );
}
