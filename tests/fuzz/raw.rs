//! Malformed request heads: ones that two programs parse differently, invalid ones, and endless ones.

use super::random::Random;

/// Returns a request as bytes; whatever the response, the next request must be answered.
pub fn head(random: &mut Random) -> Vec<u8> {
    let long = "a".repeat(*random.pick(&[1_000usize, 9_000, 70_000, 200_000]));
    let post = "POST /sign-in HTTP/1.1\r\nHost: a\r\n";
    let get = "GET /healthz HTTP/1.1\r\n";
    let behind = "0\r\n\r\nGET /readyz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let heads = [
        format!("{post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n{behind}"),
        format!("{post}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n{behind}"),
        format!("{post}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{behind}"),
        format!("{post}Content-Length: +5\r\n\r\n{behind}"),
        format!("{post}Content-Length: 5, 5\r\n\r\n{behind}"),
        format!("{post}Content-Length: 99999999999999999999\r\n\r\n{behind}"),
        format!("{post}Transfer-Encoding: xchunked\r\n\r\n{behind}"),
        format!("{post}Transfer-Encoding: chunked, identity\r\n\r\n{behind}"),
        format!("{post}Transfer-Encoding : chunked\r\n\r\n{behind}"),
        format!("{post}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{behind}"),
        format!("{post}Transfer-Encoding: chunked\r\n\r\n-1\r\n{behind}"),
        format!("{post}Transfer-Encoding: chunked\r\n\r\n1;{long}\r\na\r\n{behind}"),
        format!("{get}Host: a\r\nX: b\r\n c\r\n\r\n"),
        format!("{get}Host: a\rX: b\r\n\r\n"),
        format!("{get}Host: a\nX: b\n\n"),
        format!("{get}Host: a\r\nX: a\0b\r\n\r\n"),
        format!("{get}Host: a\r\nHost: b\r\n\r\n"),
        format!("{get}\r\n"),
        format!("{get}Host: a\r\nX: {long}\r\n\r\n"),
        format!("{get}Host: a\r\n{}\r\n", "X: a\r\n".repeat(300)),
        format!("{get}Host: a\r\n: a\r\n\r\n"),
        format!("{get}Host: a\r\nno colon\r\n\r\n"),
        format!("GET /{long} HTTP/1.1\r\nHost: a\r\n\r\n"),
        format!("{} / HTTP/1.1\r\nHost: a\r\n\r\n", &long[..long.len().min(9_000)]),
        "GET /healthz\r\n\r\n".to_owned(),
        "GET /healthz HTTP/0.9\r\n\r\n".to_owned(),
        "GET /healthz HTTP/1.0\r\n\r\n".to_owned(),
        "GET /healthz HTTP/2.0\r\nHost: a\r\n\r\n".to_owned(),
        "GET  /healthz  HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(),
        "GET http://evil.example/healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".to_owned(),
        "GET * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".to_owned(),
        "CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".to_owned(),
        "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".to_owned(),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
        format!(
            "{get}Host: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n"
        ),
        format!("{get}Host: a\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"),
        "\r\n\r\n".to_owned(),
        "\u{16}\u{3}\u{1}\u{2}".to_owned(),
    ];
    let mut head = random.pick(&heads).clone().into_bytes();
    if random.percent(30) && !head.is_empty() {
        // Flip one bit.
        let (at, bit) = (random.below(head.len().min(200)), random.below(8));
        head[at] ^= 1 << bit;
    }
    head
}
