//! Row 16: many times the usual load. The portal answers or says that it is busy, its memory does not grow, and it is back
//! to normal soon.

use crate::client::Client;
use crate::portal::{EMAIL, Portal, customer};
use crate::support::{percentile, short_or_long, until};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

#[test]
fn ten_times_the_load_is_answered_or_refused() {
    let portal = Portal::sqlite();
    let served = portal.serve();
    let mut client = served.signed_in();
    let (threads, length) = (short_or_long(80, 500), Duration::from_secs(short_or_long(3, 60)));
    let before = served.memory("VmRSS");
    let began = Instant::now();
    let (statuses, mut took) = std::thread::scope(|scope| {
        let work = |number: usize| {
            let mut client = client.clone();
            scope.spawn(move || {
                let (mut statuses, mut took) = (BTreeMap::<u16, usize>::new(), Vec::new());
                while began.elapsed() < length {
                    let asked = Instant::now();
                    let status = request(&mut client, number + took.len());
                    *statuses.entry(status).or_default() += 1;
                    took.push(asked.elapsed());
                }
                (statuses, took)
            })
        };
        let working: Vec<_> = (0..threads).map(work).collect();
        let (mut statuses, mut took) = (BTreeMap::<u16, usize>::new(), Vec::new());
        for worker in working {
            let (some, times) = worker.join().unwrap();
            some.into_iter().for_each(|(status, count)| *statuses.entry(status).or_default() += count);
            took.extend(times);
        }
        (statuses, took)
    });
    let most = served.memory("VmHWM");
    assert!(
        statuses.keys().all(|status| [200, 303, 429, 503].contains(status)),
        "{statuses:?}\n{}",
        served.log()
    );
    let began = Instant::now();
    let mut probes = Vec::new();
    let is_calm = until(Duration::from_secs(60), || {
        let asked = Instant::now();
        probes.push((client.get("/customers").unwrap().status, asked.elapsed()));
        probes.last().is_some_and(|(status, took)| *status == 200 && *took < Duration::from_secs(1))
    });
    assert!(is_calm, "it is not back to normal after a minute: {probes:?}");
    println!(
        "{} requests of {threads} clients in {length:?}: {statuses:?}; p50 {:?}, p95 {:?}; memory {before} -> {most} KiB at \
         most; normal after {:?}",
        took.len(),
        percentile(&mut took, 0.5),
        percentile(&mut took, 0.95),
        began.elapsed()
    );
    assert!(most < before + 400 * 1024, "memory grew from {before} to {most} KiB");
    served.has_not_panicked();
    served.stop();
}

/// Makes one request of a mix: lists, searches, pages, an export, a wrong password.
fn request(client: &mut Client, number: usize) -> u16 {
    let answer = match number % 20 {
        0 => client.get("/customers.csv"),
        1..=4 => client.get(&format!("/customers/{}", customer(number % 40 + 1))),
        5..=8 => client.get("/customers?q=company"),
        9 | 10 => client.get("/activity"),
        11 => {
            let mut stranger = Client::new(client.address);
            stranger.sign_in(EMAIL, "a wrong pass phrase").map(|mut answer| {
                // The page with the error.
                answer.status = if [422, 401, 403].contains(&answer.status) { 200 } else { answer.status };
                answer
            })
        }
        _ => client.get("/customers"),
    };
    answer.unwrap().status
}
