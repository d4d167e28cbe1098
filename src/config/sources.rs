//! Where settings come from, the weakest first: defaults, `partner-portal.toml` in the working directory, systemd
//! credentials, and the environment. Instead, a secret can be in the file that `NAME_FILE` names.

use crate::config::Settings;
use crate::config::known_settings::{TABLES, file_key, is_known, nearest};
use crate::config::reference::{SETTINGS, Setting};
use crate::config::setting_source::{FILE, Source};
use crate::error::{Error, Result};
use crate::secrets::refuse_if_others_may_read;
use figment::providers::{Format, Serialized, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Metadata, Profile, Provider};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};

/// The folder of systemd's credentials.
const CREDENTIALS: &str = "CREDENTIALS_DIRECTORY";

/// The values that are set, before they are validated together.
#[derive(Debug)]
pub struct Sources {
    values: Dict,
    from: BTreeMap<String, Source>,
}

impl Sources {
    /// Reads all sources of this process.
    ///
    /// # Errors
    /// One line for the operator: the file has a syntax error or an unknown setting, a secret is set twice at one place,
    /// or a file with a secret cannot be read or is open to others.
    pub fn read() -> Result<Self> {
        let credentials = std::env::var_os(CREDENTIALS).map(PathBuf::from);
        Self::from_places(Path::new(FILE), credentials.as_deref(), &|name| std::env::var(name).ok())
    }

    fn from_places(
        file: &Path,
        credentials: Option<&Path>,
        environment: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self> {
        let in_file = contents_of(file)?;
        let mut sources = Sources { values: Dict::new(), from: BTreeMap::new() };
        for table in TABLES {
            sources
                .values
                .extend(in_file.get_key_value(*table).map(|(key, value)| (key.clone(), value.clone())));
        }
        for setting in SETTINGS {
            let named = in_file.get(&file_key(setting)).and_then(Value::as_str).map(PathBuf::from);
            sources.add(setting, in_file.get(&setting.key()).cloned(), named, Source::File)?;
            let names = [setting.key(), setting.name.to_owned()];
            let credential = credentials
                .and_then(|folder| names.iter().map(|name| folder.join(name)).find(|file| file.exists()));
            if let Some(credential) = credential.filter(|_| setting.is_secret) {
                let text =
                    text_of(&credential).map_err(|error| in_secret_file(setting, &credential, &error))?;
                sources.set(setting, Value::from(text), Source::Credential);
            }
            // A token of digits is a text, too.
            let read = |text: String| match setting.is_secret || setting.name == "RUST_LOG" {
                true => Value::from(text),
                false => text.parse().unwrap_or_else(|never: Infallible| match never {}),
            };
            let named = environment(&file_key(setting).to_uppercase()).filter(|_| setting.is_secret);
            let value = environment(setting.name).map(read);
            sources.add(setting, value, named.map(PathBuf::from), Source::Environment)?;
        }
        Ok(sources)
    }

    /// Adds what one place says of a setting: its value, or the file with its value.
    fn add(
        &mut self,
        setting: &Setting,
        value: Option<Value>,
        file: Option<PathBuf>,
        source: Source,
    ) -> Result<()> {
        match (value, file) {
            (None, None) => {}
            (Some(value), None) => self.set(setting, value, source),
            (None, Some(file)) => {
                let wrong = |error: Error| in_secret_file(setting, &file, &error);
                refuse_if_others_may_read(&file).map_err(wrong)?;
                let text = text_of(&file).map_err(wrong)?;
                self.set(setting, Value::from(text), Source::SecretFile(file));
            }
            (Some(_), Some(_)) => {
                let name = setting.name;
                return Err(Error::operator(format!(
                    "both {name} and {name}_FILE are set; keep one of them"
                )));
            }
        }
        Ok(())
    }

    fn set(&mut self, setting: &Setting, value: Value, source: Source) {
        self.values.insert(setting.key(), value);
        self.from.insert(setting.key(), source);
    }

    /// Returns the settings, not yet validated together.
    ///
    /// # Errors
    /// One line for the operator: a value has the wrong type.
    pub fn settings(&self) -> Result<Settings> {
        let figment =
            Figment::from(Serialized::defaults(Settings::default())).merge(Values(self.values.clone()));
        figment.extract().map_err(|error: figment::Error| {
            let Some(key) = error.path.first() else { return Error::operator(format!("settings: {error}")) };
            let place = self.from.get(key).map(|source| format!(" ({source})")).unwrap_or_default();
            let default =
                SETTINGS.iter().find(|setting| setting.key() == *key).map(|setting| setting.default);
            let default = default.filter(|default| !default.is_empty());
            let right = default.map(|default| format!("; the default is {default}")).unwrap_or_default();
            Error::operator(format!("{}{place}: {}{right}", key.to_uppercase(), error.kind))
        })
    }

    /// Returns where the value of a setting comes from.
    pub fn source(&self, setting: &Setting) -> Source {
        self.from.get(&setting.key()).cloned().unwrap_or(Source::Default)
    }
}

fn in_secret_file(setting: &Setting, file: &Path, error: &Error) -> Error {
    Error::operator(format!("{} in the file {}: {error}", setting.name, file.display()))
}

/// Returns the secret in a file: its text without the line break at its end.
fn text_of(file: &Path) -> Result<String> {
    let text = std::fs::read_to_string(file)?;
    match text.trim() {
        "" => Err(Error::operator("the file is empty")),
        text => Ok(text.to_owned()),
    }
}

/// Returns what the file with settings has.
///
/// # Errors
/// The file cannot be read, or has a key that is no setting: a misspelt one would silently do nothing.
fn contents_of(file: &Path) -> Result<Dict> {
    if !file.exists() {
        return Ok(Dict::new());
    }
    let wrong = |error: String| Error::operator(format!("{}: {error}", file.display()));
    let read: Dict =
        Figment::from(Toml::file_exact(file)).extract().map_err(|error| wrong(error.to_string()))?;
    match read.keys().find(|key| !is_known(key)) {
        None => Ok(read),
        Some(unknown) => {
            let near = nearest(unknown).map(|key| format!("; do you mean {key}?")).unwrap_or_default();
            Err(wrong(format!("there is no setting {unknown}{near}")))
        }
    }
}

/// Values as a source of figment.
struct Values(Dict);

impl Provider for Values {
    fn metadata(&self) -> Metadata {
        Metadata::named("settings")
    }

    fn data(&self) -> std::result::Result<Map<Profile, Dict>, figment::Error> {
        Ok(Profile::Default.collect(self.0.clone()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::private_files;
    use std::io::Write;

    struct Places {
        folder: tempfile::TempDir,
        environment: BTreeMap<&'static str, String>,
    }

    impl Places {
        fn new() -> Self {
            Places { folder: tempfile::tempdir().unwrap(), environment: BTreeMap::new() }
        }

        fn write(&self, name: &str, text: &str) -> String {
            let path = self.folder.path().join(name);
            private_files::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
            path.to_str().unwrap().to_owned()
        }

        fn read(&self) -> Result<Sources> {
            let credentials = self.folder.path().join("credentials");
            let variable = |name: &str| self.environment.get(name).cloned();
            Sources::from_places(&self.folder.path().join(FILE), Some(&credentials), &variable)
        }

        fn source(&self, name: &str) -> Source {
            let setting = SETTINGS.iter().find(|setting| setting.name == name).unwrap();
            self.read().unwrap().source(setting)
        }

        fn error(&self) -> String {
            self.read().and_then(|sources| sources.settings()).unwrap_err().to_string()
        }
    }

    #[test]
    fn each_place_wins_over_those_before_it() {
        let mut places = Places::new();
        let smtp = |places: &Places| places.read().unwrap().settings().unwrap().smtp_url.unwrap_or_default();
        assert_eq!((smtp(&places).as_str(), places.source("SMTP_URL")), ("", Source::Default));
        places.write(FILE, "smtp_url = 'smtps://file'\nportal_exports_per_hour = 7\n");
        assert_eq!((smtp(&places).as_str(), places.source("SMTP_URL")), ("smtps://file", Source::File));
        std::fs::create_dir(places.folder.path().join("credentials")).unwrap();
        places.write("credentials/smtp_url", "smtps://credential\n");
        assert_eq!(smtp(&places), "smtps://credential");
        assert_eq!(places.source("SMTP_URL"), Source::Credential);
        let secret = places.write("secret", "smtps://named\n");
        places.environment.insert("SMTP_URL_FILE", secret.clone());
        assert_eq!(smtp(&places), "smtps://named");
        assert_eq!(places.source("SMTP_URL"), Source::SecretFile(secret.into()));
        assert_eq!(places.source("PORTAL_EXPORTS_PER_HOUR"), Source::File);
        places.environment.insert("PORTAL_EXPORTS_PER_HOUR", "9".to_owned());
        assert_eq!(places.read().unwrap().settings().unwrap().portal_exports_per_hour, 9);
    }

    #[test]
    fn a_secret_of_digits_is_a_text() {
        let mut places = Places::new();
        places.environment.insert("PORTAL_METRICS_TOKEN", "12345678901234567890".to_owned());
        let settings = places.read().unwrap().settings().unwrap();
        assert_eq!(settings.portal_metrics_token.as_deref(), Some("12345678901234567890"));
    }

    #[test]
    fn errors_name_the_setting_and_its_place() {
        let mut places = Places::new();
        places.environment.insert("PORTAL_EXPORTS_PER_HOUR", "many".to_owned());
        let said = places.error();
        assert!(said.starts_with("PORTAL_EXPORTS_PER_HOUR (environment): "), "{said}");
        places.environment.clear();
        places.environment.insert("SMTP_URL", "smtps://a".to_owned());
        places.environment.insert("SMTP_URL_FILE", "nowhere".to_owned());
        assert_eq!(places.error(), "both SMTP_URL and SMTP_URL_FILE are set; keep one of them");
        places.environment.remove("SMTP_URL");
        assert!(places.error().starts_with("SMTP_URL in the file nowhere: "), "{}", places.error());
        let empty = places.write("empty", "\n");
        places.environment.insert("SMTP_URL_FILE", empty);
        assert!(places.error().ends_with("the file is empty"), "{}", places.error());
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let mut places = Places::new();
        let file = places.write("secret", "smtps://a");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        places.environment.insert("SMTP_URL_FILE", file);
        assert!(places.error().contains("chmod 600"), "{}", places.error());
    }

    #[test]
    fn a_misspelt_setting_in_the_file_is_an_error() {
        let places = Places::new();
        places.write(FILE, "portal_requre_mfa = 'all'\n");
        let said = places.error();
        assert!(
            said.ends_with("there is no setting portal_requre_mfa; do you mean portal_require_mfa?"),
            "{said}"
        );
        let other = Places::new();
        other.write(FILE, "[[oidc]]\nid = 'main'\n");
        assert_eq!(other.read().unwrap().settings().unwrap().oidc.len(), 1);
    }
}
