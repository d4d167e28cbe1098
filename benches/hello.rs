//! The least that this machine's actix-web can answer: what `bin/bench` holds the list page against.
//! `cargo run --profile dist --example hello -- ADDRESS:PORT`
#![allow(missing_docs)]

use actix_web::{App, HttpServer, web};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8099".into());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let app = || App::new().route("/", web::get().to(|| async { "hello" }));
    HttpServer::new(app).workers(cores).bind(address)?.run().await
}
