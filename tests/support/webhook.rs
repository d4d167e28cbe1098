//! An HTTP server on a loopback port that stores the bodies that are posted to it, and can be told what to answer.

use super::tcp_server::serve;
use serde_json::Value;
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};

/// A request.
#[derive(Debug, Clone)]
pub struct Posted {
    pub path: String,
    pub body: Value,
}

/// The server.
#[derive(Clone, Default)]
pub struct Receiver {
    posted: Arc<Mutex<Vec<Posted>>>,
    /// The answers to the next requests, as the status line and headers; `200 OK` when it is empty.
    script: Arc<Mutex<VecDeque<&'static str>>>,
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

    fn converse(&self, stream: TcpStream) -> Option<()> {
        let mut reader = BufReader::new(stream.try_clone().ok()?);
        let mut writer = stream;
        loop {
            let mut head = Vec::new();
            loop {
                let mut line = String::new();
                if reader.read_line(&mut line).ok()? == 0 {
                    return None;
                }
                if line.trim().is_empty() {
                    break;
                }
                head.push(line.trim().to_owned());
            }
            let length = head.iter().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            let mut body = vec![0; length.unwrap_or_default()];
            reader.read_exact(&mut body).ok()?;
            let path = head.first()?.split(' ').nth(1)?.to_owned();
            self.posted.lock().unwrap().push(Posted { path, body: serde_json::from_slice(&body).ok()? });
            let answer = self.script.lock().unwrap().pop_front().unwrap_or("200 OK");
            write!(writer, "HTTP/1.1 {answer}\r\nContent-Length: 5\r\n\r\nheard").ok()?;
        }
    }
}
