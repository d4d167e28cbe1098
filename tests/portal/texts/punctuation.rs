//! Templates contain no text and no punctuation of their own: what belongs to a language stands in `locales/`, as
//! `colon`, `list-comma`, `dash` and brackets do.

use crate::texts::below_root;
use regex::Regex;

/// Marks that are the same in all languages.
const MARKS: [&str; 8] = ["", "·", "–", "×", "/", "…", "○", "→"];

/// Attributes that people read or hear.
const READ: &str = r#"(?:aria-label|title|placeholder|alt|data-label)="([^"]*)""#;

/// Returns the pieces of text between the tags and expressions of a template.
fn own_texts(template: &str) -> Vec<String> {
    let replace =
        |text: &str, what: &str, with: &str| Regex::new(what).unwrap().replace_all(text, with).into_owned();
    let text = replace(template, r"(?s)\{#.*?#\}", "");
    let text = replace(&text, r"(?s)\{% block shape %\}.*?\{% endblock %\}", "");
    let text = replace(&text, r"(?s)\{%.*?%\}|\{\{.*?\}\}", "\u{1}");
    let text = replace(&text, r"(?s)<(script|style|svg|pre|code)\b.*?</(script|style|svg|pre|code)>", "");
    let read = Regex::new(READ).unwrap();
    let attributes: Vec<String> = read.captures_iter(&text).map(|found| found[1].to_owned()).collect();
    let text = replace(&text, r"(?s)<[^>]*>", "\u{1}");
    let pieces = attributes.iter().chain([&text]).flat_map(|text| text.split(['\u{1}', '\n']));
    pieces.map(str::trim).filter(|piece| !MARKS.contains(piece)).map(str::to_owned).collect()
}

#[test]
fn templates_have_no_text_of_their_own() {
    for (path, template) in below_root("templates") {
        let found = own_texts(&template);
        assert!(found.is_empty(), "{}: {found:?} belongs into locales/", path.display());
    }
}

#[test]
fn finds_text_and_punctuation_in_templates() {
    for (template, found) in [
        ("<b>{{ name }}</b>: {{ text }}", ":"),
        ("{% if !loop.first %}, {% endif %}", ","),
        ("<span> ({{ text }})</span>", "("),
        ("<p>Hello</p>", "Hello"),
        ("<a aria-label=\"Show {{ name }}\"></a>", "Show"),
    ] {
        assert_eq!(own_texts(template).first().map(String::as_str), Some(found), "{template}");
    }
    assert_eq!(
        own_texts("<p title=\"{{ a }}\">{{ b }} · {# note #}\n<code>x</code></p>"),
        Vec::<String>::new()
    );
}
