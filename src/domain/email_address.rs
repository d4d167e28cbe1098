//! [`EmailAddress`]: an address for mail, which is also the name that people sign in with.

use crate::domain;
use crate::domain::DomainName;
use std::fmt;
use std::str::FromStr;

/// An address that the mail library accepts. The part before `@` keeps its spelling; the domain compares
/// equal in every spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailAddress {
    local: String,
    domain: DomainName,
}

/// The text is not an address that mail can be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoEmailAddress;

impl EmailAddress {
    /// Returns the key that identifies a person: lower case, with the ASCII form of the domain.
    pub fn key(&self) -> String {
        format!("{}@{}", self.local.to_lowercase(), self.domain.ascii())
    }

    /// Returns the address with the ASCII form of the domain, for sending mail.
    pub fn to_ascii(&self) -> String {
        format!("{}@{}", self.local, self.domain.ascii())
    }

    /// Returns the domain.
    pub fn domain(&self) -> &DomainName {
        &self.domain
    }
}

impl FromStr for EmailAddress {
    type Err = NoEmailAddress;

    fn from_str(text: &str) -> Result<Self, NoEmailAddress> {
        if text.len() > 1_024 {
            return Err(NoEmailAddress);
        }
        let text = domain::half_width(text);
        let (local, domain) = text.trim().rsplit_once('@').ok_or(NoEmailAddress)?;
        // `DomainName` accepts surrounding white space and a final dot; an email address does not.
        if domain.ends_with('.') || domain.trim() != domain {
            return Err(NoEmailAddress);
        }
        let domain: DomainName = domain.parse().map_err(|_| NoEmailAddress)?;
        // The standard allows quoted names, but nobody uses them and programs parse them differently.
        if local.chars().any(|c| c.is_whitespace() || "@,;:<>()[]\\\"".contains(c))
            || domain::is_invisible(local)
        {
            return Err(NoEmailAddress);
        }
        let address = EmailAddress { local: local.to_owned(), domain };
        let wire = address.to_ascii();
        let right = wire.len() <= 254 && wire.parse::<lettre::Address>().is_ok();
        if right { Ok(address) } else { Err(NoEmailAddress) }
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

#[cfg(test)]
mod tests {
    use super::EmailAddress;

    #[test]
    fn accepts_deliverable_addresses() {
        for (text, shown, key) in [
            ("a@b.co", "a@b.co", "a@b.co"),
            ("Min.Kim+bill@Hangang.Example", "Min.Kim+bill@hangang.example", "min.kim+bill@hangang.example"),
            ("min@xn--mnchen-3ya.example", "min@münchen.example", "min@xn--mnchen-3ya.example"),
            ("min@MÜNCHEN.example", "min@münchen.example", "min@xn--mnchen-3ya.example"),
            ("ｍｉｎ＠rowan.example", "min@rowan.example", "min@rowan.example"),
        ] {
            let address = text.parse::<EmailAddress>();
            assert_eq!(address.as_ref().map(ToString::to_string), Ok(shown.to_owned()), "{text}");
            assert_eq!(address.as_ref().map(EmailAddress::key), Ok(key.to_owned()), "{text}");
        }
        assert!("김@한강.example".parse::<EmailAddress>().is_ok());
    }

    #[test]
    fn rejects_undeliverable_addresses() {
        for text in [
            "",
            "a",
            "a@b",
            "@b.co",
            "a@@b.co",
            "a b@c.de",
            "a@b..co",
            "a@-b.co",
            "a@b.co,c@d.ef",
            "<a@b.co>",
            "a..b@docomo.example",
            "abc.@docomo.example",
            ".abc@docomo.example",
            "a\u{200B}b@c.de",
            "\"a\"@c.de",
            "a@c.de.",
            "a@ c.de",
            "a\r\nb@c.de",
        ] {
            assert!(text.parse::<EmailAddress>().is_err(), "{text:?}");
        }
        for long in [65, 1_100, 1 << 20] {
            assert!(format!("{}@c.de", "a".repeat(long)).parse::<EmailAddress>().is_err());
        }
    }
}
