//! docs/reference/addresses.md lists every line of the route table, with the parameters that its handler reads.

use crate::architecture::tree::{imports, public_functions, root, source, sources};
use crate::reference::page::path;
use partner_portal::routes;
use partner_portal::web::route_table;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Method, address and permission of a line.
type Address = (String, String, String);

/// Reads the tables of the page: each line with its parameters.
pub fn written() -> BTreeMap<Address, BTreeSet<String>> {
    let text = fs::read_to_string(path("docs/reference/addresses.md")).unwrap();
    let mut lines = BTreeMap::new();
    let methods = ["| GET", "| POST", "| PUT", "| PATCH", "| DELETE"];
    for line in text.lines().filter(|line| methods.iter().any(|method| line.starts_with(method))) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [method, address, permission, parameters, what] = cells[..] else {
            panic!("docs/reference/addresses.md: five cells make a line: {line}")
        };
        assert!(!what.is_empty(), "docs/reference/addresses.md: say what it is for: {line}");
        let plain = |cell: &str| cell.trim_matches('`').to_owned();
        let parameters =
            parameters.split(',').map(str::trim).filter(|name| !name.is_empty()).map(plain).collect();
        let twice = lines.insert((method.to_owned(), plain(address), plain(permission)), parameters);
        assert!(twice.is_none(), "docs/reference/addresses.md has a line twice: {line}");
    }
    lines
}

#[test]
fn documents_every_address_with_its_permission() {
    let permission = |line: &route_table::RouteLine| {
        line.permission.map_or("public".to_owned(), |permission| format!("{permission:?}"))
    };
    let map: BTreeSet<Address> = routes::lines()
        .iter()
        .map(|line| (line.method.to_string(), line.path.to_owned(), permission(line)))
        .collect();
    let written: BTreeSet<Address> = written().into_keys().collect();
    let missing: Vec<_> = map.difference(&written).collect();
    let gone: Vec<_> = written.difference(&map).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "docs/reference/addresses.md is stale. Add {missing:#?} and remove {gone:#?}"
    );
}

#[test]
fn documents_the_parameters_that_handlers_read() {
    let sources = sources();
    let routes = source("routes.rs");
    let modules = imports(&routes);
    let written = written();
    let map = routes.split_once("\nmap! {").expect("src/routes.rs has its map").1;
    let mut read = 0;
    for line in map.lines().filter(|line| line.contains("=>")) {
        let (method, address) =
            (line.split_whitespace().next().unwrap().to_uppercase(), line.split('"').nth(1).unwrap());
        let (module, function) =
            line.rsplit("=> ").next().unwrap().trim_end_matches(';').split_once("::").unwrap();
        let file = file_of(&modules[module], &sources);
        let signature = public_functions(&sources[&file]).remove(function).unwrap();
        let Some(names) = parameters(&signature, &file, &sources) else { continue };
        let page = written.iter().find(|((a, b, _), _)| *a == method && b == address).map(|(_, names)| names);
        assert_eq!(
            page,
            Some(&names),
            "docs/reference/addresses.md: the parameters of {method} {address} (left: the page, right: src/{file})"
        );
        read += names.len();
    }
    assert!(read > 100, "the handlers could not be parsed: {read} parameters");
}

fn file_of(module: &str, sources: &BTreeMap<String, String>) -> String {
    let file = format!("{module}.rs");
    if sources.contains_key(&file) { file } else { format!("{module}/mod.rs") }
}

/// Returns the names that a handler reads by `Query` and `Form`; `None` if it reads them in another way.
fn parameters(signature: &str, file: &str, sources: &BTreeMap<String, String>) -> Option<BTreeSet<String>> {
    if ["Vec<(", "Parts", "Multipart", "Payload"].iter().any(|unknown| signature.contains(unknown)) {
        return None;
    }
    let mut names = BTreeSet::new();
    for extractor in ["Query<", "Form<"] {
        for rest in signature.split(extractor).skip(1) {
            let name = rest.split(['>', '<']).next().unwrap().rsplit("::").next().unwrap();
            names.extend(fields(name, file, sources));
        }
    }
    Some(names)
}

/// Returns the names that serde reads into this struct.
fn fields(name: &str, file: &str, sources: &BTreeMap<String, String>) -> Vec<String> {
    let (home, body) = body(name, file, sources);
    let mut names = Vec::new();
    let mut attributes = String::new();
    for line in body.lines().map(str::trim) {
        if line.starts_with("#[") {
            attributes += line;
            continue;
        }
        let Some((field, kind)) = line.trim_end_matches(',').split_once(": ") else { continue };
        let field = field.rsplit(' ').next().unwrap();
        let kind = kind.split('<').next().unwrap().rsplit("::").next().unwrap();
        match attributes.split("rename = \"").nth(1) {
            _ if attributes.contains("flatten") && kind == "NoOtherFields" => {}
            _ if attributes.contains("flatten") => names.extend(fields(kind, &home, sources)),
            Some(rest) => names.push(rest.split('"').next().unwrap().to_owned()),
            None => names.push(field.to_owned()),
        }
        attributes.clear();
    }
    names
}

/// Finds a struct: in the same file, where the file imports it from, in the same folder, or anywhere.
fn body(name: &str, file: &str, sources: &BTreeMap<String, String>) -> (String, String) {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let imported = imports(&sources[file]).remove(name).unwrap_or_default();
    let imported = imported.rsplit_once('/').map_or(String::new(), |(module, _)| file_of(module, sources));
    let near =
        sources.keys().filter(|other| other.rsplit_once('/').is_some_and(|(other, _)| other == folder));
    let candidates =
        [file.to_owned(), imported].into_iter().chain(near.cloned()).chain(sources.keys().cloned());
    for candidate in candidates {
        let text = sources.get(&candidate).map_or("", String::as_str);
        let found =
            text.split_once(&format!("struct {name} {{\n")).and_then(|(_, rest)| rest.split_once("\n}"));
        if let Some((body, _)) = found {
            return (candidate, body.to_owned());
        }
    }
    panic!("there is no struct {name}, which a handler in {} takes", root().join("src").join(file).display());
}
