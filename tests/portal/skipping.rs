//! Skipped tests do not count as passed: they are counted and reported, and are failures where all tests must run.

use crate::on_both_databases;
use crate::support::skipped;
use std::path::Path;
use std::process::{Command, Output};

on_both_databases! { an_example_that_needs_a_database }

/// Exists to be skipped: the other tests of this file run it without a server.
async fn an_example_that_needs_a_database(app: crate::support::TestApp) {
    app.cast();
}

/// Runs the example without a PostgreSQL server.
fn without_postgres(lines: &Path, must_run: bool, threads: &str) -> Output {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["an_example_that_needs_a_database", "--test-threads", threads]);
    command.env_remove("TEST_POSTGRES_URL").env_remove(skipped::MUST_RUN).env(skipped::FILE, lines);
    if must_run {
        command.env(skipped::MUST_RUN, "1");
    }
    command.output().unwrap()
}

#[test]
fn a_test_without_its_database_is_counted_and_reported() {
    let folder = tempfile::tempdir().unwrap();
    for threads in ["1", "2"] {
        let lines = folder.path().join(threads);
        let ran = without_postgres(&lines, false, threads);
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
        let said = skipped::summary(&std::fs::read_to_string(&lines).unwrap()).expect("one was skipped");
        assert!(said.contains("1 test DID NOT RUN") && said.contains("TEST_POSTGRES_URL"), "{said}");
        assert!(said.starts_with("\u{1b}[1;31m"), "in red: {said:?}");
        // A test binary that runs alone has no summary, so it reports the skipped test itself, bypassing the harness.
        let error = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert_eq!(error.matches("Tests do not run: PostgreSQL").count(), 1, "{error}");
    }
}

#[test]
fn a_test_without_its_database_fails_when_all_tests_must_run() {
    let folder = tempfile::tempdir().unwrap();
    let ran = without_postgres(&folder.path().join("lines"), true, "2");
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    assert!(!ran.status.success() && said.contains("this test must run but cannot: PostgreSQL"), "{said}");
}

#[test]
fn an_empty_url_means_no_server() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("lines");
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["an_example_that_needs_a_database"])
        .env_remove(skipped::MUST_RUN)
        .env(skipped::FILE, &lines);
    let ran = command.env("TEST_POSTGRES_URL", " ").output().unwrap();
    assert!(ran.status.success() && std::fs::read_to_string(&lines).unwrap().lines().count() == 1);
}

#[test]
fn the_summary_counts_each_test_once_by_reason() {
    let lines = "a\tpostgres::one\tX\na\tpostgres::one\tX\nb\tpostgres::one\tX\nb\ttwo\tY\n";
    let said = skipped::summary(lines).unwrap();
    for part in ["3 tests DID NOT RUN", "2 without X", "1 without Y"] {
        assert!(said.contains(part), "{said}");
    }
    assert_eq!(skipped::summary(""), None);
}

/// The summary runs after all other tests, nothing follows it, and `bin/test` permits no skipped test.
#[test]
fn the_summary_is_printed_last() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(root.join("tests")).unwrap().map(|entry| entry.unwrap().path());
    let binaries = entries
        .filter(|path| path.extension().is_some_and(|kind| kind == "rs") || path.join("main.rs").exists());
    let last = binaries.map(|path| path.file_stem().unwrap().to_owned()).max().unwrap();
    assert_eq!(last, "what_did_not_run", "a test program runs after the summary: rename it");
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("doctest = false"), "doc tests would run after the summary");
    let script = std::fs::read_to_string(root.join("bin/test")).unwrap();
    let must = script.find("export TESTS_MUST_RUN=1").expect("bin/test lets tests be skipped");
    assert!(must < script.find("cargo test --locked\n").unwrap(), "the tests run before that");
}

/// No test skips without being counted.
#[test]
fn every_skipped_test_uses_the_same_mechanism() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() && !entry.ends_with("node_modules") {
                folders.push(entry);
            } else if entry.extension().is_some_and(|kind| kind == "rs") {
                let text = std::fs::read_to_string(&entry).unwrap();
                let own = ["support/skipped.rs", "skipping.rs"].iter().any(|name| entry.ends_with(name));
                let reads = text.contains("\"TEST_POSTGRES_URL\"") || text.contains("eprintln!(\"skipped");
                assert!(own || !reads, "{}: use crate::support::skipped", entry.display());
            }
        }
    }
}
