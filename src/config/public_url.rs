//! Parses `PORTAL_PUBLIC_URL`: the origin of the portal and, if it shares a host, the path below which it is.
//! [`crate::web::middleware::base_path`] serves the portal below that path.

use crate::error::{Error, Result};
use url::Url;

/// Parses the setting. Returns origin and path as browsers write them, without a slash at the end.
///
/// # Errors
/// One line for the operator that says what is wrong and what would be right.
pub fn parse(setting: &str) -> Result<String> {
    let refused = |wrong: &str| {
        // The value may contain a password.
        let value =
            if setting.contains('@') { String::new() } else { format!(" “{}”", setting.escape_debug()) };
        Error::operator(format!(
            "PORTAL_PUBLIC_URL{value} {wrong}; it looks like https://portal.example or https://example.com/portal"
        ))
    };
    let text = setting.trim().trim_end_matches('/');
    let url = Url::parse(text).map_err(|_| refused("is not an address"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refused("begins neither with https:// nor with http://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("has a user name or a password"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refused("has a part after ? or #"));
    }
    let path = url.path().trim_end_matches('/');
    // The URL parser ignores tabs and line breaks and resolves `..`.
    if split(text).1 != path || text.contains(|letter: char| letter.is_control() || letter == ' ') {
        return Err(refused("has characters that an address does not have"));
    }
    if !path.split('/').skip(1).all(is_plain) {
        return Err(refused(
            "has a path with other characters than a–z, A–Z, 0–9, -, . and _ between slashes",
        ));
    }
    Ok(format!("{}{path}", url.origin().ascii_serialization()))
}

/// Splits the result of [`parse`] into origin and path.
pub fn split(url: &str) -> (&str, &str) {
    let host = url.find("://").map_or(0, |scheme| scheme + 3);
    let path = url.get(host..).and_then(|rest| rest.find('/')).map_or(url.len(), |slash| host + slash);
    let (origin, path) = url.split_at(path);
    (origin, path.trim_end_matches('/'))
}

/// Returns an origin in the form that browsers send; `None` if the text is not exactly an http or https
/// origin.
pub fn normal_origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let is_anonymous = url.username().is_empty() && url.password().is_none();
    let is_web = matches!(url.scheme(), "http" | "https");
    // The URL parser ignores a final slash, tabs and line breaks; an origin has none.
    let is_exact =
        !text.ends_with('/') && !text.contains(|letter: char| letter.is_control() || letter == ' ');
    (is_bare && is_anonymous && is_web && is_exact).then(|| url.origin().ascii_serialization())
}

/// Whether a part of the path needs no encoding in a header, a page or a cookie.
fn is_plain(part: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    !part.is_empty() && part.bytes().all(is_plain)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn accepts_an_origin_with_or_without_a_path() {
        for (setting, kept) in [
            ("https://portal.example", "https://portal.example"),
            (" HTTPS://Portal.Example:443/ ", "https://portal.example"),
            ("https://example.com/portal", "https://example.com/portal"),
            ("http://127.0.0.1:8080/a/Partner-Portal_2.0//", "http://127.0.0.1:8080/a/Partner-Portal_2.0"),
        ] {
            assert_eq!(parse(setting).unwrap(), kept);
        }
    }

    #[test]
    fn rejects_urls_with_other_parts_and_names_the_reason() {
        for (setting, wrong) in [
            ("portal.example", "is not an address"),
            ("ftp://portal.example", "https://"),
            ("https://example.com/portal?a=1", "after ?"),
            ("https://example.com/portal#top", "after ? or #"),
            ("https://staff:secret@example.com", "user name"),
            ("https://example.com/a/../b", "characters"),
            ("https://example.com/a\tb", "characters"),
            ("https://example.com/a//b", "between slashes"),
            ("https://example.com/a%20b", "between slashes"),
            ("https://example.com/포털", "characters"),
        ] {
            let said = parse(setting).unwrap_err().to_string();
            assert!(said.contains(wrong) && said.contains("https://example.com/portal"), "{setting}: {said}");
            assert!(!said.contains("secret"), "{said}");
        }
    }

    #[test]
    fn splits_origin_and_path() {
        assert_eq!(split("https://portal.example"), ("https://portal.example", ""));
        assert_eq!(split("http://a.example:81/b/c"), ("http://a.example:81", "/b/c"));
    }
}
