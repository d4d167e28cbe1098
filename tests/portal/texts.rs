//! The texts of `locales/`: each is used and exists in every language, the words are those of the glossary, and no
//! English is left in Korean and Chinese. A key that is missing in one language breaks the build.

pub mod english;
mod glossary;
mod mails;
mod pages;
mod punctuation;
mod wording;

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Returns the files below a folder.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let below = |path: PathBuf| if path.is_dir() { files_below(&path) } else { vec![path] };
    entries.flat_map(below).collect()
}

fn below_root(folder: &str) -> Vec<(PathBuf, String)> {
    let files = files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).into_iter();
    files.map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

/// Returns the messages of a language, by key. A message of several lines keeps its line breaks.
fn messages(language: &str) -> BTreeMap<String, String> {
    let mut messages: BTreeMap<String, String> = BTreeMap::new();
    for (_, text) in below_root(&format!("locales/{language}")) {
        let mut last: Option<String> = None;
        for line in text.lines() {
            let begun = line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()));
            match (begun, &last) {
                (Some((key, rest)), _) => {
                    messages.insert(key.to_owned(), rest.trim().to_owned());
                    last = Some(key.to_owned());
                }
                (None, Some(key)) if line.starts_with([' ', '}']) => {
                    let message = messages.get_mut(key).unwrap();
                    message.push('\n');
                    message.push_str(line.trim());
                }
                _ => {}
            }
        }
    }
    messages
}

/// Returns the lines of a message as a reader may see them: without selectors and the keys of variants.
fn lines(message: &str) -> impl Iterator<Item = &str> {
    let lines = message.lines().filter(|line| !line.ends_with("->") && *line != "}" && !line.is_empty());
    lines.map(|line| match line.trim_start_matches('*').split_once("] ") {
        Some((variant, text)) if variant.starts_with('[') => text,
        _ => line,
    })
}

#[test]
fn every_language_has_every_text() {
    let keys = |language| messages(language).into_keys().collect::<BTreeSet<_>>();
    for language in ["ko", "zh-TW"] {
        assert_eq!(keys("en"), keys(language), "en and {language}");
    }
}

#[test]
fn every_text_is_used() {
    // Used in a call, as a function, or in one of the tables of `web/flash.rs` and `web/nav.rs`.
    let ways = [r"texts(?:\(\))?\.([a-z0-9_]+)\(", r"Texts::([a-z0-9_]+)[),]", r" ([a-z0-9_]+);"];
    let ways = ways.map(|way| Regex::new(way).unwrap());
    let mut used = BTreeSet::from(["language-name".to_owned()]);
    for (_, code) in ["src", "templates"].map(below_root).concat() {
        for way in &ways {
            used.extend(way.captures_iter(&code).map(|found| found[1].replace('_', "-")));
        }
    }
    let unused: Vec<_> = messages("en").into_keys().filter(|key| !used.contains(key)).collect();
    assert_eq!(unused, Vec::<String>::new(), "these keys of locales/en are used nowhere: remove them");
}

#[test]
fn reads_messages_with_variants() {
    let message = "{ $count ->\n[one] { $number } order\n*[other] { $number } orders\n}";
    assert_eq!(lines(message).collect::<Vec<_>>(), ["{ $number } order", "{ $number } orders"]);
    assert_eq!(messages("en")["colon"], "{ \": \" }");
}
