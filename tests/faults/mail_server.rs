//! A mail server in every bad mood, on a loopback port.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How the server behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Accepts every message.
    Good,
    /// Accepts the connection and says nothing.
    Silent,
    /// Sends its greeting one byte a second.
    Slow,
    /// Refuses every message for now.
    Later,
    /// Refuses every message for good.
    Never,
    /// Closes the connection after the message instead of confirming it.
    HangUp,
}

/// The server; it runs until the process ends.
#[derive(Clone)]
pub struct MailServer {
    pub address: SocketAddr,
    mood: Arc<Mutex<Mood>>,
    /// How often each Message-ID arrived completely.
    received: Arc<Mutex<BTreeMap<String, usize>>>,
    confirmed: Sender<String>,
}

impl MailServer {
    /// Starts the server. The receiver gets the Message-ID of each message right after it was confirmed.
    pub fn start(mood: Mood) -> (Self, Receiver<String>) {
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let (confirmed, receiver) = channel();
        let server = MailServer {
            address: socket.local_addr().unwrap(),
            mood: Arc::new(Mutex::new(mood)),
            received: Arc::default(),
            confirmed,
        };
        let own = server.clone();
        std::thread::spawn(move || {
            for stream in socket.incoming().flatten() {
                let own = own.clone();
                std::thread::spawn(move || own.converse(stream));
            }
        });
        (server, receiver)
    }

    pub fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    fn mood(&self) -> Mood {
        *self.mood.lock().unwrap()
    }

    /// Returns how often each Message-ID arrived.
    pub fn received(&self) -> BTreeMap<String, usize> {
        self.received.lock().unwrap().clone()
    }

    fn converse(&self, mut stream: TcpStream) -> Option<()> {
        match self.mood() {
            Mood::Silent => {
                std::thread::sleep(Duration::from_secs(3_600));
                return None;
            }
            Mood::Slow => {
                for byte in b"220 a slow greeting\r\n" {
                    std::thread::sleep(Duration::from_secs(1));
                    stream.write_all(&[*byte]).ok()?;
                }
            }
            _ => stream.write_all(b"220 here\r\n").ok()?,
        }
        let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
        loop {
            let line = lines.next()?.ok()?.to_ascii_uppercase();
            let answer = match line.get(..4).unwrap_or_default() {
                "EHLO" => "250-here\r\n250 8BITMIME",
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").ok()?;
                    let mut id = String::new();
                    loop {
                        let line = lines.next()?.ok()?;
                        if line == "." {
                            break;
                        }
                        if let Some(said) = line.strip_prefix("Message-ID: ") {
                            id = said.trim().to_owned();
                        }
                    }
                    let mood = self.mood();
                    if matches!(mood, Mood::Good | Mood::HangUp) {
                        *self.received.lock().unwrap().entry(id.clone()).or_default() += 1;
                    }
                    match mood {
                        Mood::Later => "451 try again later",
                        Mood::Never => "550 no such mailbox",
                        Mood::HangUp => return None,
                        _ => {
                            stream.write_all(b"250 taken\r\n").ok()?;
                            self.confirmed.send(id).ok();
                            continue;
                        }
                    }
                }
                "QUIT" => "221 bye",
                _ => "250 ok",
            };
            stream.write_all(format!("{answer}\r\n").as_bytes()).ok()?;
        }
    }
}
