//! Fault injection: the real program is killed, starved, cut off and fed damaged files, and everything that it confirmed
//! must still be there. `docs/reliability.md` has a row for each fault. Begin with `ledger.rs`, which checks what was
//! confirmed, and `portal.rs`, which starts the program.
//!
//! The short forms run in every `cargo test`; `bin/test faults` runs the long ones.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod backups;
mod busy;
mod client;
mod clock;
mod connections;
mod copies;
mod corrupt;
mod digests;
mod exports;
mod fsync;
mod kills;
mod ledger;
mod limits;
mod load;
mod mail;
mod mail_server;
mod migrations;
mod panics;
mod portal;
mod postgres_gone;
mod proxy;
mod restores;
mod served;
mod slow_clients;
mod stops;
mod storage;
mod support;
mod twice;
mod webhooks;
