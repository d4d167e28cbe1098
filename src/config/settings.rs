//! The typed settings. [`crate::config::sources`] reads them.

use crate::config::logging::DEFAULT_FILTER;
use crate::config::public_url::normal_origin;
use crate::config::retention_periods::Periods;
use crate::config::sources::Sources;
use crate::config::trusted_proxies::TrustedProxies;
use crate::config::{IssuerSettings, OutboundAllow, oidc_issuer as oidc, public_url};
use crate::domain::{AdminRole, Roles};
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::net::SocketAddr;
use std::path::PathBuf;

/// The settings of a running portal.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// `sqlite://FILE` or `postgres://…`.
    pub database_url: String,
    /// The address and port to listen on.
    pub portal_listen: SocketAddr,
    /// The public URL; links in messages begin with it.
    pub portal_public_url: Option<String>,
    /// The secret file.
    pub portal_secret_file: PathBuf,
    /// A file with the passphrase of the secret in backups.
    pub portal_backup_passphrase_file: Option<PathBuf>,
    /// Whether an embedded database is backed up before it is migrated.
    pub portal_backup_before_migration: BackupBeforeMigration,
    /// Proxies whose `X-Forwarded-For` is trusted: addresses and networks, separated by commas.
    pub portal_trusted_proxies: String,
    /// The parsed form of `portal_trusted_proxies`.
    #[serde(skip)]
    pub trusted_proxies: TrustedProxies,
    /// Hosts and networks that are not public, and that requests may be sent to, separated by commas.
    pub portal_outbound_allow: String,
    /// The parsed form of `portal_outbound_allow`.
    #[serde(skip)]
    pub outbound_allow: OutboundAllow,
    /// Which users must have a second factor.
    pub portal_require_mfa: MfaRequirement,
    /// The single issuer of the environment; see [`Settings::issuers`].
    pub portal_oidc_issuer: Option<String>,
    /// The client id at this issuer.
    pub portal_oidc_client_id: Option<String>,
    /// The file with the client secret.
    pub portal_oidc_client_secret_file: Option<PathBuf>,
    /// The label of the sign-in button.
    pub portal_oidc_name: Option<String>,
    /// Whether this issuer verifies every email address that it sends.
    pub portal_oidc_emails_are_verified: bool,
    /// The issuers in the file.
    pub oidc: Vec<IssuerSettings>,
    /// Maximum number of exports per user and hour.
    pub portal_exports_per_hour: u32,
    /// Maximum number of requests of an API token per minute.
    pub portal_api_requests_per_minute: u32,
    /// Days until a deactivated user is erased. This and the next four are parsed into `retention`.
    pub portal_retention_people_days: Option<Value>,
    /// Days until a customer without a relationship is erased.
    pub portal_retention_customers_days: Option<Value>,
    /// Days until personal data of ended requests and referrals is erased.
    pub portal_retention_requests_days: Option<Value>,
    /// Days until network addresses in the activity log are erased.
    pub portal_retention_log_addresses_days: Option<Value>,
    /// Days until names, network addresses and details in the activity log are erased.
    pub portal_retention_log_days: Option<Value>,
    /// The parsed retention periods.
    #[serde(skip)]
    pub retention: Periods,
    /// The URL of the mail server, parsed by [`crate::mail::server`].
    pub smtp_url: Option<String>,
    /// The sender of messages.
    pub mail_from: Option<String>,
    /// The token that `/metrics` demands.
    pub portal_metrics_token: Option<String>,
    /// The format of the server log; see [`crate::config::logging`].
    pub portal_log_format: LogFormat,
    /// The filter of the server log; see [`crate::config::logging`].
    pub rust_log: String,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            database_url: "sqlite://data/partner-portal.db".to_owned(),
            portal_listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            portal_public_url: None,
            portal_secret_file: PathBuf::from("data/secret"),
            portal_backup_passphrase_file: None,
            portal_backup_before_migration: BackupBeforeMigration::default(),
            portal_trusted_proxies: String::new(),
            trusted_proxies: TrustedProxies::default(),
            portal_outbound_allow: String::new(),
            outbound_allow: OutboundAllow::default(),
            portal_require_mfa: MfaRequirement::default(),
            portal_oidc_issuer: None,
            portal_oidc_client_id: None,
            portal_oidc_client_secret_file: None,
            portal_oidc_name: None,
            portal_oidc_emails_are_verified: false,
            oidc: Vec::new(),
            portal_exports_per_hour: 60,
            portal_api_requests_per_minute: 600,
            portal_retention_people_days: None,
            portal_retention_customers_days: None,
            portal_retention_requests_days: None,
            portal_retention_log_addresses_days: None,
            portal_retention_log_days: None,
            retention: Periods::default(),
            smtp_url: None,
            mail_from: None,
            portal_metrics_token: None,
            portal_log_format: LogFormat::default(),
            rust_log: DEFAULT_FILTER.to_owned(),
        }
    }
}

impl Settings {
    /// Reads and validates the settings of this process.
    ///
    /// # Errors
    /// One line that names the setting and what is wrong with it.
    pub fn load() -> Result<Self> {
        Sources::read()?.settings()?.checked()
    }

    /// Validates and parses the settings.
    ///
    /// # Errors
    /// One line for the operator, for settings that cannot work or would be unsafe.
    pub fn checked(mut self) -> Result<Self> {
        if let Some(url) = &self.portal_public_url {
            self.portal_public_url = Some(public_url::parse(url)?);
        }
        self.trusted_proxies = TrustedProxies::parse(&self.portal_trusted_proxies)?;
        self.outbound_allow = OutboundAllow::parse(&self.portal_outbound_allow)?;
        self.retention = Periods::from_settings(&self)?;
        if self.is_https() && self.trusted_proxies.is_empty() {
            tracing::warn!(
                "PORTAL_PUBLIC_URL is https, but PORTAL_TRUSTED_PROXIES is empty: all requests through the proxy have its address and share its limit of sign-in attempts"
            );
        }
        let plain = self.portal_public_url.as_deref().is_none_or(|url| url.starts_with("http://"));
        if plain && !self.portal_listen.ip().is_loopback() {
            let said = "passwords would cross the network unencrypted: set PORTAL_PUBLIC_URL to the https:// address of \
                        the proxy before it, or listen on 127.0.0.1";
            return Err(Error::operator(format!("PORTAL_LISTEN is {}; {said}", self.portal_listen)));
        }
        if self.portal_metrics_token.as_deref().is_some_and(|token| token.len() < MIN_METRICS_TOKEN) {
            return Err(Error::operator(format!(
                "PORTAL_METRICS_TOKEN has fewer than {MIN_METRICS_TOKEN} characters, so that it could be guessed; \
                 `openssl rand -hex 24` makes one"
            )));
        }
        if self.portal_oidc_client_id.is_some() && self.portal_oidc_issuer.is_none() {
            return Err(Error::operator("PORTAL_OIDC_CLIENT_ID is set, but not PORTAL_OIDC_ISSUER"));
        }
        self.oidc = oidc::checked(self.issuers())?;
        (self.portal_oidc_issuer, self.portal_oidc_client_id) = (None, None);
        Ok(self)
    }

    /// Returns the OpenID Connect issuers: the one of the environment, with the id `main`, and those of the file.
    pub fn issuers(&self) -> Vec<IssuerSettings> {
        let main = self.portal_oidc_issuer.clone().map(|issuer| IssuerSettings {
            id: "main".to_owned(),
            name: self.portal_oidc_name.clone().unwrap_or_default(),
            issuer,
            client_id: self.portal_oidc_client_id.clone().unwrap_or_default(),
            client_secret_file: self.portal_oidc_client_secret_file.clone(),
            emails_are_verified: self.portal_oidc_emails_are_verified,
            ..IssuerSettings::default()
        });
        main.into_iter().chain(self.oidc.iter().cloned()).collect()
    }

    /// Whether the public URL is https.
    pub fn is_https(&self) -> bool {
        self.portal_public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }

    /// Returns the public URL without a final slash; links in messages begin with it.
    pub fn public_url(&self) -> String {
        match &self.portal_public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.portal_listen),
        }
    }

    /// Returns the path below which the portal is reached, such as `/portal`; empty without one.
    pub fn base_path(&self) -> &str {
        self.portal_public_url.as_deref().map_or("", |url| public_url::split(url).1)
    }

    /// Returns the full name of a cookie. Over https, the prefix `__Host-` binds it to this host. The base path is part of
    /// the name, so that two portals on one host do not replace each other's cookies.
    pub fn cookie_name(&self, name: &str) -> String {
        let prefix = if self.is_https() { "__Host-" } else { "" };
        format!("{prefix}portal{}-{name}", self.base_path().replace('/', "."))
    }

    /// Returns the `Path` of cookies. Browsers accept a `__Host-` cookie only with `/`.
    pub fn cookie_path(&self) -> &str {
        if self.is_https() || self.base_path().is_empty() { "/" } else { self.base_path() }
    }

    /// Whether an `Origin` header names this portal. Without a public URL, it must match the `Host` header.
    pub fn is_own_origin(&self, origin: &str, host: Option<&str>) -> bool {
        match &self.portal_public_url {
            Some(url) => normal_origin(origin).is_some_and(|origin| origin == public_url::split(url).0),
            None => host.is_some_and(|host| {
                normal_origin(origin)
                    .is_some_and(|origin| Some(origin) == normal_origin(&format!("http://{host}")))
            }),
        }
    }

    /// Like [`Settings::is_own_origin`], but a match with the `Host` header is always enough. For requests
    /// that the browser marks as same-origin in another header.
    pub fn is_own_host(&self, origin: &str, host: Option<&str>) -> bool {
        let scheme = origin.split_once("://").map_or("http", |(scheme, _)| scheme);
        let asked = host.and_then(|host| normal_origin(&format!("{scheme}://{host}")));
        self.is_own_origin(origin, host) || (asked.is_some() && normal_origin(origin) == asked)
    }
}

/// The least number of characters of the token of `/metrics`.
const MIN_METRICS_TOKEN: usize = 16;

/// The format of the server log: `PORTAL_LOG_FORMAT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// A JSON object for each event, for programs.
    #[default]
    Json,
    /// A line of text for each event, for people.
    Text,
}

/// Whether an embedded database is backed up before it is migrated: `PORTAL_BACKUP_BEFORE_MIGRATION`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BackupBeforeMigration {
    /// It is, into the folder of the database.
    #[default]
    On,
    /// It is not; the operator makes backups.
    Off,
}

/// Which users must have a second factor: `PORTAL_REQUIRE_MFA`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MfaRequirement {
    /// Global admins and User management admins.
    #[default]
    Admins,
    /// All users.
    All,
    /// Nobody; users may set one up.
    Off,
}

impl MfaRequirement {
    /// Whether users with these roles must have a second factor.
    pub fn applies_to(self, roles: Roles) -> bool {
        let admin = matches!(roles.admin, Some(AdminRole::GlobalAdmin | AdminRole::UserManagementAdmin));
        matches!(self, MfaRequirement::All) || (matches!(self, MfaRequirement::Admins) && admin)
    }
}
