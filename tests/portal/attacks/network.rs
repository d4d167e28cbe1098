//! Over a real socket: request heads that two servers could parse differently, and deliberately slow clients.

use crate::support::TestApp;
use crate::support::database::sqlite;
use partner_portal::app;
use partner_portal::web::timeouts::Timeouts;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

/// A portal that listens on its own port until the test ends.
struct Served {
    address: SocketAddr,
    server: actix_web::dev::ServerHandle,
    _folder: tempfile::TempDir,
}

impl Served {
    async fn start() -> Self {
        let (db, folder) = sqlite();
        let app = TestApp::over(db).await;
        app.cast();
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let patience = Timeouts { head: Duration::from_secs(2), stalled: Duration::from_secs(2) };
        let server = app::serve(app.portal, socket, patience).unwrap();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Served { address, server: handle, _folder: folder }
    }

    /// Runs a blocking conversation on its own thread.
    async fn talk<T: Send + 'static>(&self, talk: impl FnOnce(SocketAddr) -> T + Send + 'static) -> T {
        let address = self.address;
        actix_web::web::block(move || talk(address)).await.unwrap()
    }
}

fn open(address: SocketAddr, patience: u64) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(patience))).unwrap();
    stream
}

/// Sends bytes and returns the response, and whether the connection was closed.
fn exchange(address: SocketAddr, bytes: &[u8]) -> (String, bool) {
    let mut stream = open(address, 3);
    stream.write_all(bytes).ok();
    let mut answer = Vec::new();
    let closed = match stream.read_to_end(&mut answer) {
        Ok(_) => true,
        Err(error) => !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
    };
    (String::from_utf8_lossy(&answer).into_owned(), closed)
}

fn is_well(address: SocketAddr) -> Duration {
    let began = Instant::now();
    let (answer, _) = exchange(address, b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    began.elapsed()
}

/// T30, L29: a request head that a proxy could have parsed differently is rejected, and nothing after it is processed.
#[actix_web::test]
async fn rejects_ambiguous_request_heads() {
    let served = Served::start().await;
    let talked = served.talk(|address| {
        let post = "POST /sign-in HTTP/1.1\r\nHost: a\r\n";
        let get = "GET /healthz HTTP/1.1\r\n";
        let behind = "0\r\n\r\nGET /readyz HTTP/1.1\r\nHost: a\r\n\r\n";
        for head in [
            format!("{post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n{behind}"),
            format!("{post}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n{behind}"),
            format!("{post}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{behind}"),
            format!("{post}Content-Length: 5, 5\r\n\r\n{behind}"),
            format!("{post}Content-Length: +5\r\n\r\n{behind}"),
            format!("{post}Content-Length: -1\r\n\r\n{behind}"),
            format!("{post}Content-Length: 99999999999999999999\r\n\r\n{behind}"),
            format!("{post}Transfer-Encoding: xchunked\r\n\r\n{behind}"),
            format!("{post}Transfer-Encoding: chunked, identity\r\n\r\n{behind}"),
            format!("{post}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n{behind}"),
            format!("{post}Transfer-Encoding : chunked\r\n\r\n{behind}"),
            format!("{post}Transfer-Encoding: \u{b}chunked\r\n\r\n{behind}"),
            format!("{get}Host: a\r\nX: b\r\n c\r\n\r\n"),
            format!("{get}Host: a\rX: b\r\n\r\n"),
            format!("{get}Host: a\r\nX: a\0b\r\n\r\n"),
            format!("{get}Host: a\r\nHost: b\r\n\r\n"),
            format!("{get}\r\n"),
            "GET /healthz\r\n\r\n".to_owned(),
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
            format!("{get}Host: a\r\nX: {}\r\n\r\n", "a".repeat(200_000)),
            format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(200_000)),
        ] {
            let (answer, closed) = exchange(address, head.as_bytes());
            let shown = &head[..head.len().min(120)];
            let refused = answer.is_empty() || answer.starts_with("HTTP/1.1 4");
            assert!(refused && answer.matches("HTTP/1.1").count() <= 1, "{shown:?}: {answer}");
            assert!(closed, "{shown:?} leaves the connection open");
            assert!(!answer.contains("ready"), "the bytes after it were processed: {shown:?}");
        }
        is_well(address);
    });
    talked.await;
    served.server.stop(false).await;
}

/// A1: a long URL is rejected before it is parsed, with the headers of every response.
#[actix_web::test]
async fn rejects_oversized_urls() {
    let served = Served::start().await;
    let talked = served.talk(|address| {
        let get = |path: &str| {
            let head = format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            exchange(address, head.as_bytes()).0
        };
        let query = |bytes| format!("/sign-in?next={}", "a".repeat(bytes - "next=".len()));
        for path in [format!("/%{}", "25".repeat(30_000)), format!("/{}", "a".repeat(2_048)), query(32_769)] {
            let answer = get(&path);
            assert!(answer.starts_with("HTTP/1.1 414 "), "{answer}");
            assert!(answer.contains("x-content-type-options: nosniff"), "{answer}");
        }
        assert!(get(&format!("/{}", "a".repeat(2_047))).starts_with("HTTP/1.1 404 "));
        assert!(get(&query(32_768)).starts_with("HTTP/1.1 200 "));
    });
    talked.await;
    served.server.stop(false).await;
}

/// L30: no method returns more than GET.
#[actix_web::test]
async fn unusual_methods_reveal_nothing() {
    let served = Served::start().await;
    let talked = served.talk(|address| {
        for method in ["TRACE", "OPTIONS", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND", "FOO"] {
            for path in ["/sign-in", "/customers", "/healthz", "/static/", "/"] {
                let head = format!(
                    "{method} {path} HTTP/1.1\r\nHost: a\r\nX-Secret: canary\r\nConnection: close\r\n\r\n"
                );
                let (answer, _) = exchange(address, head.as_bytes());
                assert!(
                    !answer.starts_with("HTTP/1.1 2") && !answer.starts_with("HTTP/1.1 5"),
                    "{method} {path}: {answer}"
                );
                assert!(!answer.contains("canary"), "{method} {path} sends back what it was sent");
            }
        }
    });
    talked.await;
    served.server.stop(false).await;
}

/// T28: slow request heads and bodies do not hold connections, and other requests are served meanwhile.
#[actix_web::test]
async fn times_out_slow_heads_and_bodies() {
    let served = Served::start().await;
    let talked = served.talk(|address| {
        let mut slow: Vec<TcpStream> = (0..300).map(|_| open(address, 20)).collect();
        for stream in &mut slow {
            stream.write_all(b"GET /sign-in HTTP/1.1\r\nHost: a\r\nX: ").unwrap();
        }
        for _ in 0..10 {
            assert!(is_well(address) < Duration::from_secs(2));
        }
        for stream in &mut slow {
            stream.read_to_end(&mut Vec::new()).ok();
        }
        let mut form = open(address, 20);
        form.write_all(
            b"POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n\
              Content-Length: 60000\r\nSec-Fetch-Site: same-origin\r\n\r\nemail=",
        )
        .unwrap();
        let began = Instant::now();
        let mut answer = Vec::new();
        form.read_to_end(&mut answer).ok();
        let answer = String::from_utf8_lossy(&answer);
        assert!(answer.starts_with("HTTP/1.1 422") && began.elapsed() < Duration::from_secs(19), "{answer}");
    });
    talked.await;
    served.server.stop(false).await;
}

/// T28: a client that requests much and reads nothing is dropped, and its buffers are freed.
#[cfg(target_os = "linux")]
#[actix_web::test]
async fn drops_clients_that_never_read() {
    let served = Served::start().await;
    let talked = served.talk(|address| {
        let mut stream = open(address, 1);
        let one = b"GET /sign-in HTTP/1.1\r\nHost: a\r\n\r\n";
        let began = Instant::now();
        // Sends requests without reading until the portal closes the connection.
        stream.set_write_timeout(Some(Duration::from_millis(500))).unwrap();
        while began.elapsed() < Duration::from_secs(20) {
            match stream.write_all(one) {
                Err(error) if !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    return began.elapsed();
                }
                _ => {}
            }
        }
        panic!("still connected after {:?}", began.elapsed())
    });
    let after = talked.await;
    assert!(after >= Duration::from_secs(2), "{after:?} is too early: the client may only be slow");
    served.server.stop(false).await;
}
