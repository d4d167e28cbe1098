//! Lists the project's files and parses as much Rust as the architecture tests need.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Returns the project's root folder.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Returns every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Returns a file's path relative to a folder.
pub fn relative(file: &Path, folder: &Path) -> String {
    file.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/")
}

/// Returns a file of src/ without its comments.
pub fn source(name: &str) -> String {
    let text = fs::read_to_string(root().join("src").join(name)).unwrap_or_else(|_| panic!("no src/{name}"));
    text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

/// Returns every file of src/ by its path, without comments.
pub fn sources() -> BTreeMap<String, String> {
    let folder = root().join("src");
    let names = files(&folder).into_iter().map(|file| relative(&file, &folder));
    names.map(|name| (name.clone(), source(&name))).collect()
}

/// Returns the public functions of a file with their signatures, including generics.
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

/// Returns the paths below src/ that the names of a file's `use crate::…` lines refer to.
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

/// Returns each module of src/lib.rs with its layer, counted from the top.
pub fn groups() -> BTreeMap<String, usize> {
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let code: Vec<&str> = lib.lines().filter(|line| !line.starts_with("//")).collect();
    let groups = code.join("\n");
    let groups = groups.split("\n\n").filter(|group| group.contains("pub mod "));
    let modules = groups.enumerate().flat_map(|(level, group)| {
        group
            .lines()
            .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
            .map(move |name| (name.to_owned(), level))
    });
    modules.collect()
}

/// Returns every `crate::…` path of a file without its tests. Groups are expanded: `crate::a::{b, c}` gives `a::b` and
/// `a::c`.
pub fn crate_paths(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap();
    let mut paths = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').unwrap_or(rest.len());
        let (path, rest) = rest.split_at(end);
        match rest.strip_prefix('{').filter(|_| path.ends_with("::")).or(path.is_empty().then_some(rest)) {
            Some(group) => {
                let group = group.split('}').next().unwrap_or_default();
                paths.extend(group.split(',').map(|name| format!("{path}{}", name.trim())));
            }
            None => paths.push(path.trim_end_matches(':').to_owned()),
        }
    }
    paths.retain(|path| !path.is_empty());
    paths
}
