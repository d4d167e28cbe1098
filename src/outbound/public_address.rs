//! Decides which addresses are public: reachable from the internet, and not a way into the portal's own network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is public. Networks with special uses (RFC 6890 and its successors) are not, and neither are IPv6
/// addresses that lead to such an IPv4 address.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = match address.octets() {
        // "This network", shared addresses of providers, protocol assignments, 6to4 relays, benchmarks.
        [0, ..] | [192, 0, 0, _] | [192, 88, 99, _] | [198, 18 | 19, ..] => true,
        [100, second, ..] => second & 0xc0 == 64,
        // Multicast, reserved, broadcast.
        [224..=255, ..] => true,
        _ => false,
    };
    let local = address.is_loopback() || address.is_private() || address.is_link_local();
    !(special || local || address.is_documentation())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inside) = embedded_v4(address) {
        return is_public_v4(inside);
    }
    let [first, second, ..] = address.segments();
    // Only 2000::/3 is assigned; 2001::/23 has Teredo and other protocols, the others are for documentation.
    let is_global = first & 0xe000 == 0x2000;
    let special = match (first, second) {
        (0x2001, second) => second < 0x0200 || second == 0x0db8,
        (0x3fff, second) => second < 0x1000,
        _ => false,
    };
    is_global && !special
}

/// Returns the IPv4 address to which an IPv6 address leads: IPv4-mapped, NAT64 or 6to4.
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let octets = address.octets();
    let v4 = |from: usize| {
        let part: [u8; 4] = octets[from..from + 4].try_into().ok()?;
        Some(Ipv4Addr::from(part))
    };
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, _, _] | [0x0064, 0xff9b, 0, 0, 0, 0, _, _] => v4(12),
        [0x2002, ..] => v4(2),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::is_public;

    #[test]
    fn public_addresses_are_public() {
        for address in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450:4001::1",
            "2001:4860:4860::8888",
            "2002:101:101::1",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn all_others_are_not() {
        for address in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:10::1",
            "2001:db8::1",
            "2002:a00:1::1",
            "2002:7f00:1::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }
}
