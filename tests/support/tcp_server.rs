//! A server on a loopback port, with a thread for each connection.

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
