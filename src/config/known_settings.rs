//! The names that settings have in `partner-portal.toml` and in the environment.

use crate::config::reference::{SETTINGS, Setting};

/// The keys of the file that are no single settings.
pub const TABLES: &[&str] = &["oidc"];

/// Returns the key in `partner-portal.toml` that names the file with a secret setting, such as `smtp_url_file`.
pub fn file_key(setting: &Setting) -> String {
    format!("{}_file", setting.key())
}

/// Whether the file may have this key.
pub fn is_known(key: &str) -> bool {
    let is_of = |setting: &Setting| key == setting.key() || setting.is_secret && key == file_key(setting);
    TABLES.contains(&key) || SETTINGS.iter().any(is_of)
}

/// Returns the setting whose name is most like this one, if any is.
pub fn nearest(unknown: &str) -> Option<String> {
    let likeness = |setting: &Setting| strsim::jaro_winkler(unknown, &setting.key());
    let best = SETTINGS.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) > 0.8).then(|| best.key())
}

/// Returns variables of the environment that look like settings of the portal and are none.
pub fn unknown_variables(names: impl Iterator<Item = String>) -> Vec<String> {
    let looks = |name: &String| name.starts_with("PORTAL_") && !is_known(&name.to_lowercase());
    names.filter(looks).collect()
}

#[cfg(test)]
mod tests {
    use super::unknown_variables;

    #[test]
    fn finds_variables_that_only_look_like_settings() {
        let variables = ["PORTAL_LISTEN", "PORTAL_METRICS_TOKEN_FILE", "PORTAL_SERVICE_HOST", "PATH"];
        let unknown = unknown_variables(variables.map(str::to_owned).into_iter());
        assert_eq!(unknown, ["PORTAL_SERVICE_HOST"]);
    }
}
