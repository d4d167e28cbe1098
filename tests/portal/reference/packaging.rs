//! Packages, image and operating instructions fit the program: their settings exist and their commands parse.

use crate::architecture::tree::root;
use crate::reference::project::texts;
use clap::CommandFactory;
use clap::error::ErrorKind;
use figment::Figment;
use figment::providers::{Format, Serialized, Toml};
use partner_portal::commands::command_line::CommandLine;
use partner_portal::config::Settings;
use partner_portal::config::reference::SETTINGS;
use partner_portal::mail::server::MailServer;
use std::collections::BTreeSet;
use std::fs;

/// Names of the Compose files themselves, which look like settings.
const OF_COMPOSE: &[&str] = &["PORTAL_HOST", "PORTAL_PORT", "PORTAL_IMAGE"];

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Returns the files that install, configure or describe an installed portal.
fn searched() -> Vec<(String, String)> {
    let is_searched =
        |name: &str| name == "Dockerfile" || name == "docs/operations.md" || name.starts_with("packaging/");
    texts().into_iter().filter(|(name, _)| is_searched(name)).collect()
}

/// Whether a name is a setting, or a setting that is read from a file.
fn is_setting(name: &str) -> bool {
    let is_listed = |name: &str| SETTINGS.iter().any(|setting| setting.name == name);
    is_listed(name) || name.strip_suffix("_FILE").is_some_and(is_listed)
}

#[test]
fn every_setting_named_in_packaging_exists() {
    let begins = ["PORTAL_", "DATABASE_URL", "SMTP_", "MAIL_FROM"];
    let (mut known, mut unknown) = (0, BTreeSet::new());
    for (file, text) in searched() {
        let words = text.split(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'));
        for word in words.filter(|word| begins.iter().any(|begin| word.starts_with(begin))) {
            if is_setting(word) || OF_COMPOSE.contains(&word) {
                known += 1;
            } else {
                unknown.insert(format!("{file}: {word}"));
            }
        }
    }
    assert!(unknown.is_empty(), "src/config/reference.rs does not have these settings: {unknown:#?}");
    assert!(known > 20, "the files could not be searched: {known}");
}

/// Alerts and the dashboard would silently show nothing for a metric that does not exist.
#[test]
fn every_metric_in_packaging_exists() {
    let page = read("docs/reference/metrics.md");
    let documented: BTreeSet<&str> =
        page.split('`').filter(|word| word.starts_with("partner_portal_")).collect();
    let is_documented = |name: &str| {
        let parts = ["", "_bucket", "_sum", "_count", "_info"];
        parts.iter().filter_map(|part| name.strip_suffix(part)).any(|name| documented.contains(name))
    };
    let mut known = 0;
    for (file, text) in searched() {
        let words = text.split(|c: char| !(c.is_ascii_lowercase() || c == '_'));
        for name in words.filter(|word| word.starts_with("partner_portal_")) {
            assert!(is_documented(name), "{file}: docs/reference/metrics.md does not have {name}");
            known += 1;
        }
    }
    assert!(known > 20, "the files could not be searched: {known}");
}

/// Checks the installed settings, and also those that an operator gets by removing a `#`.
#[test]
fn the_installed_settings_are_valid() {
    let text = read("packaging/etc/partner-portal.toml");
    let uncommented = text.lines().map(|line| match line.strip_prefix('#') {
        Some(setting) if !setting.starts_with(' ') => setting,
        _ => line,
    });
    let all = uncommented.collect::<Vec<_>>().join("\n");
    for text in [text.as_str(), &all] {
        let figment = Figment::from(Serialized::defaults(Settings::default())).merge(Toml::string(text));
        let settings: Settings = figment.extract().unwrap();
        let settings = settings.checked().unwrap();
        MailServer::from_settings(&settings).unwrap();
    }
    for line in all.lines().filter(|line| !line.starts_with('#') && line.contains(" = ")) {
        let name = line.split(" = ").next().unwrap().to_uppercase();
        assert!(
            is_setting(&name),
            "partner-portal.toml has {name}, which src/config/reference.rs does not have"
        );
    }
    assert!(all.contains("\nportal_public_url = "), "the comments could not be parsed");
}

/// The portal can write only what its unit and tmpfiles.d allow.
#[test]
fn units_folders_and_settings_name_the_same_paths() {
    let settings = read("packaging/etc/partner-portal.toml");
    let folders = read("packaging/tmpfiles.d/partner-portal.conf");
    let service = read("packaging/systemd/partner-portal.service");
    let backup = read("packaging/systemd/partner-portal-backup.service");
    let (data, archives) = ("/var/lib/partner-portal", "/var/backups/partner-portal");
    assert!(settings.contains(&format!("database_url = \"sqlite://{data}/")));
    assert!(settings.contains(&format!("portal_secret_file = \"{data}/")));
    for unit in [&service, &backup] {
        assert!(unit.contains("\nStateDirectory=partner-portal\n"));
        assert!(unit.contains("\nWorkingDirectory=/etc/partner-portal\n"));
    }
    assert!(backup.contains(&format!("\nReadWritePaths={archives}\n")));
    assert!(backup.contains(&format!(" --to {archives} ")));
    for folder in [data, archives, "/etc/partner-portal"] {
        assert!(folders.lines().any(|line| line.split_whitespace().take(2).eq(["d", folder])), "{folder}");
    }
    let hardened = |unit: &str| -> BTreeSet<String> {
        let kinds = ["Protect", "Private", "Restrict", "SystemCall", "NoNew", "Capability", "Memory", "Lock"];
        let lines = unit.lines().filter(|line| kinds.iter().any(|kind| line.starts_with(kind)));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(hardened(&service), hardened(&backup), "both units have the same limits");
}

#[test]
fn every_command_in_packaging_parses() {
    let mut commands = Vec::new();
    for (file, text) in searched() {
        let text = text.replace("\\\n", " ");
        let found = text.lines().flat_map(candidates).filter_map(command_of);
        commands.extend(found.map(|command| (file.clone(), command)));
    }
    let wrong: Vec<String> = commands.iter().filter_map(|(file, command)| fault(file, command)).collect();
    assert!(wrong.is_empty(), "these commands are not those of the program: {wrong:#?}");
    let first =
        |name: &str| commands.iter().any(|(_, command)| command.first().is_some_and(|one| one == name));
    for name in
        ["serve", "backup", "healthcheck", "setup", "restore", "resume", "user", "activity", "migrate"]
    {
        assert!(first(name), "no file has the command {name}: the files could not be parsed");
    }
}

/// Returns what may be a command: what is between backticks in a sentence, otherwise the line.
fn candidates(line: &str) -> Vec<&str> {
    match line.contains('`') {
        true => line.split('`').skip(1).step_by(2).collect(),
        false => vec![line.trim()],
    }
}

/// Returns the arguments of the portal's command in a line of a unit, a Dockerfile, a crontab or a shell.
fn command_of(line: &str) -> Option<Vec<String>> {
    let line = line.split("# ").next().unwrap_or_default();
    if let Some((_, list)) = line.split_once("CMD [") {
        let words = list.trim_end_matches(']').split(", ").map(|word| word.trim_matches('"').to_owned());
        let words: Vec<String> = words.collect();
        let is_portal = words.first().is_some_and(|word| word == "partner-portal");
        return Some(if is_portal { words[1..].to_vec() } else { words });
    }
    let words = shell_words(line);
    let programs = [
        "partner-portal",
        "partner-portalctl",
        "/usr/bin/partner-portal",
        "ExecStart=/usr/bin/partner-portal",
    ];
    let begins =
        ["sudo", "docker", "partner-portal", "partner-portalctl", "ExecStart=/usr/bin/partner-portal", "30"];
    if !words.first().is_some_and(|word| begins.contains(&word.as_str())) {
        return None;
    }
    // In `sudo -u partner-portal … partner-portal restore` and `compose exec portal partner-portal`, the last one.
    let at = words.iter().rposition(|word| programs.contains(&word.as_str()))?;
    let before = &words[..at];
    let is_name = before
        .iter()
        .any(|word| ["systemctl", "apt", "journalctl", "createuser", "createdb"].contains(&word.as_str()));
    let is_value = before.last().is_some_and(|word| word.starts_with('-'));
    (!is_name && !is_value && at + 1 < words.len()).then(|| words[at + 1..].to_vec())
}

/// Splits a line as a shell does, up to the first redirection, pipe or second command.
fn shell_words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut is_quoted) = (Vec::new(), String::new(), false);
    for c in line.chars().chain([' ']) {
        match c {
            '"' | '\'' => is_quoted = !is_quoted,
            '>' | '<' | '|' | ';' if !is_quoted => break,
            ' ' if !is_quoted => {
                words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty()))
            }
            _ => word.push(c),
        }
    }
    words
}

fn fault(file: &str, command: &[String]) -> Option<String> {
    let line = std::iter::once("partner-portal".to_owned()).chain(command.iter().cloned());
    let error = CommandLine::command().try_get_matches_from(line).err()?;
    let is_wrong = !matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    is_wrong.then(|| {
        format!("{file}: {}: {}", command.join(" "), error.to_string().lines().next().unwrap_or_default())
    })
}
