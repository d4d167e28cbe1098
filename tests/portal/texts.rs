//! Every text is used and exists in every language: unused keys are removed, and a missing key breaks the build.

use std::collections::BTreeSet;
use std::path::Path;

fn files_below(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, text);
        } else {
            text.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

fn keys(language: &str) -> BTreeSet<String> {
    let mut text = String::new();
    files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language), &mut text);
    let key = |line: &str| line.split_once(" =").map(|(key, _)| key.to_owned());
    text.lines()
        .filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter_map(key)
        .collect()
}

#[test]
fn every_language_has_every_text() {
    for language in ["ko", "zh-TW"] {
        assert_eq!(keys("en"), keys(language), "en and {language}");
    }
}

#[test]
fn every_text_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    files_below(&root.join("src"), &mut code);
    files_below(&root.join("templates"), &mut code);
    let unused = |key: &String| {
        let function = key.replace('-', "_");
        // Used in a call, or in one of the tables of `web/flash.rs` and `web/nav.rs`.
        let used = [".", "()."].iter().any(|way| code.contains(&format!("texts{way}{function}(")))
            || code.contains(&format!(" {function};"));
        *key != "language-name" && !used
    };
    let unused: Vec<_> = keys("en").into_iter().filter(unused).collect();
    assert_eq!(unused, Vec::<String>::new(), "these keys of locales/en are used nowhere: remove them");
}
