//! docs/reference/settings.md and `--help` are generated from the tables that parse the settings.

use crate::reference::page::{check, code, row};
use partner_portal::config::IssuerSettings;
use partner_portal::config::Settings;
use partner_portal::config::reference::{ISSUER_KEYS, SETTINGS, Setting};
use serde_json::Value;

#[test]
fn documentation_of_settings_is_up_to_date() {
    let environment = format!("## From the environment or the file\n\n{}", table("setting", SETTINGS));
    let issuers = format!("## Keys of `[[oidc]]`\n\n{}", table("key", ISSUER_KEYS));
    check("docs/reference/settings.md", &format!("{environment}\n{issuers}"));
}

fn table(what: &str, settings: &[Setting]) -> String {
    let mut table = row([what, "meaning", "default"]) + "|---|---|---|\n";
    for setting in settings {
        let default = if setting.default.is_empty() { "none".to_owned() } else { code(setting.default) };
        table += &row([code(setting.name).as_str(), &setting.meaning.replace('<', "\\<"), &default]);
    }
    table
}

/// A setting missing from the tables could not be set, and a wrong default would mislead.
#[test]
fn tables_list_every_setting_with_its_default() {
    let mut fields = fields(&serde_json::to_value(Settings::default()).unwrap());
    fields.retain(|(name, _)| name != "oidc");
    compare(fields, SETTINGS);
    compare(self::fields(&serde_json::to_value(IssuerSettings::default()).unwrap()), ISSUER_KEYS);
}

fn fields(value: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| match value {
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    value.as_object().unwrap().iter().map(|(name, value)| (name.clone(), text(value))).collect()
}

fn compare(mut fields: Vec<(String, String)>, settings: &[Setting]) {
    let listed = settings.iter().map(|one| (one.name.to_lowercase(), one.default.to_owned()));
    let mut listed: Vec<_> = listed.collect();
    fields.sort();
    listed.sort();
    assert_eq!(listed, fields, "left: src/config/reference.rs; right: the struct and its defaults");
}

#[test]
fn help_fits_the_width_of_a_terminal() {
    let help = partner_portal::config::reference::help();
    for line in help.lines().filter(|line| !line.contains("https://login.")) {
        assert!(line.chars().count() <= 110, "{line}");
    }
    for setting in SETTINGS {
        assert!(help.contains(&format!("\n  {}", setting.name)), "{}", setting.name);
    }
}
