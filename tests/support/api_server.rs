//! An HTTP server on a loopback port that answers as a test tells it: with any bytes, also wrong ones.

use super::tcp_server::{read_http_request, serve};
use std::io::{BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};

/// A request.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Method and path with query, such as `GET /v1/customers`.
    pub line: String,
    /// The headers, as they were sent.
    pub head: Vec<String>,
    pub body: String,
}

impl Asked {
    /// Whether the line begins with this.
    pub fn is(&self, start: &str) -> bool {
        self.line.starts_with(start)
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.iter().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

type Answers = dyn FnMut(&Asked) -> Vec<u8> + Send;

/// The server. The connection is closed after each answer.
#[derive(Clone)]
pub struct ApiServer {
    answers: Arc<Mutex<Box<Answers>>>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl ApiServer {
    /// Starts the server, which runs until the process ends.
    pub fn start(answers: impl FnMut(&Asked) -> Vec<u8> + Send + 'static) -> (Self, SocketAddr) {
        let server = ApiServer { answers: Arc::new(Mutex::new(Box::new(answers))), asked: Arc::default() };
        let address = serve(&server, ApiServer::converse);
        (server, address)
    }

    /// Answers differently from now on.
    pub fn say(&self, answers: impl FnMut(&Asked) -> Vec<u8> + Send + 'static) {
        *self.answers.lock().unwrap() = Box::new(answers);
    }

    /// The requests until now.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    fn converse(&self, stream: TcpStream) -> Option<()> {
        let mut reader = BufReader::new(stream.try_clone().ok()?);
        let mut writer = stream;
        let (mut head, body) = read_http_request(&mut reader)?;
        let first = head.remove(0);
        let line = first.rsplit_once(' ')?.0.to_owned();
        let asked = Asked { line, head, body: String::from_utf8(body).ok()? };
        self.asked.lock().unwrap().push(asked.clone());
        let answer = (self.answers.lock().unwrap())(&asked);
        writer.write_all(&answer).ok()
    }
}

/// An answer with this status line and further headers, such as `429 Busy\r\nRetry-After: 7`.
pub fn answer(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}").into_bytes()
}

/// An answer with JSON.
pub fn ok(body: &serde_json::Value) -> Vec<u8> {
    answer("200 OK\r\nContent-Type: application/json", &body.to_string())
}
