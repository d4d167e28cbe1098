//! Row 10: an export that meets the end of the process arrives whole or visibly broken, never as a short file that looks
//! complete.

use crate::client::{Answer, Client};
use crate::portal::{Portal, customer, customers};
use crate::served::Served;
use crate::support::{is_long, short_or_long};
use socket2::{Domain, Socket, Type};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::LazyLock;
use std::time::Duration;

/// Enough rows that the buffers of the connection hold only a part of the file.
const ROWS: usize = 12_000;

/// A portal whose export does not fit into the buffers of a connection.
fn with_many_customers() -> Portal {
    static FILE: LazyLock<String> = LazyLock::new(|| {
        let (name, label) = ("x".repeat(180), "x".repeat(60));
        let row = |n| {
            format!(
                "{},Company {n} {name},company-{n}.{label}.{label}.{label}.example,Reseller\r\n",
                customer(n)
            )
        };
        customers(0..0) + &(1_000..1_000 + ROWS).map(row).collect::<String>()
    });
    let portal = Portal::sqlite();
    std::fs::write(portal.file("many.csv"), &*FILE).unwrap();
    portal.run(&["import", "customers", "many.csv", "--partner", "100"]).done();
    portal
}

/// A download through a connection with small buffers, of which about 256 KiB have arrived.
struct Download(TcpStream, Vec<u8>);

impl Download {
    fn begin(served: &Served, client: &Client) -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        socket.set_recv_buffer_size(16_384).unwrap();
        socket.connect(&served.address.into()).unwrap();
        let mut stream = TcpStream::from(socket);
        stream.set_read_timeout(Some(Duration::from_secs(90))).unwrap();
        write!(stream, "{}\r\n", client.head("GET", "/customers.csv")).unwrap();
        let mut begun = vec![0; 256 * 1024];
        stream.read_exact(&mut begun).unwrap();
        Download(stream, begun)
    }

    /// Reads the rest; returns the response if it is whole.
    fn finish(mut self) -> Option<Answer> {
        self.0.read_to_end(&mut self.1).ok();
        Answer::parse(&self.1)
    }
}

#[test]
fn an_export_meets_the_end_of_the_process() {
    let portal = with_many_customers();
    let (mut whole, mut broken) = (0, 0);
    for round in 0..short_or_long(3, 12) {
        let mut served = portal.serve();
        let client = served.signed_in();
        let download = Download::begin(&served, &client);
        match round % 3 {
            0 => {
                served.terminate();
                let answer = download.finish().expect("a stop lets a running export finish");
                assert_is_complete(&answer);
                assert_eq!(served.wait().code(), Some(0), "{}", served.log());
                whole += 1;
            }
            1 => {
                served.kill();
                assert!(download.finish().is_none(), "a killed export looks complete");
                broken += 1;
            }
            _ => {
                // The client reads on, so the file is as complete as without a stop.
                let answer = download.finish().unwrap();
                assert_is_complete(&answer);
                served.stop();
                whole += 1;
            }
        }
    }
    println!("{whole} exports arrived whole, {broken} were visibly broken");
}

#[test]
fn a_stop_breaks_an_export_that_nobody_reads() {
    if !is_long() {
        return; // a stop waits 30 s for such a client
    }
    let portal = with_many_customers();
    let mut served = portal.serve();
    let client = served.signed_in();
    let download = Download::begin(&served, &client);
    served.terminate();
    // Running requests have 30 s.
    assert_eq!(served.wait().code(), Some(0), "{}", served.log());
    assert!(download.finish().is_none(), "it looks complete");
}

fn assert_is_complete(answer: &Answer) {
    assert_eq!(answer.status, 200);
    let rows: usize = answer.header("x-total-rows").parse().unwrap();
    assert!(rows > ROWS, "{rows}");
    // A heading, and one line each.
    assert_eq!(answer.text().trim_end().lines().count(), rows + 1);
}
