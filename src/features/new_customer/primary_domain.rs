//! The primary domain name of a new customer: a prefix of `.onmicrosoft.com`, or a complete domain name.
//! Rules: docs/reference/domain.md#customers.

use crate::domain::{DomainName, half_width};

/// The suffix that the vendor adds to a prefix.
const SUFFIX: &str = ".onmicrosoft.com";

/// The maximum length of a prefix, in characters.
const MAX_PREFIX: usize = 27;

/// Why a domain is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DomainConflict {
    /// The field is empty.
    Empty,
    /// The prefix is longer than 27 characters, contains other characters than letters, digits and hyphens, or begins
    /// or ends with a hyphen.
    Prefix,
    /// It is not a domain name.
    Name,
}

/// Parses the input, converts it to lower case, and adds the suffix to a prefix.
pub fn parse(typed: &str) -> Result<String, DomainConflict> {
    let typed = typed.trim();
    if typed.len() > 1_024 {
        return Err(DomainConflict::Name);
    }
    let typed = half_width(typed).to_lowercase();
    let typed = typed.strip_suffix('.').unwrap_or(&typed);
    let prefix = match typed.strip_suffix(SUFFIX) {
        Some(prefix) => prefix,
        None if typed.contains(['.', '\u{3002}']) => {
            return typed.parse::<DomainName>().map(String::from).map_err(|_| DomainConflict::Name);
        }
        None => typed,
    };
    let plain = prefix.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    match prefix {
        "" => Err(DomainConflict::Empty),
        _ if plain && is_label(prefix) && prefix.len() <= MAX_PREFIX => Ok(format!("{prefix}{SUFFIX}")),
        _ => Err(DomainConflict::Prefix),
    }
}

fn is_label(label: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '-';
    (1..=63).contains(&label.len())
        && label.chars().all(inside)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_a_prefix_or_a_full_domain() {
        assert_eq!(parse(" Hangang ").as_deref(), Ok("hangang.onmicrosoft.com"));
        assert_eq!(parse("hangang.OnMicrosoft.com").as_deref(), Ok("hangang.onmicrosoft.com"));
        assert_eq!(parse("한강.example.").as_deref(), Ok("한강.example"));
        assert_eq!(parse(&"a".repeat(27)).map(|name| name.len()), Ok(43));
        for bad in ["", "  ", ".onmicrosoft.com", "."] {
            assert_eq!(parse(bad), Err(DomainConflict::Empty), "{bad}");
        }
        for bad in ["-a", "a-", "a b", "한강", "a_b", &"a".repeat(28), "a.b.onmicrosoft.com", "😀"] {
            assert_eq!(parse(bad), Err(DomainConflict::Prefix), "{bad}");
        }
        for bad in ["a..b", "a.-b", "http://a.b", "a.b/c", "a b.c", "1.2.3.4", "a@b.c", "a.b\u{0}", "😀.kr"]
        {
            assert_eq!(parse(bad), Err(DomainConflict::Name), "{bad}");
        }
    }
}
