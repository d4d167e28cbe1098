//! Extracts query strings and forms: input that cannot be parsed becomes an error with status 422.

use crate::error::{Error, Result};
use crate::web::middleware::form_guard;
use actix_web::web::{FormConfig, PathConfig, QueryConfig};
use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use std::fmt;

/// Returns the configuration for ids in paths: an invalid id answers 404, as an unknown id does.
pub fn path_config() -> PathConfig {
    PathConfig::default().error_handler(|_, _| Error::NotFound.into())
}

/// Returns the configuration for query strings.
pub fn query_config() -> QueryConfig {
    QueryConfig::default().error_handler(|error, _| Error::bad_input("address", error.to_string()).into())
}

/// Returns the configuration for posted forms. [`super::middleware::form_guard::forms`] has already limited their size.
pub fn form_config() -> FormConfig {
    FormConfig::default()
        .limit(form_guard::MAX_FORM)
        .error_handler(|error, _| Error::bad_input("form", error.to_string()).into())
}

/// Rejects unknown fields of a form. Simple form structs use `deny_unknown_fields`; structs with flattened
/// parts end with this type, flattened, because serde does not support both together.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoOtherFields;

impl<'de> Deserialize<'de> for NoOtherFields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(NoOtherFields)
    }
}

impl<'de> Visitor<'de> for NoOtherFields {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no other field")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut rest: M) -> Result<Self, M::Error> {
        match rest.next_entry::<String, IgnoredAny>()? {
            Some((name, _)) => Err(M::Error::custom(format_args!("unknown field `{name}`"))),
            None => Ok(NoOtherFields),
        }
    }
}

/// Returns the path to open after a form: `next` if it is a path of this portal, otherwise `/`. Rejects
/// `//evil`, `/\evil`, URLs with a scheme, and control characters.
pub fn safe_return_path(next: Option<&str>) -> String {
    let path = next.unwrap_or_default();
    let second = path.as_bytes().get(1).copied();
    let inside =
        path.starts_with('/') && !matches!(second, Some(b'/' | b'\\')) && !path.contains(char::is_control);
    // Browsers treat a backslash in the path as a slash.
    let clean = !path.split(['?', '#']).next().unwrap_or_default().contains('\\');
    if inside && clean && path.len() <= 4096 { path.to_owned() } else { "/".to_owned() }
}

/// The path to open next, as a parameter.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Next {
    /// A path of this portal.
    pub next: String,
}

#[cfg(test)]
mod tests {
    use super::safe_return_path;

    #[test]
    fn allows_only_local_return_paths() {
        for inside in ["/", "/customers?q=%ED%95%9C", "/customers/1#top", "/a?b=\\"] {
            assert_eq!(safe_return_path(Some(inside)), inside);
        }
        for outside in
            ["//evil", "/\\evil", "https://evil", "evil", "", "/a\\b", "/\tevil", "/a\r\nb", "javascript:1"]
        {
            assert_eq!(safe_return_path(Some(outside)), "/", "{outside:?}");
        }
        assert_eq!(safe_return_path(None), "/");
    }
}
