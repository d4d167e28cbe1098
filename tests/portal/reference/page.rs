//! Pages of docs/reference/ that are partly generated.

use std::fs;
use std::path::PathBuf;

const BEGIN: &str =
    "<!-- generated; change the code, then run: UPDATE_DOCS=1 cargo test --test portal reference:: -->\n";
const END: &str = "<!-- end of the generated part -->\n";

/// Returns the path of a page, which is named from the root.
pub fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Compares the generated part of a page with what the code says now, or rewrites it if `UPDATE_DOCS` is set.
pub fn check(name: &str, generated: &str) {
    let page = fs::read_to_string(path(name)).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap_or_else(|| panic!("{name} needs the line {BEGIN}"));
    let (written, after) = rest.split_once(END).unwrap_or_else(|| panic!("{name} needs the line {END}"));
    let generated = format!("\n{}\n\n", generated.trim());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path(name), format!("{before}{BEGIN}{generated}{END}{after}")).unwrap();
        return;
    }
    let stale = written.lines().zip(generated.lines()).find(|(written, now)| written != now);
    assert!(
        written == generated,
        "{name} is stale. Run `UPDATE_DOCS=1 cargo test --test portal reference::`, read the difference and \
         commit it. First difference (page, code): {stale:#?}"
    );
}

/// Returns a row of a Markdown table.
pub fn row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells = cells.into_iter().map(|cell| cell.replace('|', "\\|"));
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

/// Returns the text as code, or nothing for an empty one.
pub fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("`{text}`") }
}
