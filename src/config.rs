//! Typed settings: the environment, or `partner-portal.toml` in the working folder; the environment wins.

use crate::auth::oidc::settings::{self as oidc, IssuerSettings};
use crate::auth::second_factor::Demanded;
use crate::error::{Error, Result};
use actix_web::HttpRequest;
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// Every setting and what it means, for `--help`.
pub const HELP: &str = "Settings (environment, or partner-portal.toml beside it; the environment wins):
  DATABASE_URL             sqlite://data/partner-portal.db by default, or postgres://USER@HOST/NAME
  PORTAL_LISTEN            address and port to serve on; 127.0.0.1:8080 by default
  PORTAL_PUBLIC_URL        what people type, such as https://portal.example; by default http:// and the address
  PORTAL_SECRET_FILE       made on first start, for its owner's eyes only; data/secret by default. Back it up
  PORTAL_TRUSTED_PROXIES   addresses of proxies whose X-Forwarded-For is believed, separated by commas
  PORTAL_REQUIRE_MFA       of whom a second factor is demanded: admins (by default), all, off
  PORTAL_OIDC_ISSUER       an OpenID Connect issuer that staff may sign in with, such as
                           https://login.microsoftonline.com/TENANT-ID/v2.0; redirect address there:
                           PORTAL_PUBLIC_URL/sign-in/oidc/main/callback. Several: [[oidc]] in the file, see README
  PORTAL_OIDC_CLIENT_ID    what it calls this portal
  PORTAL_OIDC_CLIENT_SECRET_FILE
                           a file with the client's secret, for its owner's eyes only; none for a public client
  PORTAL_OIDC_NAME         what its button says; the issuer's host by default
  PORTAL_OIDC_EMAILS_ARE_VERIFIED
                           true if every address that it tells is verified though it does not say so
  PORTAL_EXPORTS_PER_HOUR  exports an hour and person; 60 by default
  SMTP_URL                 smtps://USER:PASSWORD@HOST, or smtp://… for STARTTLS; without TLS to this machine only.
                           Absent: the portal drafts mail and people send it themselves
  MAIL_FROM                the address that mail comes from, such as portal@portal.example, or with a name,
                           Portal <portal@portal.example>; with SMTP_URL
  RUST_LOG                 what is logged; info by default";

/// The issuer of the environment is all in these.
const OIDC: [&str; 5] = [
    "portal_oidc_issuer",
    "portal_oidc_client_id",
    "portal_oidc_client_secret_file",
    "portal_oidc_name",
    "portal_oidc_emails_are_verified",
];

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
    /// Peers whose word on the client's address is taken, separated by commas.
    pub portal_trusted_proxies: String,
    /// Of whom a second factor is demanded.
    pub portal_require_mfa: Demanded,
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
    /// The mail server; see [`crate::mail::server`].
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
            portal_require_mfa: Demanded::default(),
            portal_oidc_issuer: None,
            portal_oidc_client_id: None,
            portal_oidc_client_secret_file: None,
            portal_oidc_name: None,
            portal_oidc_emails_are_verified: false,
            oidc: Vec::new(),
            portal_exports_per_hour: 60,
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
        let names = ["database_url", "portal_listen", "portal_public_url", "portal_secret_file"];
        let more = [
            "portal_trusted_proxies",
            "portal_require_mfa",
            "portal_exports_per_hour",
            "smtp_url",
            "mail_from",
        ];
        let figment = Figment::from(Serialized::defaults(Settings::default()))
            .merge(Toml::file("partner-portal.toml"))
            .merge(Env::raw().only(&[&names[..], &more[..], &OIDC[..]].concat()));
        let settings: Settings =
            figment.extract().map_err(|error| Error::operator(format!("settings: {error}")))?;
        settings.checked()
    }

    /// Refuses what would be unsafe, in one line that says what would be right.
    pub fn checked(mut self) -> Result<Self> {
        if let Some(url) = &self.portal_public_url {
            let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
            if host.is_none_or(|host| host.is_empty() || host.trim_end_matches('/').contains('/')) {
                return Err(Error::operator(format!(
                    "PORTAL_PUBLIC_URL is “{url}”; it looks like https://portal.example"
                )));
            }
        }
        crate::mail::server::Server::of(&self)?;
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
            Some(url) => origin == url.trim_end_matches('/'),
            None => host.is_some_and(|host| origin.strip_prefix("http://") == Some(host)),
        }
    }

    /// The same for a browser that says by other means that it comes from a page of ours: whatever host was asked will do.
    pub fn is_own_host(&self, origin: &str, host: Option<&str>) -> bool {
        let named = origin.split_once("://").map(|(_, named)| named);
        self.is_own_origin(origin, host) || named.is_some_and(|named| host == Some(named))
    }

    /// The client's address: the peer's, unless the peer is a proxy that is trusted to know better.
    pub fn client_address(&self, request: &HttpRequest) -> String {
        let Some(peer) = request.peer_addr().map(|peer| peer.ip()) else { return String::new() };
        let trusted =
            |ip: IpAddr| self.portal_trusted_proxies.split(',').any(|one| one.trim().parse() == Ok(ip));
        if !trusted(peer) {
            return peer.to_string();
        }
        // Some proxies add a line of their own below the client's: all lines are one list.
        let lines = request.headers().get_all("x-forwarded-for").filter_map(|line| line.to_str().ok());
        let named: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
        let nearest = named.iter().rev().filter_map(|one| one.parse().ok()).find(|ip| !trusted(*ip));
        nearest.unwrap_or(peer).to_string()
    }
}
