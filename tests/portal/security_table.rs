//! docs/security.md names a test for each claim: every test that it names exists.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// `users::enforces_ranks` is a function of tests/portal/users.rs, as `cargo test` names it; `src/auth/…::name` is a
/// unit test in that file.
fn exists(test: &str) -> bool {
    let (module, function) = test.rsplit_once("::").unwrap();
    let path = if module.contains('/') {
        PathBuf::from(module)
    } else {
        format!("tests/portal/{}.rs", module.replace("::", "/")).into()
    };
    let text = fs::read_to_string(root().join(path)).unwrap_or_default();
    text.contains(&format!("fn {function}("))
}

#[test]
fn every_named_test_exists() {
    let text = fs::read_to_string(root().join("docs/security.md")).unwrap();
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ") && line.contains("::")).collect();
    assert!(rows.len() > 30, "the table of docs/security.md could not be parsed");
    let named = rows.iter().flat_map(|row| row.split('`').filter(|word| word.contains("::")));
    let missing: Vec<&str> = named.filter(|test| !exists(test)).collect();
    assert!(missing.is_empty(), "docs/security.md names tests that do not exist: {missing:?}");
}

/// Only requirements marked as planned may have no test.
#[test]
fn every_current_requirement_has_a_test() {
    let text = fs::read_to_string(root().join("docs/security.md")).unwrap();
    let without = text.lines().filter(|line| line.contains("no test of its own yet |"));
    let now: Vec<&str> = without.filter(|line| !line.contains("(next)")).collect();
    assert!(now.is_empty(), "write a test for each, or mark it as planned: {now:#?}");
}

/// T36: `deny.toml` bans them, but cargo-deny is not installed everywhere.
#[test]
fn banned_crates_are_not_in_the_lock_file() {
    let (lock, deny) = (root().join("Cargo.lock"), root().join("deny.toml"));
    let (lock, deny) = (fs::read_to_string(lock).unwrap(), fs::read_to_string(deny).unwrap());
    let banned: Vec<&str> =
        deny.lines().filter_map(|line| line.split("crate = \"").nth(1)?.split('"').next()).collect();
    assert!(banned.contains(&"h2") && banned.contains(&"openssl-sys"), "{banned:?}");
    let here: Vec<_> =
        banned.iter().filter(|name| lock.lines().any(|line| line == format!("name = \"{name}\""))).collect();
    assert!(here.is_empty(), "{here:?}");
    let elsewhere = lock.lines().filter(|line| line.starts_with("source = "));
    let elsewhere: Vec<&str> = elsewhere.filter(|line| !line.contains("registry+")).collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
}

/// L73: every form that a handler reads rejects unknown fields.
#[test]
fn every_form_rejects_unknown_fields() {
    let files: Vec<String> =
        files(&root().join("src")).into_iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let mut forms = 0;
    for text in &files {
        for used in text.split("Form<").skip(1) {
            let name = used.split('>').next().unwrap();
            if name.starts_with("Vec<") || !name.chars().all(char::is_alphanumeric) {
                continue;
            }
            let says = |text: &str| {
                let (before, after) = text.split_once(&format!("struct {name} {{"))?;
                let attributes = &before[before.rfind("#[derive(")?..];
                let fields = after.split_once("\n}")?.0;
                Some(attributes.contains("deny_unknown_fields") || fields.contains("NoOtherFields"))
            };
            let said = says(text).or_else(|| files.iter().find_map(|text| says(text)));
            assert_eq!(said, Some(true), "{name} accepts unknown fields: add `deny_unknown_fields`");
            forms += 1;
        }
    }
    assert!(forms > 25, "only {forms} forms were found");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// A threat without a row would be forgotten.
#[test]
fn every_threat_and_requirement_is_listed() {
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
