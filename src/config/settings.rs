//! Typed settings: the environment, or `partner-portal.toml` in the working folder; the environment wins.

use crate::config::reference::SETTINGS;
use crate::config::retention_periods::Periods;
use crate::config::trusted_proxies::TrustedProxies;
use crate::config::{IssuerSettings, oidc_issuer as oidc};
use crate::domain::{AdminRole, Roles};
use crate::error::{Error, Result};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::net::SocketAddr;
use std::path::PathBuf;
use url::Url;

/// The settings of a running portal.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// `sqlite://FILE` or `postgres://…`.
    pub database_url: String,
    /// Where to serve.
    pub portal_listen: SocketAddr,
    /// The address that people type; links in mails begin with it.
    pub portal_public_url: Option<String>,
    /// The secret file.
    pub portal_secret_file: PathBuf,
    /// Peers whose `X-Forwarded-For` counts: addresses and networks, separated by commas.
    pub portal_trusted_proxies: String,
    /// The same, read.
    #[serde(skip)]
    pub trusted_proxies: TrustedProxies,
    /// Of whom a second factor is demanded.
    pub portal_require_mfa: MfaRequirement,
    /// The one issuer of the environment, see [`Settings::issuers`].
    pub portal_oidc_issuer: Option<String>,
    /// What it calls this portal.
    pub portal_oidc_client_id: Option<String>,
    /// Where the client's secret stands.
    pub portal_oidc_client_secret_file: Option<PathBuf>,
    /// What its button says.
    pub portal_oidc_name: Option<String>,
    /// Whether every address that it tells is verified.
    pub portal_oidc_emails_are_verified: bool,
    /// The issuers of the file.
    pub oidc: Vec<IssuerSettings>,
    /// Exports an hour and person.
    pub portal_exports_per_hour: u32,
    /// Days until a deactivated person is erased; like the others below read into `retention`.
    pub portal_retention_people_days: Option<Value>,
    /// Days until a customer without a relationship is erased.
    pub portal_retention_customers_days: Option<Value>,
    /// Days until requests and referrals that ended are emptied.
    pub portal_retention_requests_days: Option<Value>,
    /// Days until the log loses network addresses.
    pub portal_retention_log_addresses_days: Option<Value>,
    /// Days until the log loses names, network addresses and details.
    pub portal_retention_log_days: Option<Value>,
    /// The same, read.
    #[serde(skip)]
    pub retention: Periods,
    /// The mail server; read by the mail service.
    pub smtp_url: Option<String>,
    /// The address that mail comes from.
    pub mail_from: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            database_url: "sqlite://data/partner-portal.db".to_owned(),
            portal_listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            portal_public_url: None,
            portal_secret_file: PathBuf::from("data/secret"),
            portal_trusted_proxies: String::new(),
            trusted_proxies: TrustedProxies::default(),
            portal_require_mfa: MfaRequirement::default(),
            portal_oidc_issuer: None,
            portal_oidc_client_id: None,
            portal_oidc_client_secret_file: None,
            portal_oidc_name: None,
            portal_oidc_emails_are_verified: false,
            oidc: Vec::new(),
            portal_exports_per_hour: 60,
            portal_retention_people_days: None,
            portal_retention_customers_days: None,
            portal_retention_requests_days: None,
            portal_retention_log_addresses_days: None,
            portal_retention_log_days: None,
            retention: Periods::default(),
            smtp_url: None,
            mail_from: None,
        }
    }
}

impl Settings {
    /// Reads the file, then the environment.
    ///
    /// # Errors
    /// One line that names the setting and what is wrong with it.
    pub fn load() -> Result<Self> {
        let names: Vec<&str> = SETTINGS.iter().map(|setting| setting.name).collect();
        let figment = Figment::from(Serialized::defaults(Settings::default()))
            .merge(Toml::file("partner-portal.toml"))
            .merge(Env::raw().only(&names));
        let settings: Settings =
            figment.extract().map_err(|error| Error::operator(format!("settings: {error}")))?;
        settings.checked()
    }

    /// Refuses what would be unsafe, in one line that says what would be right.
    pub fn checked(mut self) -> Result<Self> {
        if let Some(url) = &self.portal_public_url {
            self.portal_public_url = Some(public_origin(url)?);
        }
        self.trusted_proxies = TrustedProxies::parse(&self.portal_trusted_proxies)?;
        self.retention = Periods::from_settings(&self)?;
        if self.is_https() && self.trusted_proxies.is_empty() {
            tracing::warn!(
                "PORTAL_PUBLIC_URL is https, but PORTAL_TRUSTED_PROXIES is empty: everybody who comes through the proxy \
                 has the proxy's address and shares its limit of sign-in attempts"
            );
        }
        let plain = self.portal_public_url.as_deref().is_none_or(|url| url.starts_with("http://"));
        if plain && !self.portal_listen.ip().is_loopback() {
            let said = "passwords would cross the network unencrypted: set PORTAL_PUBLIC_URL to the https:// address of \
                        the proxy before it, or listen on 127.0.0.1";
            return Err(Error::operator(format!("PORTAL_LISTEN is {}; {said}", self.portal_listen)));
        }
        if self.portal_oidc_client_id.is_some() && self.portal_oidc_issuer.is_none() {
            return Err(Error::operator("PORTAL_OIDC_CLIENT_ID is set, but not PORTAL_OIDC_ISSUER"));
        }
        self.oidc = oidc::checked(self.issuers())?;
        (self.portal_oidc_issuer, self.portal_oidc_client_id) = (None, None);
        Ok(self)
    }

    /// The issuers that staff may sign in with: the environment's, which is called `main`, and the file's.
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

    /// Whether people reach the portal over https.
    pub fn is_https(&self) -> bool {
        self.portal_public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }

    /// What people type, without a slash at its end: links in mails begin with it.
    pub fn public_url(&self) -> String {
        match &self.portal_public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.portal_listen),
        }
    }

    /// The name of one of our cookies; over https it is bound to this host.
    pub fn cookie_name(&self, name: &str) -> String {
        if self.is_https() { format!("__Host-portal-{name}") } else { format!("portal-{name}") }
    }

    /// Whether a browser's `Origin` is ours. Without a public address, it is whatever host was asked.
    pub fn is_own_origin(&self, origin: &str, host: Option<&str>) -> bool {
        match &self.portal_public_url {
            Some(url) => normal_origin(origin).is_some_and(|origin| origin == *url),
            None => host.is_some_and(|host| {
                normal_origin(origin)
                    .is_some_and(|origin| Some(origin) == normal_origin(&format!("http://{host}")))
            }),
        }
    }

    /// The same for a browser that says by other means that it comes from a page of ours: whatever host was asked will do.
    pub fn is_own_host(&self, origin: &str, host: Option<&str>) -> bool {
        let scheme = origin.split_once("://").map_or("http", |(scheme, _)| scheme);
        let asked = host.and_then(|host| normal_origin(&format!("{scheme}://{host}")));
        self.is_own_origin(origin, host) || (asked.is_some() && normal_origin(origin) == asked)
    }
}

/// The public address as an origin: scheme, host in small letters, port unless it is the usual one.
fn public_origin(setting: &str) -> Result<String> {
    let origin = normal_origin(setting.trim().trim_end_matches('/'));
    origin.ok_or_else(|| {
        let said = setting.escape_debug();
        Error::operator(format!("PORTAL_PUBLIC_URL is “{said}”; it looks like https://portal.example"))
    })
}

/// An origin as browsers write it, or nothing if it is more or less than an origin of the web.
fn normal_origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let is_anonymous = url.username().is_empty() && url.password().is_none();
    let is_web = matches!(url.scheme(), "http" | "https");
    // A slash at the end, tabs and line breaks are left out by the parser; an origin has none.
    let is_exact =
        !text.ends_with('/') && !text.contains(|letter: char| letter.is_control() || letter == ' ');
    (is_bare && is_anonymous && is_web && is_exact).then(|| url.origin().ascii_serialization())
}

/// Of whom the portal demands a second factor: `PORTAL_REQUIRE_MFA`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MfaRequirement {
    /// Of Global admins and User management admins.
    #[default]
    Admins,
    /// Of everybody.
    All,
    /// Of nobody; people may set one up.
    Off,
}

impl MfaRequirement {
    /// Whether somebody with these roles must have one.
    pub fn applies_to(self, roles: Roles) -> bool {
        let admin = matches!(roles.admin, Some(AdminRole::GlobalAdmin | AdminRole::UserManagementAdmin));
        matches!(self, MfaRequirement::All) || (matches!(self, MfaRequirement::Admins) && admin)
    }
}
