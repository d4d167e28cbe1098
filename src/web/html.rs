//! Parses the HTML tags of pages that the portal rendered: attributes are quoted and user input is escaped.
//! [`super::kept_forms`] fills values in and binds buttons to forms, [`super::middleware::base_path`] changes addresses.

use memchr::memmem;
use std::ops::Range;

/// A start tag or an end tag.
#[derive(Debug, Clone)]
pub struct Tag<'a> {
    /// The range in the page.
    pub at: Range<usize>,
    /// Such as `input`, or `/form` for an end tag.
    pub name: &'a str,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Returns the escaped value of an attribute; empty if the attribute has no value, `None` if it is missing.
    pub fn raw_attribute(&self, wanted: &str) -> Option<&'a str> {
        self.attributes().find(|(name, ..)| *name == wanted).map(|(_, value, _)| value)
    }

    /// Returns the unescaped value of an attribute.
    pub fn attribute(&self, wanted: &str) -> Option<String> {
        self.raw_attribute(wanted).map(unescaped)
    }

    /// Returns the name and the escaped value of each attribute, and where the value begins in the page.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str, usize)> {
        // They end before the `>` of the tag.
        let begin = self.at.end - 1 - self.attributes.len();
        attributes(self.attributes).map(move |(name, value, at)| (name, value, begin + at))
    }

    /// Returns the tag without some attributes and with others added. `added` is inserted without escaping.
    pub fn with(&self, without: &[&str], added: &str) -> String {
        let mut tag = format!("<{}", self.name);
        for (name, value, _) in self.attributes().filter(|(name, ..)| !without.contains(name)) {
            let quote = if value.contains('"') { '\'' } else { '"' };
            tag.push_str(&format!(" {name}={quote}{value}{quote}"));
        }
        tag + added + ">"
    }
}

/// A form on a page.
#[derive(Debug, Clone)]
pub struct FormMarkup<'a> {
    /// The start tag.
    pub tag: Tag<'a>,
    /// The tags inside the form.
    pub within: Vec<Tag<'a>>,
}

/// Returns all tags, in order.
pub fn tags(page: &str) -> impl Iterator<Item = Tag<'_>> {
    tags_from(page, 0)
}

fn tags_from(page: &str, mut from: usize) -> impl Iterator<Item = Tag<'_>> {
    std::iter::from_fn(move || {
        loop {
            let start = from + page.get(from..)?.find('<')?;
            from = start + 1;
            let inside = page.get(from..)?;
            if !inside.starts_with(|first: char| first == '/' || first.is_ascii_alphabetic()) {
                continue;
            }
            let length = tag_length(inside)?;
            let text = inside.get(..length)?;
            let (name, attributes) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
            from += length + 1;
            return Some(Tag { at: start..from, name, attributes });
        }
    })
}

/// Returns the forms with method POST, in order.
pub fn posted_forms(page: &str) -> Vec<FormMarkup<'_>> {
    let mut forms: Vec<FormMarkup<'_>> = Vec::new();
    let mut from = 0;
    // Most of a long page is outside its forms, and searching is faster than parsing.
    while let Some(start) = memmem::find(page.as_bytes().get(from..).unwrap_or_default(), b"<form") {
        let mut parsed = tags_from(page, from + start);
        let Some(tag) = parsed.next() else { break };
        from = tag.at.end;
        if tag.name != "form" || tag.raw_attribute("method") != Some("post") {
            continue;
        }
        let mut within = Vec::new();
        for tag in parsed {
            from = tag.at.end;
            if tag.name == "/form" {
                break;
            }
            within.push(tag);
        }
        forms.push(FormMarkup { tag, within });
    }
    forms
}

/// Escapes text for an attribute or the content of an element.
pub fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' | '<' | '>' | '"' | '\'' => written.push_str(&format!("&#{};", letter as u32)),
            other => written.push(other),
        }
    }
    written
}

fn unescaped(text: &str) -> String {
    // `&` must be last, because it is part of all other escapes.
    let named =
        [("&amp;", "&"), ("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
    named.iter().fold(text.to_owned(), |text, (written, meant)| text.replace(written, meant))
}

/// Returns the length up to the `>` that ends the tag, ignoring those inside quotes.
fn tag_length(inside: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in inside.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Name and value of each attribute, and where the value begins in the text.
fn attributes(text: &str) -> impl Iterator<Item = (&str, &str, usize)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (name, behind) = rest.split_at_checked(end).filter(|(name, _)| !name.is_empty())?;
        let Some(value) = behind.strip_prefix('=') else {
            rest = behind;
            return Some((name, "", text.len() - behind.len()));
        };
        let quote = value.chars().next().filter(|first| matches!(first, '"' | '\''));
        let begin = text.len() - value.len() + quote.map_or(0, char::len_utf8);
        let (value, behind) = match quote {
            Some(quote) => value.get(1..)?.split_once(quote)?,
            None => value.split_at_checked(value.find(char::is_whitespace).unwrap_or(value.len()))?,
        };
        rest = behind;
        Some((name, value, begin))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_tags_as_templates_write_them() {
        let page = "<p a='{\"x\":1}' b=\"1 > 0\" c>text &#60;b&#62;</p><input value=\"a&#34;b\"><!-- <i -->";
        let all: Vec<Tag<'_>> = tags(page).collect();
        let names: Vec<&str> = all.iter().map(|tag| tag.name).collect();
        assert_eq!(names[..3], ["p", "/p", "input"]);
        assert_eq!(
            (all[0].raw_attribute("a"), all[0].raw_attribute("b"), all[0].raw_attribute("c")),
            (Some("{\"x\":1}"), Some("1 > 0"), Some(""))
        );
        assert_eq!(all[2].attribute("value").as_deref(), Some("a\"b"));
        assert_eq!(all[2].with(&["value"], " value=\"c\""), "<input value=\"c\">");
        assert_eq!(all[0].with(&["b"], ""), "<p a='{\"x\":1}' c=\"\">");
        let text = "&#60;<>\"'&amp;";
        assert_eq!(unescaped(&escaped(text)), text);
    }

    #[test]
    fn parses_any_text_without_panicking() {
        for text in [
            "<",
            "<a",
            "<a b",
            "<a b=",
            "<a b=\"",
            "<a b='x",
            "</",
            "<한 =\">",
            "<form method=\"post\"><input",
        ] {
            assert!(posted_forms(text).len() <= 1 && tags(text).count() <= 1, "{text}");
        }
    }
}
