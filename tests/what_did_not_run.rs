//! The last word of `cargo test`: how many tests did not run, and why. Cargo runs test binaries in the order of their
//! names, so this one's begins with the last letter of them all (`tests/skipping.rs` holds it).
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

#[path = "support/skipped.rs"]
mod skipped;

fn main() {
    if std::env::args().any(|argument| argument == "--list") {
        return;
    }
    let Some(summary) = skipped::summary(&skipped::take()) else { return };
    eprintln!("\n{summary}\n");
    if skipped::must_run() {
        std::process::exit(1);
    }
}
