//! `serve` and `demo`: they print their URL, answer requests, and stop on a signal.
#![cfg(unix)]

use crate::commands::operator::Portal;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running portal, stopped when the test ends.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn get(address: &str, path: &str) -> (TcpStream, String) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
    let mut answer = vec![0; 16_384];
    let length = stream.read(&mut answer).unwrap();
    (stream, String::from_utf8_lossy(&answer[..length]).into_owned())
}

/// Starts the portal, waits until it serves, and returns its address.
pub fn serve(portal: &Portal) -> (impl Drop, String) {
    let mut served = portal.command(&["serve", "--listen", "127.0.0.1:0"]);
    let mut served = Served(served.stderr(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(served.0.stderr.take().unwrap()).read_line(&mut line).unwrap();
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(line["fields"]["message"], "serving", "{line}");
    (served, line["fields"]["address"].as_str().unwrap().to_owned())
}

#[test]
fn healthcheck_asks_the_running_portal() {
    let portal = Portal::set_up();
    let (served, address) = serve(&portal);
    let check = |listen: &str| portal.run(&["healthcheck", "--listen", listen]);
    assert_eq!(check(&address).done(), format!("The portal at {address} can serve\n"));
    let port = address.rsplit(':').next().unwrap();
    assert!(check(&format!("0.0.0.0:{port}")).done().contains(&address), "all addresses include loopback");
    drop(served);
    check(&address).fails_with(&format!("http://{address}/readyz"));
}

#[test]
fn serves_requests_and_stops_on_a_signal() {
    let portal = Portal::empty();
    let mut served = portal.command(&["serve", "--listen", "127.0.0.1:0"]);
    let mut served = Served(served.stderr(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(served.0.stderr.take().unwrap()).read_line(&mut line).unwrap();
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    let address = line["fields"]["address"].as_str().unwrap().to_owned();
    let (_kept_open, answer) = get(&address, "/healthz");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok\n"), "{answer}");
    assert!(get(&address, "/customers").1.starts_with("HTTP/1.1 200"), "the setup instructions");
    stops(&mut served.0);
    assert!(portal.file("portal.db").exists());
}

/// At start, then once a day, and at every stop.
#[test]
fn writes_the_log_heads_to_the_server_log() {
    let portal = Portal::set_up();
    let mut served = portal.command(&["serve", "--listen", "127.0.0.1:0"]);
    let mut served = Served(served.stderr(Stdio::piped()).spawn().unwrap());
    let mut lines = BufReader::new(served.0.stderr.take().unwrap()).lines().map(Result::unwrap);
    let is_head = |line: &String| line.contains("activity head: 100 ");
    let daily = lines.find(is_head).unwrap();
    stops(&mut served.0);
    let last = lines.find(is_head).expect("the stop tells them too");
    for (name, line) in [("daily", daily), ("last", last)] {
        std::fs::write(portal.file(name), line).unwrap();
        let said = portal.run(&["activity", "verify", "--head", name]).done();
        assert!(said.contains("100 Contoso: continues from entry "), "{said}");
    }
}

fn stops(child: &mut Child) {
    let told = Instant::now();
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    while told.elapsed() < Duration::from_secs(5) {
        if let Some(status) = child.try_wait().unwrap() {
            assert_eq!(status.code(), Some(0));
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("it runs on five seconds after it was told to stop");
}

#[test]
fn demo_prints_its_url_on_one_line_for_scripts() {
    let portal = Portal::empty();
    let mut demo = portal.command(&["demo", "--json", "--customers", "50", "--listen", "127.0.0.1:0"]);
    let mut demo = Served(demo.stdout(Stdio::piped()).spawn().unwrap());
    let mut out = BufReader::new(demo.0.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let told: serde_json::Value = serde_json::from_str(&line).unwrap();
    let accounts = told["accounts"].as_array().unwrap();
    assert!(accounts.len() > 5);
    for account in accounts {
        for key in ["email", "password", "partner", "type", "mpn_id"] {
            assert!(account[key].is_string(), "{key}: {account}");
        }
        assert!(account["roles"].is_array());
    }
    let address = told["url"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned();
    assert!(get(&address, "/sign-in").1.starts_with("HTTP/1.1 200"));
    stops(&mut demo.0);
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "", "one line, and nothing else");
    assert!(!portal.file("portal.db").exists(), "the demo uses only its own folder");
}
