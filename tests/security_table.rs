//! docs/security.md names a test for what it says is held: every test that it names exists.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// `users::keeps_the_ranks` is a function of tests/users.rs, `src/auth/…::name` one of that file's own tests.
fn exists(test: &str) -> bool {
    let (file, function) = test.rsplit_once("::").unwrap();
    let path =
        if file.contains('/') { Path::new(file).to_owned() } else { format!("tests/{file}.rs").into() };
    let text = fs::read_to_string(root().join(path)).unwrap_or_default();
    text.contains(&format!("fn {function}("))
}

#[test]
fn every_named_test_exists() {
    let text = fs::read_to_string(root().join("docs/security.md")).unwrap();
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ") && line.contains("::")).collect();
    assert!(rows.len() > 30, "the table of docs/security.md was not understood");
    let named = rows.iter().flat_map(|row| row.split('`').filter(|word| word.contains("::")));
    let missing: Vec<&str> = named.filter(|test| !exists(test)).collect();
    assert!(missing.is_empty(), "docs/security.md names tests that there are not: {missing:?}");
}

/// What is neither tested nor named as untested would be forgotten.
#[test]
fn every_threat_and_every_line_is_there() {
    let text = fs::read_to_string(root().join("docs/security.md")).unwrap();
    let first: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next()).collect();
    for threat in 1..=38 {
        assert!(first.contains(&format!("T{threat}").as_str()), "threat T{threat} is missing");
    }
    for line in 1..=83 {
        assert!(first.contains(&format!("L{line}").as_str()), "line L{line} is missing");
    }
}
