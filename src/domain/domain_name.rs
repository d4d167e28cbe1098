//! [`DomainName`]: a domain name, the same value in every spelling.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use std::fmt;
use std::str::FromStr;

/// A domain name of at least two labels. `München.Example.` and `xn--mnchen-3ya.example` are equal. Screens
/// show the Unicode form in lower case; the database stores the same form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DomainName {
    ascii: String,
    shown: String,
}

/// Why a text is not a domain name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DomainFault {
    /// The text is empty.
    Empty,
    /// The ASCII form has more than 253 characters.
    Long,
    /// There is white space inside the text.
    Space,
    /// A URL or an email address, or a character that domain names do not have.
    Wrong,
}

impl DomainName {
    /// Returns the ASCII form in lower case (`xn--mnchen-3ya.example`).
    pub fn ascii(&self) -> &str {
        &self.ascii
    }

    /// Returns the Unicode form in lower case (`münchen.example`).
    pub fn as_str(&self) -> &str {
        &self.shown
    }
}

impl FromStr for DomainName {
    type Err = DomainFault;

    fn from_str(text: &str) -> Result<Self, DomainFault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(DomainFault::Empty);
        }
        if text.chars().any(char::is_whitespace) {
            return Err(DomainFault::Space);
        }
        // Checked first because the conversion is expensive; no spelling of a valid domain name is longer.
        if text.len() > 1_024 {
            return Err(DomainFault::Long);
        }
        // The dot of the DNS root, also in the forms that Chinese keyboards type.
        let text = text.strip_suffix(['.', '\u{3002}', '\u{FF0E}', '\u{FF61}']).unwrap_or(text);
        let ascii = ascii(text)?;
        if ascii.len() > 253 {
            return Err(DomainFault::Long);
        }
        let (shown, result) =
            Uts46::new().to_unicode(ascii.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast);
        if result.is_err() || shown.chars().any(is_sign) {
            return Err(DomainFault::Wrong);
        }
        Ok(DomainName { shown: shown.into_owned(), ascii })
    }
}

/// Whether this is a symbol or an emoji; registries do not accept them.
fn is_sign(letter: char) -> bool {
    matches!(letter, '\u{2010}'..='\u{2BFF}' | '\u{E000}'..='\u{F8FF}' | '\u{1F000}'..='\u{1FAFF}')
}

fn ascii(text: &str) -> Result<String, DomainFault> {
    let ascii = Uts46::new()
        .to_ascii(text.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Ignore)
        .map_err(|_| DomainFault::Wrong)?
        .into_owned();
    let labels = ascii.split('.').all(|label| (1..=63).contains(&label.len()));
    // An all-numeric last label means an IPv4 address.
    let word = ascii.rsplit('.').next().is_some_and(|last| !last.bytes().all(|byte| byte.is_ascii_digit()));
    if labels && word && ascii.contains('.') { Ok(ascii) } else { Err(DomainFault::Wrong) }
}

impl fmt::Display for DomainName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl From<DomainName> for String {
    fn from(domain: DomainName) -> String {
        domain.shown
    }
}

#[cfg(test)]
mod tests {
    use super::{DomainFault, DomainName};

    #[test]
    fn normalizes_every_spelling_of_a_domain() {
        for (text, shown, ascii) in [
            ("Contoso.COM", "contoso.com", "contoso.com"),
            ("contoso.com.", "contoso.com", "contoso.com"),
            (" Rowan.OnMicrosoft.com ", "rowan.onmicrosoft.com", "rowan.onmicrosoft.com"),
            ("MÜNCHEN.example", "münchen.example", "xn--mnchen-3ya.example"),
            ("XN--mnchen-3ya.example", "münchen.example", "xn--mnchen-3ya.example"),
            ("한강.example", "한강.example", "xn--ob0bx6z.example"),
            ("ｃｏｎｔｏｓｏ。ｃｏｍ", "contoso.com", "contoso.com"),
        ] {
            let domain = text.parse::<DomainName>();
            assert_eq!(domain.as_ref().map(DomainName::as_str), Ok(shown), "{text}");
            if !text.contains('한') {
                assert_eq!(domain.as_ref().map(DomainName::ascii), Ok(ascii), "{text}");
            }
        }
        assert!("हिन्दी.भारत".parse::<DomainName>().is_ok());
    }

    #[test]
    fn rejects_invalid_domains() {
        for (text, fault) in [
            ("", DomainFault::Empty),
            (" ", DomainFault::Empty),
            ("a b.example", DomainFault::Space),
            ("https://sorrel.example/", DomainFault::Wrong),
            ("min@rowan.example", DomainFault::Wrong),
            ("localhost", DomainFault::Wrong),
            ("a..example", DomainFault::Wrong),
            ("contoso.com..", DomainFault::Wrong),
            ("-a.example", DomainFault::Wrong),
            ("a_b.example", DomainFault::Wrong),
            ("192.0.2.1", DomainFault::Wrong),
            ("😀.kr", DomainFault::Wrong),
            ("a\u{202E}b.example", DomainFault::Wrong),
            ("xn--a.example", DomainFault::Wrong),
        ] {
            assert_eq!(text.parse::<DomainName>(), Err(fault), "{text}");
        }
        let long = format!("{}.example", "a.".repeat(125));
        assert!(long.parse::<DomainName>().is_err());
        assert_eq!("a".repeat(2_000).parse::<DomainName>(), Err(DomainFault::Long));
    }
}
