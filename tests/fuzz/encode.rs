//! Encodes fields for the wire, correctly and incorrectly.

use super::random::Random;

/// Names and values, which may be invalid UTF-8.
pub type Pairs = Vec<(String, Vec<u8>)>;

pub fn percent(bytes: &[u8]) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(byte);
    bytes
        .iter()
        .map(|byte| if plain(byte) { (*byte as char).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

pub fn urlencoded(pairs: &Pairs) -> String {
    let pair = |(name, value): &(String, Vec<u8>)| format!("{}={}", percent(name.as_bytes()), percent(value));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

pub const BOUNDARY: &str = "----fuzz";

/// Encodes a multipart form; `file` is the content of the field `file`.
pub fn multipart(pairs: &Pairs, file: Option<(&str, &[u8])>) -> Vec<u8> {
    let mut body = Vec::new();
    let mut part = |name: &str, more: &str, value: &[u8]| {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in pairs {
        part(name, "", value);
    }
    if let Some((name, content)) = file {
        part("file", &format!("; filename=\"{name}\"\r\nContent-Type: text/csv"), content);
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// Damages a valid body.
pub fn broken(mut body: Vec<u8>, random: &mut Random) -> Vec<u8> {
    if body.is_empty() {
        return body;
    }
    match random.below(4) {
        0 => body.truncate(random.below(body.len())),
        1 => {
            let at = random.below(body.len());
            body[at] ^= 1 << random.below(8);
        }
        2 => body.extend_from_slice(b"&&&=&%&%zz=%"),
        _ => body.extend_from_within(..),
    }
    body
}
