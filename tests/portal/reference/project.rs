//! The project's own text files.

use crate::architecture::tree::{files, relative, root};
use std::fs;

/// Folders with the project's files; files in the root folder count too.
pub const FOLDERS: &[&str] = &[
    ".cargo",
    ".ci",
    ".devcontainer",
    ".github",
    "benches",
    "bin",
    "docs",
    "examples",
    "locales",
    "migrations",
    "packaging",
    "src",
    "static",
    "templates",
    "tests",
];
/// Generated folders that are not committed.
const MADE: &[&str] = &["node_modules/", "__pycache__/", "tests/browser/shots/"];

/// Returns the path of every file of the project, from the root.
pub fn names() -> Vec<String> {
    let root = root();
    let top = fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let below = FOLDERS.iter().map(|folder| root.join(folder)).filter(|folder| folder.is_dir());
    let all = top.chain(below.flat_map(|folder| files(&folder)));
    let names = all.map(|file| relative(&file, &root));
    let is_made =
        |name: &str| MADE.iter().any(|made| format!("{name}/").contains(made)) || name.contains(".db");
    names.filter(|name| !is_made(name)).collect()
}

/// Returns the text files with their texts.
pub fn texts() -> Vec<(String, String)> {
    let read = |name: String| Some((name.clone(), fs::read_to_string(root().join(name)).ok()?));
    names().into_iter().filter_map(read).collect()
}
