//! The settings in use, without secrets.

use crate::config::Settings;
use crate::config::reference::{SETTINGS, Setting};
use crate::config::setting_source::Source;
use crate::config::sources::Sources;
use crate::db::Backend;
use crate::error::{Error, Result};
use serde_json::Value;
use url::Url;

/// The text that replaces a secret.
const HIDDEN: &str = "••••";

/// A setting as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingInUse {
    /// Its name in the environment.
    pub name: &'static str,
    /// Its value without secrets; `None` if it has none.
    pub value: Option<String>,
    /// Where the value comes from.
    pub source: Source,
}

/// Returns all settings.
///
/// # Errors
/// None that can be expected.
pub fn all(settings: &Settings, backend: &Backend) -> Result<Vec<SettingInUse>> {
    let sources = Sources::read().ok();
    let values = serde_json::to_value(settings).map_err(Error::internal)?;
    let shown = |setting: &'static Setting| {
        let value = match &values[setting.key()] {
            Value::Null => None,
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        let value = match setting.name {
            "DATABASE_URL" => Some(backend.to_string()),
            _ if setting.is_secret => value.map(|value| without_secret(&value)),
            _ => value,
        };
        SettingInUse {
            name: setting.name,
            value,
            source: sources.as_ref().map_or(Source::Default, |sources| sources.source(setting)),
        }
    };
    Ok(SETTINGS.iter().map(shown).collect())
}

/// Returns an address without its password; any other text is a secret as a whole.
fn without_secret(value: &str) -> String {
    let Ok(mut url) = Url::parse(value) else { return HIDDEN.to_owned() };
    let has_password = url.password().is_some();
    url.set_query(None);
    match url.set_password(None) {
        Ok(()) if has_password => url.to_string().replacen('@', &format!(":{HIDDEN}@"), 1),
        Ok(()) if url.has_host() => url.to_string(),
        _ => HIDDEN.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::without_secret;

    #[test]
    fn shows_no_secret() {
        for (value, shown) in [
            ("smtps://portal:hunter2@smtp.example:465", "smtps://portal:••••@smtp.example:465"),
            ("smtp://smtp.example", "smtp://smtp.example"),
            ("smtp://a:b@smtp.example?token=hunter2", "smtp://a:••••@smtp.example"),
            ("hunter2hunter2hunter2", "••••"),
            ("data:hunter2", "••••"),
        ] {
            assert_eq!(without_secret(value), shown);
        }
    }
}
