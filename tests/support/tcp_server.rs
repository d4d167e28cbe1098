//! A server on a loopback port, with a thread for each connection.

use std::io::BufRead;
use std::net::{SocketAddr, TcpListener, TcpStream};

/// Starts the server, which runs until the process ends; returns its address.
pub fn serve<S: Clone + Send + 'static>(server: &S, converse: fn(&S, TcpStream) -> Option<()>) -> SocketAddr {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    let serving = server.clone();
    std::thread::spawn(move || {
        for stream in socket.incoming().flatten() {
            let serving = serving.clone();
            std::thread::spawn(move || converse(&serving, stream));
        }
    });
    address
}

/// Reads an HTTP request whose body has a length: the lines of its head, and the body. `None` if the client has closed.
pub fn read_http_request(reader: &mut impl BufRead) -> Option<(Vec<String>, Vec<u8>)> {
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
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    let mut body = vec![0; length.unwrap_or_default()];
    reader.read_exact(&mut body).ok()?;
    Some((head, body))
}
