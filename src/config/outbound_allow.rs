//! `PORTAL_OUTBOUND_ALLOW`: hosts and networks that are not public and that the portal may send requests to.

use crate::config::trusted_proxies::parse_network;
use crate::error::{Error, Result};
use ipnet::IpNet;
use std::net::IpAddr;

/// The exceptions to the rule that requests go to public addresses by https only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutboundAllow {
    /// In lower case.
    hosts: Vec<String>,
    networks: Vec<IpNet>,
}

impl OutboundAllow {
    /// Parses host names, addresses and networks in CIDR notation, separated by commas.
    ///
    /// # Errors
    /// One line that names the invalid entry.
    pub fn parse(setting: &str) -> Result<Self> {
        let mut allow = OutboundAllow::default();
        for entry in setting.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            match parse_network(entry) {
                Some(network) => allow.networks.push(network),
                None if is_host_name(entry) => allow.hosts.push(entry.to_ascii_lowercase()),
                None => {
                    return Err(Error::operator(format!(
                        "PORTAL_OUTBOUND_ALLOW has “{}”; each entry is a host name such as chat.internal, an address \
                         such as 10.0.0.5, or a network such as 10.0.0.0/8",
                        entry.escape_debug()
                    )));
                }
            }
        }
        Ok(allow)
    }

    /// Whether this host is named, in any case.
    pub fn has_host(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.');
        self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host))
    }

    /// Whether this address is in one of the networks.
    pub fn has_address(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.networks.iter().any(|network| network.contains(&address))
    }
}

/// Whether the text can be a host name. Text that looks like an address but is none, such as `10.0.0.0/33`, is not.
fn is_host_name(text: &str) -> bool {
    let is_label = |label: &str| {
        let inside = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        (1..=63).contains(&label.len()) && inside && !label.starts_with('-') && !label.ends_with('-')
    };
    let last = text.rsplit('.').next().unwrap_or_default();
    text.len() <= 253 && text.split('.').all(is_label) && !last.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::OutboundAllow;

    #[test]
    fn reads_hosts_addresses_and_networks() {
        let allow = OutboundAllow::parse(" Chat.Internal, 10.1.0.0/16,127.0.0.1, fd00::/8,").unwrap();
        assert!(allow.has_host("chat.internal") && allow.has_host("CHAT.internal."));
        assert!(!allow.has_host("internal") && !allow.has_host("x.chat.internal"));
        for (address, known) in [
            ("10.1.2.3", true),
            ("::ffff:10.1.2.3", true),
            ("127.0.0.1", true),
            ("fd12::1", true),
            ("10.2.0.1", false),
            ("::1", false),
        ] {
            assert_eq!(allow.has_address(address.parse().unwrap()), known, "{address}");
        }
        assert_eq!(OutboundAllow::parse(" , ").unwrap(), OutboundAllow::default());
    }

    #[test]
    fn rejects_and_names_unreadable_entries() {
        for bad in ["*", "https://chat.internal", "10.0.0.0/33", "10.0.0", "chat.internal:8065", "a b", "-x"]
        {
            let error = OutboundAllow::parse(&format!("10.0.0.1,{bad}")).unwrap_err().to_string();
            assert!(error.contains("PORTAL_OUTBOUND_ALLOW") && error.contains(bad), "{error}");
        }
    }
}
