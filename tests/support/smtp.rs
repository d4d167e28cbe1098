//! An SMTP server on a loopback port: it stores the messages it accepts and can be told to reject some.

use super::tcp_server::serve;
use mailparse::{MailHeaderMap, ParsedMail, parse_mail};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};

/// How the server responds to the next message instead of accepting it.
#[derive(Debug, Clone, Copy)]
pub enum Say {
    /// With this line; `250 …` accepts the message.
    Line(&'static str),
    /// Accepts the message and closes the connection without a response.
    HangUp,
}

/// A received message.
#[derive(Debug, Clone)]
pub struct Taken {
    pub recipients: Vec<String>,
    pub data: Vec<u8>,
}

impl Taken {
    pub fn header(&self, name: &str) -> String {
        parse_mail(&self.data).unwrap().headers.get_first_value(name).unwrap_or_default()
    }

    pub fn headers(&self) -> Vec<String> {
        parse_mail(&self.data).unwrap().headers.iter().map(|header| header.get_key()).collect()
    }

    /// Returns the MIME part of this type.
    pub fn part(&self, kind: &str) -> String {
        fn find(mail: &ParsedMail<'_>, kind: &str) -> Option<String> {
            if mail.ctype.mimetype == kind {
                return mail.get_body().ok();
            }
            mail.subparts.iter().find_map(|part| find(part, kind))
        }
        find(&parse_mail(&self.data).unwrap(), kind).unwrap_or_default().replace("\r\n", "\n")
    }
}

/// The server.
#[derive(Clone, Default)]
pub struct Smtp {
    pub taken: Arc<Mutex<Vec<Taken>>>,
    pub script: Arc<Mutex<VecDeque<Say>>>,
}

impl Smtp {
    /// Starts the server, which runs until the process ends.
    pub fn start() -> (Self, SocketAddr) {
        let server = Smtp::default();
        let address = serve(&server, Smtp::converse);
        (server, address)
    }

    pub fn mails(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }

    /// Waits until this many messages have arrived, and returns the last of them; the worker was only notified.
    pub async fn arrived(&self, count: usize) -> Taken {
        let all_arrived = super::until(async || self.mails().len() >= count).await;
        assert!(all_arrived, "{} of {count} messages arrived", self.mails().len());
        self.mails().swap_remove(count - 1)
    }

    pub fn say(&self, lines: impl IntoIterator<Item = Say>) {
        self.script.lock().unwrap().extend(lines);
    }

    fn converse(&self, mut stream: TcpStream) -> Option<()> {
        let mut lines = BufReader::new(stream.try_clone().ok()?);
        let mut recipients = Vec::new();
        stream.write_all(b"220 here\r\n").ok()?;
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let command = line.trim_end().to_owned();
            let answer = match command.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
                "EHLO" => "250-here\r\n250 8BITMIME",
                "RCPT" => {
                    recipients.push(command);
                    "250 ok"
                }
                "DATA" => {
                    stream.write_all(b"354 go on\r\n").ok()?;
                    let data = read_data(&mut lines)?;
                    let taken = Taken { recipients: std::mem::take(&mut recipients), data };
                    match self.script.lock().unwrap().pop_front() {
                        Some(Say::Line(line)) if !line.starts_with("250") => line,
                        Some(Say::HangUp) => {
                            self.taken.lock().unwrap().push(taken);
                            return None;
                        }
                        _ => {
                            self.taken.lock().unwrap().push(taken);
                            "250 taken"
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

fn read_data(lines: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut data = Vec::new();
    loop {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line).ok()? == 0 {
            return None;
        }
        if line == b".\r\n" {
            return Some(data);
        }
        data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
