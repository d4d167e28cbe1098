//! Every file, and every section of a page, that comments and pages cite exists.

use crate::architecture::tree::root;
use crate::reference::project::{FOLDERS, texts};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Paths that need no file: they are created at run time or belong to another package.
const ELSEWHERE: &[&str] = &["data/", "dist/", "node_modules/", "target/", "tests/browser/shots/"];

/// Returns the text files to check, without this one, which contains examples.
fn searched() -> Vec<(String, String)> {
    let is_searched =
        |name: &str| !name.ends_with("package-lock.json") && name != "tests/portal/reference/citations.rs";
    texts().into_iter().filter(|(name, _)| is_searched(name)).collect()
}

/// Whether a cited name is a file or folder: from the root, from `src/`, or from the folder of the file that cites it.
fn exists(cited: &str, file: &str) -> bool {
    let beside = Path::new(file).parent().unwrap();
    [Path::new(""), Path::new("src"), beside].iter().any(|start| root().join(start).join(cited).exists())
}

#[test]
fn every_cited_page_exists() {
    let mut wrong = BTreeSet::new();
    for (file, text) in searched() {
        let is_part = |c: char| c.is_ascii_alphanumeric() || "_./#-".contains(c);
        for word in text.split(|c| !is_part(c)) {
            let (page, section) = word.split_once('#').unwrap_or((word, ""));
            let section = section.trim_end_matches('.');
            let page = page.trim_end_matches('.').trim_start_matches("./");
            let is_page = page.len() > 3 && page.ends_with(".md") && !page.starts_with('/');
            if is_page && !exists(page, &file) {
                wrong.insert(format!("{file}: {page}"));
            } else if is_page && !section.is_empty() && !has_section(page, &file, section) {
                wrong.insert(format!("{file}: {page} has no section #{section}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "cite a file that is in the repository, such as docs/reference/domain.md: {wrong:#?}"
    );
}

fn has_section(page: &str, file: &str, section: &str) -> bool {
    let beside = Path::new(file).parent().unwrap();
    let pages = [Path::new(""), beside].map(|start| fs::read_to_string(root().join(start).join(page)));
    let headings = pages.into_iter().flatten().flat_map(|text| headings(&text)).collect::<BTreeSet<_>>();
    headings.contains(section)
}

/// Returns the anchors of a page's headings, as code hosting sites generate them.
fn headings(text: &str) -> Vec<String> {
    let titles =
        text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let anchor = |title: &str| -> String {
        let kept = title
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
            .collect::<String>();
        kept.replace(' ', "-")
    };
    titles.map(anchor).collect()
}

/// A link within a page points to one of its headings.
#[test]
fn every_link_within_a_page_has_a_target() {
    for (file, text) in searched().into_iter().filter(|(name, _)| name.ends_with(".md")) {
        let known = headings(&text);
        for link in text.split("](#").skip(1) {
            let section = link.split(')').next().unwrap().to_owned();
            assert!(known.contains(&section), "{file} has no section #{section}");
        }
    }
}

/// Threats, requirements and findings of docs/security.md are cited by number at the start of a comment: `T2, L73: …`.
#[test]
fn every_cited_number_is_in_the_security_page() {
    let page = fs::read_to_string(root().join("docs/security.md")).unwrap();
    let known: BTreeSet<&str> =
        page.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next()).collect();
    let mut cited = 0;
    for (file, text) in searched().into_iter().filter(|(name, _)| name.ends_with(".rs")) {
        let comments = text.lines().filter_map(|line| {
            let line = line.trim_start();
            line.strip_prefix("/// ").or_else(|| line.strip_prefix("//! "))
        });
        for numbers in comments.filter_map(|comment| comment.split([':', '.']).next()) {
            let numbers: Vec<&str> = numbers.split([',', ' ']).filter(|word| !word.is_empty()).collect();
            for number in numbers.iter().filter(|_| numbers.iter().all(|word| is_number(word))) {
                assert!(
                    known.contains(number),
                    "{file} cites {number}, which docs/security.md does not have"
                );
                cited += 1;
            }
        }
    }
    assert!(cited > 40, "the comments could not be parsed: {cited}");
}

/// Whether this is a letter and one or two digits.
fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix(|letter: char| letter.is_ascii_uppercase()).unwrap_or_default();
    (1..=2).contains(&digits.len()) && digits.chars().all(|digit| digit.is_ascii_digit())
}

/// Checks paths between backticks in comments and pages, relative to the root, `src/` or the file's folder; and paths
/// from the root anywhere, such as in messages of tests.
#[test]
fn every_cited_path_exists() {
    let mut wrong = BTreeSet::new();
    for (file, text) in searched() {
        if file == "CHANGELOG.md" || file.starts_with("migrations/") {
            continue; // released notes are not changed
        }
        for word in between_backticks(&file, &text).chain(from_the_root(&text)).filter(|word| is_path(word)) {
            let word = word.split("::").next().unwrap();
            if !exists(word, &file) {
                wrong.insert(format!("{file}: {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "these files do not exist; cite existing ones: {wrong:#?}");
}

fn between_backticks<'a>(file: &str, text: &'a str) -> impl Iterator<Item = &'a str> {
    let is_page = file.ends_with(".md");
    let marks = ["//", "#", "--", "/*", "*"];
    let said = text
        .lines()
        .filter(move |line| is_page || marks.iter().any(|mark| line.trim_start().starts_with(mark)));
    said.flat_map(|line| line.split('`').skip(1).step_by(2))
}

fn from_the_root(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_./-".contains(c);
    let words = text.split(move |c| !is_part(c)).map(|word| word.trim_end_matches('.'));
    words.filter(|word| begins_in_a_folder(word))
}

fn begins_in_a_folder(word: &str) -> bool {
    word.split_once('/').is_some_and(|(folder, _)| FOLDERS.contains(&folder))
}

/// Whether a word is the name of one file or folder of this project. `FEATURE` is a placeholder.
fn is_path(word: &str) -> bool {
    let word = word.split("::").next().unwrap();
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "_./-".contains(c));
    let endings =
        [".rs", ".md", ".sql", ".html", ".ftl", ".mjs", ".toml", ".tsv", ".yml", ".css", ".js", ".sh"];
    let ends = word.ends_with('/') || endings.iter().any(|ending| word.ends_with(ending));
    let elsewhere = word.starts_with(['/', '.'])
        || word.contains("//")
        || ELSEWHERE.iter().any(|start| word.starts_with(start));
    plain
        && word.contains('/')
        && !word.contains("FEATURE")
        && !elsewhere
        && (begins_in_a_folder(word) || ends)
}
