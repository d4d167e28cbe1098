//! A small HTTP client over one connection for each request: it keeps cookies and the CSRF token, follows no redirects,
//! and reports whether a response arrived whole.

#[path = "../support/chunked.rs"]
mod chunked;

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long a client waits for a response.
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser: cookies, and the token for forms.
#[derive(Clone)]
pub struct Client {
    pub address: SocketAddr,
    pub cookies: BTreeMap<String, String>,
    pub token: String,
}

/// A response.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Client {
    pub fn new(address: SocketAddr) -> Self {
        Client { address, cookies: BTreeMap::new(), token: String::new() }
    }

    pub fn get(&mut self, path: &str) -> io::Result<Answer> {
        let head = self.head("GET", path);
        self.exchange(format!("{head}\r\n").as_bytes())
    }

    /// Sends a form with the token.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
        let request = self.form(path, fields);
        self.exchange(&request)
    }

    /// Returns the bytes of a request with a form.
    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> Vec<u8> {
        let mut all = fields.to_vec();
        all.push(("_csrf", &self.token));
        let body = serde_urlencoded::to_string(all).unwrap();
        let length = body.len();
        let kind = "content-type: application/x-www-form-urlencoded";
        format!("{}{kind}\r\ncontent-length: {length}\r\n\r\n{body}", self.head("POST", path)).into_bytes()
    }

    /// Returns the request line and the headers that every request has, without the empty line.
    pub fn head(&self, method: &str, path: &str) -> String {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let cookies =
            if cookies.is_empty() { String::new() } else { format!("cookie: {}\r\n", cookies.join("; ")) };
        let address = self.address;
        format!(
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n{cookies}"
        )
    }

    /// Signs in and fetches the token of the session.
    pub fn sign_in(&mut self, email: &str, password: &str) -> io::Result<Answer> {
        self.cookies.clear();
        self.fetch_token("/sign-in")?;
        let answer = self.post("/sign-in", &[("email", email), ("password", password)])?;
        if answer.status == 303 {
            self.fetch_token("/help/keys")?;
        }
        Ok(answer)
    }

    pub fn fetch_token(&mut self, path: &str) -> io::Result<()> {
        self.token = self.get(path)?.value("_csrf");
        Ok(())
    }

    fn exchange(&mut self, request: &[u8]) -> io::Result<Answer> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(request)?;
        let answer = Answer::read(&mut stream)?;
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let pair = cookie.split(';').next().unwrap_or_default();
            if let Some((name, value)) = pair.split_once('=') {
                match value {
                    "" => drop(self.cookies.remove(name)),
                    _ => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
                }
            }
        }
        Ok(answer)
    }
}

impl Answer {
    /// Reads a response to its end.
    ///
    /// # Errors
    /// The connection broke before the whole response had arrived.
    pub fn read(stream: &mut TcpStream) -> io::Result<Self> {
        let mut all = Vec::new();
        // A reset after the whole response is no fault of it.
        let read = stream.read_to_end(&mut all);
        Self::parse(&all).ok_or_else(|| {
            let why = format!("the response is incomplete: {} bytes arrived ({read:?})", all.len());
            read.err().unwrap_or_else(|| io::Error::new(ErrorKind::UnexpectedEof, why))
        })
    }

    /// Parses a whole response; `None` if a part of it is missing.
    pub fn parse(all: &[u8]) -> Option<Self> {
        let end = all.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&all[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let mut answer = Answer { status, headers, body: Vec::new() };
        let rest = &all[end + 4..];
        answer.body = if answer.header("transfer-encoding") == "chunked" {
            chunked::decode(rest)?
        } else {
            let length = answer.header("content-length").parse().unwrap_or(0);
            rest.get(..length)?.to_vec()
        };
        Some(answer)
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Returns the value of a hidden or text field; empty without one.
    pub fn value(&self, field: &str) -> String {
        let text = self.text();
        let Some(at) = text.find(&format!("name=\"{field}\"")) else { return String::new() };
        let tag = &text[at..at + text[at..].find('>').unwrap_or(0)];
        let value = tag.split_once("value=\"").and_then(|(_, rest)| rest.split_once('"'));
        unescaped(value.map_or("", |(value, _)| value))
    }

    /// Returns the text of a multi-line field.
    pub fn area(&self, field: &str) -> String {
        let text = self.text();
        let Some(at) = text.find(&format!("name=\"{field}\"")) else { return String::new() };
        let inner = text[at..].split_once('>').and_then(|(_, rest)| rest.split_once("</textarea>"));
        unescaped(inner.map_or("", |(inner, _)| inner.strip_prefix('\n').unwrap_or(inner)))
    }
}

fn unescaped(text: &str) -> String {
    let mut plain = text.to_owned();
    for (entity, letter) in [
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ] {
        plain = plain.replace(entity, letter);
    }
    plain
}
