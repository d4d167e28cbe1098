//! The fuzzer: signs in as users of every role at every type of partner, collects forms and parameters from the pages,
//! and sends modified requests; programs of the same users do so at the addresses for programs. Every response must be complete, fast, with its headers and without another partner's
//! data; at the end every log must verify.
//!
//! `FUZZ_SECONDS` says how long (8 for each database, both in parallel, and 25 in `bin/test long`), `FUZZ_SEED` which choices: a fault names both.
//! For an hour: `FUZZ_SECONDS=3600 cargo test --test fuzz -- --nocapture`.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod actor;
mod attack;
mod client;
mod coverage;
mod encode;
mod inputs;
mod pages;
mod programs;
mod random;
mod raw;
mod requirements;
mod run;
#[allow(dead_code)] // tests/portal/ uses the rest
#[path = "../support/mod.rs"]
mod support;
mod world;

use std::time::Duration;
use support::{TestApp, runs_long_tests};

on_both_databases! { survives_random_requests }

async fn survives_random_requests(app: TestApp) {
    let number =
        |name: &str, usual: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let length = Duration::from_secs(number("FUZZ_SECONDS", if runs_long_tests() { 25 } else { 8 }));
    let mut run = run::Run::new(world::World::set(app), number("FUZZ_SEED", 2026));
    let before = run.world.bystander_data();
    run.work(length);
    println!("{}", run.summary());
    let (broken, entries) = run.world.broken_logs();
    println!("{entries} entries in the logs");
    let after = run.world.bystander_data();
    let missing = run.coverage.missing();
    let faults = std::mem::take(&mut run.faults);
    run.world.close().await;
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(broken.is_empty(), "{broken:?}");
    assert_eq!(before, after, "the data of the bystander changed");
    assert!(missing.is_empty(), "never reached: {missing:?}");
}
