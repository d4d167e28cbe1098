//! The reference of all settings with defaults and descriptions. `--help`, the names that are read from the
//! environment, and docs/reference/settings.md are generated from these tables.

/// The documentation of a setting.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The name of its environment variable, or its key in the file.
    pub name: &'static str,
    /// The default value; empty if there is none.
    pub default: &'static str,
    /// The effect of the setting and the values that it accepts.
    pub meaning: &'static str,
    /// Whether the value is or may contain a secret. Such a setting can also be read from a file, and is shown without it.
    pub is_secret: bool,
}

impl Setting {
    /// Returns its name in `partner-portal.toml`.
    pub fn key(&self) -> String {
        self.name.to_lowercase()
    }
}

const fn setting(name: &'static str, default: &'static str, meaning: &'static str) -> Setting {
    Setting { name, default, meaning, is_secret: false }
}

const fn secret(name: &'static str, default: &'static str, meaning: &'static str) -> Setting {
    Setting { name, default, meaning, is_secret: true }
}

/// The settings in the environment, or in lower case in the file.
pub const SETTINGS: &[Setting] = &[
    secret(
        "DATABASE_URL",
        "sqlite://data/partner-portal.db",
        "The database: sqlite://FILE or postgres://USER@HOST/NAME. Behind a pooler in transaction mode, add ?pgbouncer=true.",
    ),
    setting(
        "PORTAL_LISTEN",
        "127.0.0.1:8080",
        "Address and port to listen on. Any address other than loopback needs an https:// PORTAL_PUBLIC_URL.",
    ),
    setting(
        "PORTAL_PUBLIC_URL",
        "",
        "The public URL of the portal, such as https://portal.example. It may have a path, such as \
         https://example.com/portal: then the portal answers below that path only, and the proxy passes paths on \
         unchanged. Without the setting: http:// and the requested host.",
    ),
    setting(
        "PORTAL_SECRET_FILE",
        "data/secret",
        "The secret file. It is created at the first start with mode 0600. Back it up apart from the database.",
    ),
    setting(
        "PORTAL_BACKUP_PASSPHRASE_FILE",
        "",
        "A file of mode 0600 with the passphrase of the secret in backups. Without it, `backup --with-secret` and \
         `restore` read the passphrase from standard input.",
    ),
    setting(
        "PORTAL_BACKUP_BEFORE_MIGRATION",
        "on",
        "on: before a new version changes an embedded database (SQLite), it writes a backup into the database's folder, \
         and keeps the newest three. off: it does not.",
    ),
    setting(
        "PORTAL_TRUSTED_PROXIES",
        "",
        "Addresses and networks (10.0.0.0/8) of proxies whose X-Forwarded-For is trusted, separated by commas.",
    ),
    setting(
        "PORTAL_OUTBOUND_ALLOW",
        "",
        "Host names, addresses and networks (10.0.0.0/8) that chat channels and connections may use although they are not public, also \
         by http, separated by commas. All other addresses must be public and https.",
    ),
    setting(
        "PORTAL_REQUIRE_MFA",
        "admins",
        "Who must use two-step verification: admins (Global and User management admins), all, or off.",
    ),
    setting(
        "PORTAL_OIDC_ISSUER",
        "",
        "An OpenID Connect issuer that users can sign in with, such as \
         https://login.microsoftonline.com/TENANT-ID/v2.0. Register the redirect address \
         PORTAL_PUBLIC_URL/sign-in/oidc/main/callback there. For several issuers use [[oidc]] in the file.",
    ),
    setting("PORTAL_OIDC_CLIENT_ID", "", "The client ID of this portal at the issuer."),
    setting(
        "PORTAL_OIDC_CLIENT_SECRET_FILE",
        "",
        "A file of mode 0600 with the client's secret. A public client has none.",
    ),
    setting("PORTAL_OIDC_NAME", "", "The name on the sign-in button. Without it: the issuer's host."),
    setting(
        "PORTAL_OIDC_EMAILS_ARE_VERIFIED",
        "false",
        "true if the issuer verifies every email address that it sends, but does not say so.",
    ),
    setting(
        "PORTAL_API_REQUESTS_PER_MINUTE",
        "600",
        "The maximum number of requests per API token and minute. Each process of the portal counts by itself.",
    ),
    setting("PORTAL_EXPORTS_PER_HOUR", "60", "The maximum number of exports per user and hour."),
    setting(
        "PORTAL_RETENTION_PEOPLE_DAYS",
        "",
        "Erase a deactivated person so many days after deactivation. Without it, as without each of the following: never.",
    ),
    setting(
        "PORTAL_RETENTION_CUSTOMERS_DAYS",
        "",
        "Erase a customer so many days after its last relationship with any partner of the portal ended.",
    ),
    setting(
        "PORTAL_RETENTION_REQUESTS_DAYS",
        "",
        "Erase recipients, texts and contacts of relationship requests and referrals so many days after these ended.",
    ),
    setting(
        "PORTAL_RETENTION_LOG_ADDRESSES_DAYS",
        "",
        "Erase network addresses from entries of the activity log that are so many days old.",
    ),
    setting(
        "PORTAL_RETENTION_LOG_DAYS",
        "",
        "Erase names, network addresses and details from entries of the activity log that are so many days old.",
    ),
    secret(
        "SMTP_URL",
        "",
        "The mail server: smtps://USER:PASSWORD@HOST, or smtp://… for STARTTLS; without TLS on loopback only. \
         Without it the portal only drafts messages and users send them.",
    ),
    setting(
        "MAIL_FROM",
        "",
        "The sender of mail: portal@portal.example, or Portal <portal@portal.example>. Required with SMTP_URL.",
    ),
    secret(
        "PORTAL_METRICS_TOKEN",
        "",
        "The token that /metrics demands (Authorization: Bearer TOKEN), at least 16 characters. Without it, /metrics answers \
         only requests from this machine that no proxy has passed on.",
    ),
    setting("PORTAL_LOG_FORMAT", "json", "The server log, one line for each event: json or text."),
    setting(
        "RUST_LOG",
        "info,actix_server=warn",
        "The log level, or a filter of the Rust crate tracing-subscriber.",
    ),
];

/// The keys of a table `[[oidc]]` in the file: one table for each OpenID Connect issuer.
pub const ISSUER_KEYS: &[Setting] = &[
    setting(
        "id",
        "",
        "Its name in addresses, 1 to 32 of a–z, 0–9 and -: /sign-in/oidc/ID/callback. Required.",
    ),
    setting("name", "", "The name on the sign-in button. Without it: the issuer's host."),
    setting("issuer", "", "The issuer's address, exactly as its tokens write it. Required."),
    setting("client_id", "", "The client ID of this portal at the issuer. Required."),
    setting(
        "client_secret_file",
        "",
        "A file of mode 0600 with the client's secret. A public client has none.",
    ),
    setting(
        "emails_are_verified",
        "false",
        "true if the issuer verifies every email address that it sends, but does not say so.",
    ),
    setting(
        "partners",
        "",
        "MPN IDs of the partners whose users can sign in with it. Without it: all partners.",
    ),
    setting(
        "roles_claim",
        "",
        "The claim that names a person's roles: a name, or a JSON pointer such as /realm_access/roles. \
         Required with roles.",
    ),
    setting("roles", "", "Which value of that claim gives which role. Required with roles_claim."),
];

/// Width of the column of names in `--help`, in characters.
const NAME_WIDTH: usize = 24;

/// Width of the column of descriptions in `--help`, in characters.
const MEANING_WIDTH: usize = 82;

/// Returns the part of `--help` that lists the settings.
pub fn help() -> String {
    let mut text =
        "Settings, from the environment or in lower case from partner-portal.toml; the environment wins. Those\n\
         marked * can be read from a file: NAME_FILE names it, or it is the systemd credential of that name:"
            .to_owned();
    for setting in SETTINGS {
        let meaning = match setting.default {
            "" => setting.meaning.to_owned(),
            default => format!("{} Default: {default}", setting.meaning),
        };
        let indent = format!("\n  {:NAME_WIDTH$} ", "");
        let lines = wrap(&meaning, MEANING_WIDTH).join(&indent);
        let name = format!("{}{}", setting.name, if setting.is_secret { " *" } else { "" });
        let gap = if name.len() > NAME_WIDTH { indent.as_str() } else { " " };
        text.push_str(&format!("\n  {name:NAME_WIDTH$}{gap}{lines}"));
    }
    text
}

/// Wraps a text between words into lines of at most `width` characters; a longer word gets its own line.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Returns an example of `partner-portal.toml` with all settings, each commented out.
pub fn example() -> String {
    let mut text = "# Settings of the partner portal, in the working directory of the program. Remove the # of what you set.\n\
                    # Variables of the environment with the same names in upper case win over this file.\n"
        .to_owned();
    for setting in SETTINGS {
        text.push('\n');
        for line in wrap(setting.meaning, EXAMPLE_WIDTH) {
            text.push_str(&format!("# {line}\n"));
        }
        text.push_str(&format!("# {} = {}\n", setting.key(), toml_value(setting.default)));
        if setting.is_secret {
            text.push_str(&format!("# {}_file = \"/etc/partner-portal/{}\"\n", setting.key(), setting.key()));
        }
    }
    text.push_str("\n# One table for each further OpenID Connect issuer.\n# [[oidc]]\n");
    for key in ISSUER_KEYS {
        for line in wrap(key.meaning, EXAMPLE_WIDTH) {
            text.push_str(&format!("# # {line}\n"));
        }
        text.push_str(&format!("# {} = {}\n", key.name, issuer_value(key)));
    }
    text
}

/// Width of the comments in the example, in characters.
const EXAMPLE_WIDTH: usize = 110;

fn toml_value(default: &str) -> String {
    match default {
        "true" | "false" => default.to_owned(),
        number if number.parse::<u64>().is_ok() => number.to_owned(),
        text => format!("\"{text}\""),
    }
}

fn issuer_value(key: &Setting) -> String {
    match key.name {
        "partners" => "[]".to_owned(),
        "roles" => "{ \"portal-admins\" = \"global-admin\" }".to_owned(),
        _ => toml_value(key.default),
    }
}
