//! A client that sends any bytes, also those that HTTP libraries reject, and reads the complete response.

#[path = "../support/chunked.rs"]
mod chunked;

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// A request as it is sent.
#[derive(Clone, Default)]
pub struct Request {
    pub method: String,
    pub target: Vec<u8>,
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn new(method: &str, target: impl Into<Vec<u8>>) -> Self {
        Request { method: method.to_owned(), target: target.into(), ..Request::default() }
    }

    pub fn header(mut self, name: &str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    pub fn bytes(&self, address: SocketAddr) -> Vec<u8> {
        let mut bytes = format!("{} ", self.method).into_bytes();
        bytes.extend_from_slice(&self.target);
        bytes.extend_from_slice(b" HTTP/1.1\r\n");
        if !self.has("host") {
            bytes.extend_from_slice(format!("host: {address}\r\n").as_bytes());
        }
        if !self.has("content-length") && (!self.body.is_empty() || self.method == "POST") {
            bytes.extend_from_slice(format!("content-length: {}\r\n", self.body.len()).as_bytes());
        }
        for (name, value) in &self.headers {
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"connection: close\r\n\r\n");
        bytes.extend_from_slice(&self.body);
        bytes
    }

    /// Returns the curl command that repeats the request.
    pub fn curl(&self, address: SocketAddr) -> String {
        let mut text = format!("curl -i --path-as-is -X {}", quoted(self.method.as_bytes()));
        for (name, value) in &self.headers {
            let header = [name.as_bytes(), b": ", value].concat();
            let _ = write!(text, " -H {}", quoted(&header));
        }
        if !self.body.is_empty() {
            let _ = write!(text, " --data-binary {}", quoted(&self.body));
        }
        let url = [format!("http://{address}").as_bytes(), &self.target].concat();
        let _ = write!(text, " {}", quoted(&url));
        text
    }
}

/// Quotes bytes for a shell, at most 4,000 of them.
pub fn quoted(bytes: &[u8]) -> String {
    let mut text = String::from("$'");
    for byte in bytes.iter().take(4_000) {
        match byte {
            b'\'' | b'\\' => drop(write!(text, "\\{}", *byte as char)),
            0x20..0x7f => text.push(*byte as char),
            _ => drop(write!(text, "\\x{byte:02x}")),
        }
    }
    if bytes.len() > 4_000 {
        let _ = write!(text, "…({} bytes)", bytes.len());
    }
    text + "'"
}

/// A response.
#[derive(Default)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub took: Duration,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn is_html(&self) -> bool {
        self.header("content-type").is_some_and(|kind| kind.starts_with("text/html"))
    }
}

/// Sends a request; returns an error if the response is incomplete. If the server does not read the request to its end,
/// the response may be lost with the connection: the caller accepts that where the body was too large.
pub fn send(address: SocketAddr, bytes: &[u8], no_body: bool) -> Result<Answer, String> {
    let began = Instant::now();
    let mut stream = TcpStream::connect(address).map_err(|error| format!("no connection: {error}"))?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
    let written = stream.write_all(bytes);
    let mut all = Vec::new();
    let read = stream.read_to_end(&mut all);
    let took = began.elapsed();
    match parse(&all, no_body) {
        Ok(answer) => Ok(Answer { took, ..answer }),
        Err(why) => Err(format!("{why} ({} bytes came; written: {written:?}, read: {read:?})", all.len())),
    }
}

fn parse(all: &[u8], no_body: bool) -> Result<Answer, String> {
    let end = all.windows(4).position(|four| four == b"\r\n\r\n").ok_or("dropped before an answer")?;
    let head = String::from_utf8_lossy(&all[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    let status = status.ok_or("no status")?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let mut answer = Answer { status, headers, ..Answer::default() };
    let body = &all[end + 4..];
    let is_chunked = answer.header("transfer-encoding") == Some("chunked");
    let length = answer.header("content-length").and_then(|length| length.parse::<usize>().ok());
    answer.body = match length {
        _ if no_body || status == 304 || status == 204 => Vec::new(),
        _ if is_chunked => chunked::decode(body).ok_or("the answer is broken off")?,
        Some(length) if body.len() < length => return Err("the answer is broken off".to_owned()),
        Some(length) => body[..length].to_vec(),
        None => body.to_vec(),
    };
    Ok(answer)
}
