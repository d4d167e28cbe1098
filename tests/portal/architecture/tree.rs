//! The files of the project, and as much understanding of Rust as the walls need.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The project's folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of a folder and its folders.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// A file's name within a folder.
pub fn relative(file: &Path, folder: &Path) -> String {
    file.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/")
}

/// A file of src/ without its comments.
pub fn source(name: &str) -> String {
    let text = fs::read_to_string(root().join("src").join(name)).unwrap_or_else(|_| panic!("no src/{name}"));
    text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

/// Every file of src/ by its name there, without comments.
pub fn sources() -> BTreeMap<String, String> {
    let folder = root().join("src");
    let names = files(&folder).into_iter().map(|file| relative(&file, &folder));
    names.map(|name| (name.clone(), source(&name))).collect()
}

/// The public functions of a file and their signatures, generics and all.
pub fn public_functions(text: &str) -> BTreeMap<String, String> {
    let starts = text.split("\npub ").skip(1).map(|rest| rest.trim_start_matches("async "));
    let functions = starts.filter_map(|rest| rest.strip_prefix("fn "));
    functions
        .map(|rest| {
            let name = rest.split(['(', '<']).next().unwrap().to_owned();
            (name, rest.split(" {\n").next().unwrap().to_owned())
        })
        .collect()
}

/// What the names of a file's `use crate::…` lines mean, as paths below src/.
pub fn imports(text: &str) -> BTreeMap<String, String> {
    let mut modules = BTreeMap::new();
    let mut add = |path: &str| {
        let (path, name) = path.split_once(" as ").unwrap_or((path, path.rsplit("::").next().unwrap()));
        modules.insert(name.trim().to_owned(), path.trim().replace("::", "/"));
    };
    for statement in text.split(';').filter_map(|one| one.split_once("use crate::")).map(|(_, path)| path) {
        match statement.split_once('{') {
            Some((before, group)) => group
                .trim_end_matches('}')
                .split(',')
                .for_each(|name| add(&format!("{before}{}", name.trim()))),
            None => add(statement),
        }
    }
    modules
}
