//! The addresses that users type: https, or http where the operator allows the host.

use crate::config::OutboundAllow;
use crate::outbound::public_address::is_public;
use std::net::IpAddr;
use url::{Host, Url};

/// Maximum length of an address, in characters.
pub const MAX_URL: usize = 2_000;

/// Why an address cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetFault {
    /// It is no address, or has a user name.
    Malformed,
    /// It is not https.
    NotHttps,
    /// It has an address that is not public.
    NotPublic,
}

/// Parses an address, as far as it can be checked without resolving its name.
///
/// # Errors
/// See [`TargetFault`].
pub fn parse(text: &str, allow: &OutboundAllow) -> Result<Url, TargetFault> {
    let url = Url::parse(text.trim()).map_err(|_| TargetFault::Malformed)?;
    let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let host = url.host().ok_or(TargetFault::Malformed)?;
    if !is_plain || text.chars().count() > MAX_URL || !matches!(url.scheme(), "https" | "http") {
        return Err(if url.scheme() == "https" { TargetFault::Malformed } else { TargetFault::NotHttps });
    }
    if !may_be_reached(&host, allow) {
        return Err(TargetFault::NotPublic);
    }
    if url.scheme() == "http" && !is_named(&host, allow) {
        return Err(TargetFault::NotHttps);
    }
    Ok(url)
}

/// Whether a connection to this address may be made for a request to `url`.
pub fn is_allowed(url_scheme: &str, host: &str, address: IpAddr, allow: &OutboundAllow) -> bool {
    let is_exception = allow.has_host(host) || allow.has_address(address);
    is_exception || url_scheme == "https" && is_public(address)
}

fn may_be_reached(host: &Host<&str>, allow: &OutboundAllow) -> bool {
    is_named(host, allow)
        || match host {
            // What a name resolves to is checked when the request is sent.
            Host::Domain(_) => true,
            Host::Ipv4(address) => is_public(IpAddr::V4(*address)),
            Host::Ipv6(address) => is_public(IpAddr::V6(*address)),
        }
}

fn is_named(host: &Host<&str>, allow: &OutboundAllow) -> bool {
    match host {
        Host::Domain(name) => allow.has_host(name),
        Host::Ipv4(address) => allow.has_address(IpAddr::V4(*address)),
        Host::Ipv6(address) => allow.has_address(IpAddr::V6(*address)),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn fault(text: &str, allow: &str) -> Option<TargetFault> {
        parse(text, &OutboundAllow::parse(allow).unwrap()).err()
    }

    #[test]
    fn takes_public_https_addresses() {
        for good in [
            "https://hooks.slack.com/services/T0/B0/x",
            " https://chat.example:8443/hooks/abc ",
            "https://1.1.1.1/x",
            "https://prod-12.westeurope.logic.azure.com:443/workflows/1/triggers/manual/paths/invoke?api-version=1&sig=a%2Fb",
        ] {
            assert_eq!(fault(good, ""), None, "{good}");
        }
    }

    #[test]
    fn says_what_is_wrong_with_others() {
        use TargetFault::{Malformed, NotHttps, NotPublic};
        for (bad, right) in [
            ("", Malformed),
            ("hooks.slack.com/services", Malformed),
            ("https://user:word@chat.example/", Malformed),
            ("https://chat.example/#x", Malformed),
            ("http://chat.example/", NotHttps),
            ("ftp://chat.example/", NotHttps),
            ("https://127.0.0.1/", NotPublic),
            ("https://2130706433/", NotPublic),
            ("https://0x7f.1/", NotPublic),
            ("https://[::1]/", NotPublic),
            ("https://[::ffff:10.0.0.1]/", NotPublic),
            ("https://169.254.169.254/latest/meta-data", NotPublic),
        ] {
            assert_eq!(fault(bad, ""), Some(right), "{bad}");
        }
        let long = format!("https://chat.example/{}", "a".repeat(MAX_URL));
        assert_eq!(fault(&long, ""), Some(Malformed));
    }

    #[test]
    fn exceptions_may_be_reached_by_http() {
        for good in ["http://chat.internal:8065/hooks/x", "https://10.0.0.7/x", "http://10.0.0.7:81/"] {
            assert_eq!(fault(good, "chat.internal, 10.0.0.0/8"), None, "{good}");
        }
        assert_eq!(fault("http://1.1.1.1/", "chat.internal"), Some(TargetFault::NotHttps));
        assert_eq!(fault("https://127.0.0.1/", "10.0.0.0/8"), Some(TargetFault::NotPublic));
    }

    #[test]
    fn a_name_counts_by_what_it_resolves_to() {
        let allow = OutboundAllow::parse("chat.internal,10.0.0.0/8").unwrap();
        let allowed =
            |scheme, host, address: &str| is_allowed(scheme, host, address.parse().unwrap(), &allow);
        assert!(allowed("https", "chat.example", "1.1.1.1"));
        assert!(!allowed("https", "chat.example", "127.0.0.1"));
        assert!(!allowed("http", "chat.example", "1.1.1.1"));
        assert!(allowed("http", "chat.internal", "192.168.0.9"));
        assert!(allowed("http", "other.internal", "10.2.3.4"));
    }
}
