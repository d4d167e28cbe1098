//! The settings of OpenID Connect issuers: one by `PORTAL_OIDC_…`, or several by `[[oidc]]`.

use crate::config::RoleMapping;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use url::{Host, Url};

/// One issuer: a table `[[oidc]]` in `partner-portal.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IssuerSettings {
    /// The id in the portal's URLs: `/sign-in/oidc/ID`.
    pub id: String,
    /// The label of the sign-in button; by default the issuer's host.
    pub name: String,
    /// The issuer's URL, exactly as its tokens contain it.
    pub issuer: String,
    /// The client id that the issuer has assigned to this portal.
    pub client_id: String,
    /// The file with the client secret; `None` for a public client.
    pub client_secret_file: Option<PathBuf>,
    /// Whether the issuer verifies every email address that it sends.
    pub emails_are_verified: bool,
    /// MPN IDs of the partners whose users may sign in with it; empty for all partners.
    pub partners: Vec<String>,
    /// The claim with the user's roles.
    pub roles_claim: Option<String>,
    /// Maps values of this claim to roles.
    pub roles: BTreeMap<String, String>,
}

impl IssuerSettings {
    /// Validates the settings and completes the label.
    ///
    /// # Errors
    /// One line for the operator, for settings that cannot work or would be unsafe.
    pub fn checked(mut self) -> Result<Self> {
        let wrong =
            |said: String| Error::operator(format!("OpenID Connect, issuer “{}”: {said}", self.issuer));
        let url = url::Url::parse(&self.issuer).map_err(|error| wrong(error.to_string()))?;
        if !is_https_or_loopback(&url) || url.query().is_some() || url.fragment().is_some() {
            return Err(wrong(
                "an issuer has to be an https:// URL without ? and # (http:// on loopback only)".into(),
            ));
        }
        let tenant = url.path_segments().and_then(|mut parts| parts.next()).unwrap_or_default();
        if is_entra(&url) && ["common", "organizations", "consumers"].contains(&tenant) {
            let said = "it stands for every tenant there is; name yours: https://login.microsoftonline.com/TENANT-ID/v2.0";
            return Err(wrong(said.into()));
        }
        if self.client_id.is_empty() {
            return Err(wrong("the client id is missing".into()));
        }
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if self.id.is_empty() || self.id.len() > 32 || !self.id.bytes().all(plain) {
            return Err(wrong(
                "its id has to have 1 to 32 of the characters a–z, 0–9 and -, because URLs contain it".into(),
            ));
        }
        if let Some(file) = &self.client_secret_file {
            read_secret(file).map_err(|error| wrong(error.to_string()))?;
        }
        RoleMapping::from_issuer(&self).map_err(wrong)?;
        if self.roles_claim.is_none() != self.roles.is_empty() {
            return Err(wrong(
                "roles_claim and roles have to be set together: the claim, and the role that each value gives".into(),
            ));
        }
        if self.name.trim().is_empty() {
            self.name = url.host_str().unwrap_or_default().to_owned();
        }
        Ok(self)
    }
}

/// Whether this is an issuer of Microsoft, whose URLs begin with the tenant id.
pub fn is_entra(issuer: &url::Url) -> bool {
    let hosts = ["login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"];
    issuer.host_str().is_some_and(|host| hosts.contains(&host))
}

/// Validates all issuers and rejects duplicates.
///
/// # Errors
/// One line for the operator.
pub fn checked(issuers: Vec<IssuerSettings>) -> Result<Vec<IssuerSettings>> {
    let issuers = issuers.into_iter().map(IssuerSettings::checked).collect::<Result<Vec<_>>>()?;
    for (index, one) in issuers.iter().enumerate() {
        if issuers[..index].iter().any(|other| other.id == one.id || other.issuer == one.issuer) {
            let said =
                format!("OpenID Connect: the issuer “{}” or its id “{}” is listed twice", one.issuer, one.id);
            return Err(Error::operator(said));
        }
    }
    Ok(issuers)
}

/// Reads the client secret from a file. It is read at each use, so that a new secret needs no restart.
///
/// # Errors
/// One line that names the file.
pub fn read_secret(file: &Path) -> Result<String> {
    let wrong = |said: &str| Error::operator(format!("the client's secret in {}: {said}", file.display()));
    crate::secrets::refuse_if_others_may_read(file).map_err(|error| wrong(&error.to_string()))?;
    let text = std::fs::read_to_string(file).map_err(|error| wrong(&error.to_string()))?;
    let secret = text.trim();
    if secret.is_empty() { Err(wrong("the file is empty")) } else { Ok(secret.to_owned()) }
}

/// Whether requests and browsers may be sent to this URL: https, or http on loopback.
pub fn is_https_or_loopback(url: &Url) -> bool {
    url.username().is_empty()
        && url.password().is_none()
        && url.has_host()
        && (url.scheme() == "https" || url.scheme() == "http" && is_loopback(url))
}

pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
