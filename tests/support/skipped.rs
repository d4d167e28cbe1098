//! Skipped tests: each writes a line with its reason, and `tests/what_did_not_run.rs`, the last program of `cargo
//! test`, prints a summary. Where all tests must run (`bin/test`), a skipped test fails.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Set by `bin/test`: no test may be skipped.
pub const MUST_RUN: &str = "TESTS_MUST_RUN";
/// The file for the lines, instead of the one that all tests of a `cargo test` run share.
pub const FILE: &str = "TESTS_SKIPPED_FILE";

/// Returns the PostgreSQL server, if there is one; otherwise the calling test counts as skipped.
pub fn postgres_server() -> Option<String> {
    let server = std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.trim().is_empty());
    if server.is_none() {
        skip("PostgreSQL: TEST_POSTGRES_URL names no server (bin/test starts one)");
    }
    server
}

/// Records that this test, or half of it, is skipped.
///
/// # Panics
/// Where all tests must run.
pub fn skip(why: &str) {
    assert!(!must_run(), "this test must run but cannot: {why}");
    let binary = std::env::current_exe().unwrap();
    let thread = std::thread::current();
    let test = thread.name().filter(|name| *name != "main").map(str::to_owned);
    // With one thread, test threads have no names; then each call counts as a test.
    let test = test.unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
    let line = format!("{}\t{test}\t{why}\n", binary.file_name().unwrap().display());
    let mut file = OpenOptions::new().create(true).append(true).open(file()).unwrap();
    // One write, so that lines of concurrent tests do not mix.
    file.write_all(line.as_bytes()).unwrap();
    if runs_alone() {
        print_now(why);
    }
}

/// Whether no test may be skipped.
pub fn must_run() -> bool {
    std::env::var_os(MUST_RUN).is_some()
}

/// The file of this `cargo test` run, named after the process that runs all test programs one after another.
pub fn file() -> PathBuf {
    let shared = || {
        let (parent, began) = runner();
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("skipped-{parent}-{began}"))
    };
    std::env::var_os(FILE).map_or_else(shared, PathBuf::from)
}

/// The parent process and its start time, because process ids are reused.
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

/// Whether the summary will not run, because only some test programs were started, as with `cargo test --test portal`.
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

/// Writes directly to the terminal: the test harness hides the output of passing tests.
fn print_now(why: &str) {
    static SAID: std::sync::Once = std::sync::Once::new();
    SAID.call_once(|| drop(writeln!(std::io::stderr(), "{}", red(&format!("Tests do not run: {why}")))));
}

/// Returns the summary of a file's lines for a terminal; `None` if no test was skipped.
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
