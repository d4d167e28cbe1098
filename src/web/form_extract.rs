//! Reading addresses and forms: whatever cannot be read becomes one clear error with status 422.

use crate::error::{Error, Result};
use crate::web::middleware::form_guard;
use actix_web::web::{FormConfig, QueryConfig};
use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use std::fmt;

/// How the part of an address after `?` is read.
pub fn query_config() -> QueryConfig {
    QueryConfig::default().error_handler(|error, _| Error::bad_input("address", error.to_string()).into())
}

/// How a posted form is read; [`super::middleware::form_guard::forms`] has limited its size before.
pub fn form_config() -> FormConfig {
    FormConfig::default()
        .limit(form_guard::MAX_FORM)
        .error_handler(|error, _| Error::bad_input("form", error.to_string()).into())
}

/// What a form sends besides its fields: nothing. Forms say so with `deny_unknown_fields`; those that are put together
/// of several structs end with this one, flattened, since serde cannot do both.
#[derive(Debug, Default)]
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

/// Where to go after a form: a path of ours, else the start page.
/// `//evil`, `/\evil`, a scheme or control characters lead nowhere.
pub fn safe_return_path(next: Option<&str>) -> String {
    let path = next.unwrap_or_default();
    let second = path.as_bytes().get(1).copied();
    let inside =
        path.starts_with('/') && !matches!(second, Some(b'/' | b'\\')) && !path.contains(char::is_control);
    // A browser reads a backslash as a slash, wherever it stands before the query.
    let clean = !path.split(['?', '#']).next().unwrap_or_default().contains('\\');
    if inside && clean && path.len() <= 4096 { path.to_owned() } else { "/".to_owned() }
}

/// Where to go on to.
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
    fn leads_only_inside() {
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
