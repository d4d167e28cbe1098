//! Determines the client's address from trusted proxies: `PORTAL_TRUSTED_PROXIES` and `X-Forwarded-For`.
//! All addresses are canonical, so a client has the same address in rate limits, logs and sessions.

use crate::error::{Error, Result};
use ipnet::IpNet;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The proxies whose `X-Forwarded-For` is trusted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Parses addresses and networks in CIDR notation, separated by commas.
    ///
    /// # Errors
    /// One line that names the invalid entry.
    pub fn parse(setting: &str) -> Result<Self> {
        let entries = setting.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        Ok(TrustedProxies(entries.map(parse_proxy).collect::<Result<_>>()?))
    }

    /// Whether no proxy is trusted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this address belongs to a trusted proxy.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Returns the client's address: the address of the peer or, if the peer is trusted, the nearest one in
    /// `lines` that is not a trusted proxy. All `X-Forwarded-For` headers are one list, because some
    /// proxies add a separate header. The search stops at a hop that is not an address, because untrusted
    /// clients can send anything beyond it.
    pub fn client(&self, peer: IpAddr, lines: &[&str]) -> IpAddr {
        let mut client = peer.to_canonical();
        for hop in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
            if !self.contains(client) {
                break;
            }
            let Some(address) = parse_hop(hop) else { break };
            client = address;
        }
        client
    }
}

/// Parses an address, or a network in CIDR notation; `None` if it is neither.
pub(super) fn parse_network(entry: &str) -> Option<IpNet> {
    match entry.split_once('/') {
        Some(_) => entry.parse::<IpNet>().ok().and_then(canonical_network),
        None => parse_address(entry).map(IpNet::from),
    }
}

fn parse_proxy(entry: &str) -> Result<IpNet> {
    parse_network(entry).ok_or_else(|| {
        Error::operator(format!(
            "PORTAL_TRUSTED_PROXIES has “{}”; each entry is an address such as 10.0.0.5, or a network such as \
             10.0.0.0/8",
            entry.escape_debug()
        ))
    })
}

/// Converts a network of IPv4-mapped addresses to IPv4.
fn canonical_network(network: IpNet) -> Option<IpNet> {
    match (network.addr().to_canonical(), network) {
        (IpAddr::V4(address), IpNet::V6(mapped)) => {
            let prefix = mapped.prefix_len().checked_sub(96)?;
            IpNet::new(address.into(), prefix).ok()
        }
        _ => Some(network),
    }
}

/// Parses one hop in the forms that proxies write: an address, with or without port, brackets, quotes and zone.
fn parse_hop(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim().trim_matches('"');
    if let Some(address) = parse_address(hop) {
        return Some(address);
    }
    if let Some((address, port)) = hop.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return parse_address(address).filter(|_| port.strip_prefix(':').is_some_and(is_port));
    }
    hop.parse::<SocketAddr>().ok().map(|socket| socket.ip().to_canonical())
}

fn is_port(text: &str) -> bool {
    text.parse::<u16>().is_ok()
}

/// Parses an address to its canonical form: without brackets and zone, IPv4-mapped addresses as IPv4.
fn parse_address(text: &str) -> Option<IpAddr> {
    let plain = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    if let Ok(address) = plain.parse::<IpAddr>() {
        return Some(address.to_canonical());
    }
    let (address, zone) = plain.split_once('%')?;
    let address = address.parse::<Ipv6Addr>().ok().filter(|_| !zone.is_empty())?;
    Some(IpAddr::V6(address).to_canonical())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{TrustedProxies, parse_hop};
    use std::net::IpAddr;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn reads_addresses_and_networks() {
        let proxies =
            TrustedProxies::parse(" 10.0.0.0/8, 127.0.0.1 ,2001:db8::/32, ::ffff:192.0.2.0/120,").unwrap();
        for inside in
            ["10.1.2.3", "::ffff:10.1.2.3", "127.0.0.1", "::ffff:127.0.0.1", "2001:db8::9", "192.0.2.77"]
        {
            assert!(proxies.contains(address(inside)), "{inside}");
        }
        for outside in ["11.0.0.1", "127.0.0.2", "::1", "2001:db9::9", "192.0.3.1"] {
            assert!(!proxies.contains(address(outside)), "{outside}");
        }
        assert!(TrustedProxies::parse("").unwrap().is_empty());
    }

    #[test]
    fn rejects_and_names_unreadable_values() {
        for bad in [
            "proxy.internal",
            "10.0.0.0/33",
            "10.0.0",
            "10.0.0.1:8080",
            "127.0.0.1 10.0.0.1",
            "*",
            "1.2.3.4/",
        ] {
            let error = TrustedProxies::parse(&format!("127.0.0.1,{bad}")).unwrap_err().to_string();
            assert!(error.contains("PORTAL_TRUSTED_PROXIES") && error.contains(bad), "{error}");
        }
    }

    #[test]
    fn reads_hops_in_every_form_that_proxies_write() {
        for (hop, right) in [
            ("203.0.113.9", "203.0.113.9"),
            (" 203.0.113.9:51008 ", "203.0.113.9"),
            ("[2001:db8::5]:443", "2001:db8::5"),
            ("[2001:db8::5]", "2001:db8::5"),
            ("2001:DB8:0::5", "2001:db8::5"),
            ("\"[2001:db8::5]:443\"", "2001:db8::5"),
            ("::ffff:203.0.113.11", "203.0.113.11"),
            ("[::ffff:203.0.113.11]:80", "203.0.113.11"),
            ("fe80::1%eth0", "fe80::1"),
            ("[fe80::1%eth0]:443", "fe80::1"),
        ] {
            assert_eq!(parse_hop(hop), Some(address(right)), "{hop}");
        }
        for bad in [
            "",
            "unknown",
            "_hidden",
            "203.0.113",
            "203.0.113.9:",
            "203.0.113.9:99999",
            "[2001:db8::5",
            "a%b",
        ] {
            assert_eq!(parse_hop(bad), None, "{bad}");
        }
    }
}
