//! Reading addresses and forms: whatever cannot be read becomes one clear error with status 422.

use crate::error::Error;
use actix_web::web::{FormConfig, QueryConfig};

/// How the part of an address after `?` is read.
pub fn query_config() -> QueryConfig {
    QueryConfig::default().error_handler(|error, _| Error::bad_input("address", error.to_string()).into())
}

/// How a posted form is read; [`super::guard::forms`] has limited its size before.
pub fn form_config() -> FormConfig {
    FormConfig::default()
        .limit(super::guard::LONGEST_FORM)
        .error_handler(|error, _| Error::bad_input("form", error.to_string()).into())
}

/// Where to go after a form: a path of ours, else the start page.
/// `//evil`, `/\evil`, a scheme or control characters lead nowhere.
pub fn own_path(next: Option<&str>) -> String {
    let path = next.unwrap_or_default();
    let second = path.as_bytes().get(1).copied();
    let inside =
        path.starts_with('/') && !matches!(second, Some(b'/' | b'\\')) && !path.contains(char::is_control);
    // A browser reads a backslash as a slash, wherever it stands before the query.
    let clean = !path.split(['?', '#']).next().unwrap_or_default().contains('\\');
    if inside && clean && path.len() <= 4096 { path.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn leads_only_inside() {
        for inside in ["/", "/customers?q=%ED%95%9C", "/customers/1#top", "/a?b=\\"] {
            assert_eq!(own_path(Some(inside)), inside);
        }
        for outside in
            ["//evil", "/\\evil", "https://evil", "evil", "", "/a\\b", "/\tevil", "/a\r\nb", "javascript:1"]
        {
            assert_eq!(own_path(Some(outside)), "/", "{outside:?}");
        }
        assert_eq!(own_path(None), "/");
    }
}
