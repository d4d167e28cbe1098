//! Every file follows `.editorconfig`.

use crate::architecture::tree::root;
use crate::reference::project::names;
use std::collections::BTreeMap;
use std::fs;

/// A section of `.editorconfig`: a pattern and what it sets.
type Section = (String, BTreeMap<String, String>);

fn sections() -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in fs::read_to_string(root().join(".editorconfig")).unwrap().lines().map(str::trim) {
        if let Some(pattern) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            sections.push((pattern.to_owned(), BTreeMap::new()));
        } else if let (Some((key, value)), Some((_, set))) = (line.split_once(" = "), sections.last_mut()) {
            set.insert(key.to_owned(), value.to_owned());
        }
    }
    sections
}

/// Whether a pattern matches: `*`, `*.{a,b}`, `*.a` or `folder/**`.
fn matches(pattern: &str, name: &str) -> bool {
    if let Some(folder) = pattern.strip_suffix("/**") {
        return name.starts_with(&format!("{folder}/"));
    }
    let endings = pattern.strip_prefix('*').unwrap_or_else(|| panic!("this test does not know [{pattern}]"));
    let endings = endings.strip_prefix(".{").and_then(|rest| rest.strip_suffix('}'));
    match endings {
        Some(endings) => endings.split(',').any(|ending| name.ends_with(&format!(".{ending}"))),
        None => name.ends_with(pattern.trim_start_matches('*')),
    }
}

fn settings(sections: &[Section], name: &str) -> BTreeMap<String, String> {
    let matching = sections.iter().filter(|(pattern, _)| matches(pattern, name));
    matching.flat_map(|(_, set)| set.clone()).collect()
}

/// Returns the violation in a file, if any.
fn fault(set: &BTreeMap<String, String>, bytes: &[u8]) -> Option<String> {
    let is = |key: &str, value: &str| set.get(key).is_some_and(|set| set == value);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return is("charset", "utf-8").then(|| "is not UTF-8".to_owned());
    };
    let line = |wrong: &dyn Fn(&str) -> bool| text.lines().position(wrong).map(|at| at + 1);
    if is("charset", "utf-8") && text.starts_with('\u{FEFF}') {
        return Some("begins with a byte order mark".to_owned());
    }
    if is("end_of_line", "lf") && text.contains('\r') {
        return Some("has a CR".to_owned());
    }
    if is("insert_final_newline", "true") && !text.is_empty() && !text.ends_with('\n') {
        return Some("does not end with a line end".to_owned());
    }
    let spaced = line(&|line| is("trim_trailing_whitespace", "true") && line.ends_with([' ', '\t']));
    let tabbed = line(&|line| is("indent_style", "space") && line.trim_start_matches(' ').starts_with('\t'));
    let spaced = spaced.map(|line| format!("line {line} ends with white space"));
    spaced.or_else(|| tabbed.map(|line| format!("line {line} is indented by a tab")))
}

#[test]
fn every_file_follows_the_editorconfig() {
    let sections = sections();
    let is_picture = |name: &str| [".png", ".woff2", ".ico"].iter().any(|ending| name.ends_with(ending));
    let faults: Vec<String> = names()
        .into_iter()
        .filter(|name| !is_picture(name))
        .filter_map(|name| {
            let fault = fault(&settings(&sections, &name), &fs::read(root().join(&name)).unwrap())?;
            Some(format!("{name} {fault}"))
        })
        .collect();
    assert!(faults.is_empty(), "correct these, or let your editor read .editorconfig: {faults:#?}");
}

#[test]
fn detects_violations() {
    let sections = sections();
    let (rust, data) = (settings(&sections, "src/lib.rs"), settings(&sections, "tests/data/nasty.csv"));
    for bad in ["a", "a \n", "a\r\n", "\ta\n", "\u{FEFF}a\n"] {
        assert!(fault(&rust, bad.as_bytes()).is_some(), "{bad:?}");
        assert_eq!(fault(&data, bad.as_bytes()), None, "{bad:?}");
    }
    assert!(fault(&rust, b"\xFF\n").is_some());
    assert_eq!(fault(&rust, b"fn a() {}\n"), None);
    assert_eq!(rust["indent_size"], "4");
}
