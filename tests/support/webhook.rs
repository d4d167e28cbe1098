//! An HTTP server on a loopback port that stores the bodies that are posted to it, and can be told what to answer.

use super::tcp_server::{read_http_request, serve};
use serde_json::Value;
use std::collections::VecDeque;
use std::io::{BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A request.
#[derive(Debug, Clone)]
pub struct Posted {
    pub path: String,
    /// Names in small letters, and values.
    pub headers: Vec<(String, String)>,
    pub body: Value,
    /// The body as it was sent.
    pub text: String,
    /// Whether it was accepted.
    pub is_accepted: bool,
}

impl Posted {
    /// The value of a header; empty if it was not sent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

/// The server.
#[derive(Clone, Default)]
pub struct Receiver {
    posted: Arc<Mutex<Vec<Posted>>>,
    /// The answers to the next requests, as the status line and headers; `200 OK` when it is empty.
    script: Arc<Mutex<VecDeque<&'static str>>>,
    /// How many of a hundred requests fail besides, and the state of the random numbers that choose them.
    failing: Arc<Mutex<(u32, u32)>>,
    /// How long each answer takes.
    delay: Arc<Mutex<Duration>>,
}

impl Receiver {
    /// Starts the server, which runs until the process ends.
    pub fn start() -> (Self, SocketAddr) {
        let server = Receiver::default();
        let address = serve(&server, Receiver::converse);
        (server, address)
    }

    /// The requests until now.
    pub fn posted(&self) -> Vec<Posted> {
        self.posted.lock().unwrap().clone()
    }

    pub fn say(&self, heads: impl IntoIterator<Item = &'static str>) {
        self.script.lock().unwrap().extend(heads);
    }

    /// Lets this many of a hundred requests fail.
    pub fn fail(&self, percent: u32) {
        *self.failing.lock().unwrap() = (percent, 7);
    }

    /// Lets each answer take this long.
    #[allow(dead_code)] // one of the programs of tests uses it
    pub fn take(&self, time: Duration) {
        *self.delay.lock().unwrap() = time;
    }

    fn is_unlucky(&self) -> bool {
        let mut failing = self.failing.lock().unwrap();
        failing.1 = failing.1.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (failing.1 >> 16) % 100 < failing.0
    }

    fn converse(&self, stream: TcpStream) -> Option<()> {
        let mut reader = BufReader::new(stream.try_clone().ok()?);
        let mut writer = stream;
        loop {
            let (head, body) = read_http_request(&mut reader)?;
            let path = head.first()?.split(' ').nth(1)?.to_owned();
            let header = |line: &String| {
                let (name, value) = line.split_once(':')?;
                Some((name.to_ascii_lowercase(), value.trim().to_owned()))
            };
            let answer = match self.script.lock().unwrap().pop_front() {
                Some(answer) => answer,
                None if self.is_unlucky() => "500 Bad Luck",
                None => "200 OK",
            };
            self.posted.lock().unwrap().push(Posted {
                path,
                headers: head.iter().filter_map(header).collect(),
                body: serde_json::from_slice(&body).ok()?,
                text: String::from_utf8(body).ok()?,
                is_accepted: answer.starts_with('2'),
            });
            let delay = *self.delay.lock().unwrap();
            std::thread::sleep(delay);
            write!(writer, "HTTP/1.1 {answer}\r\nContent-Length: 5\r\n\r\nheard").ok()?;
        }
    }
}
