//! The issuers that staff may sign in with, from the settings: one by `PORTAL_OIDC_…`, or several by `[[oidc]]`.

use crate::config::RoleMapping;
use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use url::{Host, Url};

/// One issuer: a table `[[oidc]]` of `partner-portal.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IssuerSettings {
    /// Its word in our addresses: `/sign-in/oidc/WORD`.
    pub id: String,
    /// What its button says; by default the issuer's host.
    pub name: String,
    /// Its address, exactly as its tokens say it.
    pub issuer: String,
    /// What it calls this portal.
    pub client_id: String,
    /// Where the client's secret stands; none for a public client.
    pub client_secret_file: Option<PathBuf>,
    /// Whether every address that it tells is one that it has verified itself.
    pub emails_are_verified: bool,
    /// MPN IDs of the partners whose people it may sign in; empty: of all.
    pub partners: Vec<String>,
    /// The claim that says which roles a person has.
    pub roles_claim: Option<String>,
    /// What this claim says, and the role that it gives.
    pub roles: BTreeMap<String, String>,
}

impl IssuerSettings {
    /// Refuses what cannot work or would be unsafe, in one line.
    ///
    /// # Errors
    /// The line, for the operator.
    pub fn checked(mut self) -> Result<Self> {
        let wrong =
            |said: String| Error::operator(format!("OpenID Connect, issuer “{}”: {said}", self.issuer));
        let url = url::Url::parse(&self.issuer).map_err(|error| wrong(error.to_string()))?;
        if !is_https_or_loopback(&url) || url.query().is_some() || url.fragment().is_some() {
            return Err(wrong(
                "an issuer is an https:// address without ? and # (http:// on loopback only)".into(),
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
            return Err(wrong("its id is 1 to 32 of a–z, 0–9 and -; it stands in addresses".into()));
        }
        if let Some(file) = &self.client_secret_file {
            read_secret(file).map_err(|error| wrong(error.to_string()))?;
        }
        RoleMapping::from_issuer(&self).map_err(wrong)?;
        if self.roles_claim.is_none() != self.roles.is_empty() {
            return Err(wrong(
                "roles_claim and roles go together: which claim, and what its values give".into(),
            ));
        }
        if self.name.trim().is_empty() {
            self.name = url.host_str().unwrap_or_default().to_owned();
        }
        Ok(self)
    }
}

/// Whether this is Microsoft's, where a tenant's id stands first in the path.
pub fn is_entra(issuer: &url::Url) -> bool {
    let hosts = ["login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"];
    issuer.host_str().is_some_and(|host| hosts.contains(&host))
}

/// Checks every issuer, and that no two are alike.
///
/// # Errors
/// One line for the operator.
pub fn checked(issuers: Vec<IssuerSettings>) -> Result<Vec<IssuerSettings>> {
    let issuers = issuers.into_iter().map(IssuerSettings::checked).collect::<Result<Vec<_>>>()?;
    for (index, one) in issuers.iter().enumerate() {
        if issuers[..index].iter().any(|other| other.id == one.id || other.issuer == one.issuer) {
            let said = format!(
                "OpenID Connect: the issuer “{}” or its id “{}” stands there twice",
                one.issuer, one.id
            );
            return Err(Error::operator(said));
        }
    }
    Ok(issuers)
}

/// The secret in this file, read when it is needed: a new one needs no restart.
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

/// Whether a request may go there, or a browser be sent there: https, or http to this machine itself.
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
