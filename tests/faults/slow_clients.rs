//! Row 9: clients that send or read slowly do not disturb others, and what they held is free afterwards.

use crate::client::Client;
use crate::portal::Portal;
use crate::served::Served;
use crate::support::{is_long, percentile, short_or_long, until};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

#[test]
fn slow_clients_do_not_disturb_others() {
    let portal = Portal::sqlite();
    let served = portal.serve();
    let mut client = served.signed_in();
    probe(&mut client);
    let (sockets, memory) = (served.sockets(), served.memory("VmRSS"));
    let each = short_or_long(100, 500);
    let heads = open(&served, each, &client.head("GET", "/customers"));
    let form = String::from_utf8(client.form("/profile", &[("name", "Ana")])).unwrap();
    let bodies = open(&served, each, &form[..form.len() - 20]);
    let export = format!("{}\r\n", client.head("GET", "/customers.csv").replace("connection: close\r\n", ""));
    let exports = open(&served, short_or_long(10, each), &export);
    let mut took = Vec::new();
    let began = Instant::now();
    let mut slow: Vec<TcpStream> = heads.into_iter().chain(bodies).collect();
    while began.elapsed() < Duration::from_secs(short_or_long(6, 30)) {
        took.push(probe(&mut client));
        for stream in &mut slow {
            stream.write_all(b"x").ok(); // one more byte of a header or a form
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let (usual, slowest) = (percentile(&mut took, 0.95), percentile(&mut took, 1.0));
    assert!(slowest < Duration::from_secs(10), "a page took {slowest:?} beside slow clients");
    let most = (served.sockets(), served.memory("VmRSS"));
    // Every slow connection was closed by the portal: heads after 10 s, forms after 15 s.
    if is_long() {
        for stream in &mut slow {
            stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
            stream.read_to_end(&mut Vec::new()).ok();
        }
    }
    drop((slow, exports));
    let is_free = until(Duration::from_secs(60), || served.sockets() <= sockets + 5);
    assert!(most.0 > sockets + each / 2, "the slow clients were not connected: {} sockets", most.0);
    assert!(is_free, "{} sockets are open, {sockets} before", served.sockets());
    println!(
        "{} slow clients: p95 of a page {usual:?}, at most {slowest:?}; sockets {sockets} -> {} -> {}, memory {memory} -> {} -> {} KiB",
        2 * each,
        most.0,
        served.sockets(),
        most.1,
        served.memory("VmRSS")
    );
    assert!(served.memory("VmRSS") < memory + 300 * 1024, "memory is not given back");
    served.has_not_panicked();
    served.stop();
}

fn probe(client: &mut Client) -> Duration {
    let began = Instant::now();
    assert_eq!(client.get("/customers").unwrap().status, 200);
    began.elapsed()
}

/// Opens connections that have sent the beginning of a request.
fn open(served: &Served, count: usize, beginning: &str) -> Vec<TcpStream> {
    let begin = |_| {
        let mut stream = TcpStream::connect(served.address).unwrap();
        stream.write_all(beginning.as_bytes()).unwrap();
        stream
    };
    (0..count).map(begin).collect()
}
