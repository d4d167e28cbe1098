//! What did not run, and why: each test that could not run leaves a line, and `tests/what_did_not_run.rs`, the last of
//! `cargo test`, adds them up. Where everything must run (`bin/test`), a test that cannot run fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Set by `bin/test`: nothing may be left out.
pub const MUST_RUN: &str = "TESTS_MUST_RUN";
/// Where the lines stand, instead of the file that the tests of one `cargo test` share.
pub const FILE: &str = "TESTS_SKIPPED_FILE";

/// The server, if there is one; else the test that asks has not run.
pub fn postgres_server() -> Option<String> {
    let server = std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.trim().is_empty());
    if server.is_none() {
        skip("PostgreSQL: TEST_POSTGRES_URL names no server (bin/test starts one)");
    }
    server
}

/// Says that this test, or its half, does not run.
///
/// # Panics
/// Where everything must run.
pub fn skip(why: &str) {
    assert!(!must_run(), "this test must run and cannot: {why}");
    let binary = std::env::current_exe().unwrap();
    let thread = std::thread::current();
    let test = thread.name().filter(|name| *name != "main").map(str::to_owned);
    // With one thread tests have no name here; then each call is a test.
    let test = test.unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
    let line = format!("{}\t{test}\t{why}\n", binary.file_name().unwrap().display());
    let mut file = OpenOptions::new().create(true).append(true).open(file()).unwrap();
    // One write, so that lines of tests that run at once do not mix.
    file.write_all(line.as_bytes()).unwrap();
    if runs_alone() {
        say_now(why);
    }
}

/// Whether nothing may be left out.
pub fn must_run() -> bool {
    std::env::var_os(MUST_RUN).is_some()
}

/// The file of this run of `cargo test`: named after the process that runs all its tests, one after the other.
pub fn file() -> PathBuf {
    let shared = || {
        let (parent, began) = runner();
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("skipped-{parent}-{began}"))
    };
    std::env::var_os(FILE).map_or_else(shared, PathBuf::from)
}

/// The process that started this one, and when that began: its number alone may come again.
#[cfg(unix)]
fn runner() -> (u32, String) {
    let parent = std::os::unix::process::parent_id();
    let stat = fs::read_to_string(format!("/proc/{parent}/stat")).unwrap_or_default();
    let began = stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(19)).unwrap_or("0");
    (parent, began.to_owned())
}

#[cfg(not(unix))]
fn runner() -> (u32, String) {
    (0, "0".to_owned())
}

/// Whether the last test binary is not among what runs, so that nobody adds up: `cargo test --test portal`, or a test
/// binary started by hand.
fn runs_alone() -> bool {
    #[cfg(unix)]
    {
        let parent = std::os::unix::process::parent_id();
        let command = fs::read(format!("/proc/{parent}/cmdline")).unwrap_or_default();
        let words: Vec<&[u8]> = command.split(|byte| *byte == 0).collect();
        let own = |word: &[u8]| word.starts_with(b"--test") || [&b"--lib"[..], b"--bins"].contains(&word);
        let before_tests = words.iter().take_while(|word| **word != b"--");
        return !words.contains(&&b"test"[..]) || before_tests.clone().any(|word| own(word));
    }
    #[allow(unreachable_code)]
    true
}

/// Says it past the test harness, which keeps what a test that passes prints to itself.
fn say_now(why: &str) {
    static SAID: std::sync::Once = std::sync::Once::new();
    SAID.call_once(|| drop(writeln!(std::io::stderr(), "{}", red(&format!("Tests do not run: {why}")))));
}

/// What the lines of a file come to, for a terminal; nothing if everything ran.
pub fn summary(lines: &str) -> Option<String> {
    let lines: BTreeSet<&str> = lines.lines().collect();
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &lines {
        *reasons.entry(line.rsplit('\t').next().unwrap_or(line)).or_default() += 1;
    }
    let total = lines.len();
    if total == 0 {
        return None;
    }
    let mut text = format!("{total} {} DID NOT RUN:", if total == 1 { "test" } else { "tests" });
    for (why, count) in reasons {
        text.push_str(&format!("\n  {count} without {why}"));
    }
    Some(red(&text))
}

fn red(text: &str) -> String {
    format!("\u{1b}[1;31m{text}\u{1b}[0m")
}
