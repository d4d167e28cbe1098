//! Prints a summary at the end of `cargo test`: how many tests were skipped, and why. Cargo runs test programs in the
//! order of their names, so this name begins with a late letter (`tests/portal/skipping.rs` checks it).
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

#[path = "support/skipped.rs"]
mod skipped;

use std::fs;

fn main() {
    if std::env::args().any(|argument| argument == "--list") {
        return;
    }
    let Some(summary) = skipped::summary(&take()) else { return };
    eprintln!("\n{summary}\n");
    if skipped::must_run() {
        std::process::exit(1);
    }
}

/// Reads and removes the file of this run, and files that interrupted runs left more than a day ago.
fn take() -> String {
    let file = skipped::file();
    let lines = fs::read_to_string(&file).unwrap_or_default();
    let _ = fs::remove_file(&file);
    let day = std::time::Duration::from_secs(86_400);
    for old in fs::read_dir(env!("CARGO_TARGET_TMPDIR")).into_iter().flatten().flatten() {
        let is_ours = old.file_name().to_string_lossy().starts_with("skipped-");
        let age = old.metadata().and_then(|data| data.modified()).ok().and_then(|at| at.elapsed().ok());
        if is_ours && age.is_some_and(|age| age > day) {
            let _ = fs::remove_file(old.path());
        }
    }
    lines
}
