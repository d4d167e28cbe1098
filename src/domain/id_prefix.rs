//! The beginning of a UUID, as people read it from an invoice or a ticket.

use uuid::Uuid;

/// All UUIDs that begin with the same digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdPrefix {
    /// The smallest of these UUIDs.
    pub first: Uuid,
    /// The largest of these UUIDs.
    pub last: Uuid,
}

impl IdPrefix {
    /// Minimum number of hexadecimal digits. Fewer are likely to be a word or a number in a name.
    pub const MIN_DIGITS: usize = 8;

    /// Parses 8 to 32 hexadecimal digits, with or without hyphens, in braces or not; returns `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_matches(['{', '}']);
        let digits: String = text.chars().filter(|c| *c != '-').collect();
        let is_prefix = (Self::MIN_DIGITS..=32).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let filled = |with: char| {
            let rest = std::iter::repeat_n(with, 32 - digits.len());
            Uuid::try_parse(&digits.chars().chain(rest).collect::<String>()).ok()
        };
        if is_prefix { Some(IdPrefix { first: filled('0')?, last: filled('f')? }) } else { None }
    }

    /// Returns the UUID, if all its digits are given.
    pub fn whole(self) -> Option<Uuid> {
        (self.first == self.last).then_some(self.first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_eight_digits_or_more() {
        let prefix =
            |text| IdPrefix::parse(text).map(|prefix| (prefix.first.to_string(), prefix.last.to_string()));
        let of = |first: &str, last: &str| Some((first.to_owned(), last.to_owned()));
        let eight = of("8f0c1b2a-0000-0000-0000-000000000000", "8f0c1b2a-ffff-ffff-ffff-ffffffffffff");
        assert_eq!(prefix("8F0C1B2A"), eight);
        assert_eq!(prefix(" {8f0c1b2a- "), eight);
        let more = of("8f0c1b2a-9d00-0000-0000-000000000000", "8f0c1b2a-9dff-ffff-ffff-ffffffffffff");
        assert_eq!(prefix("8f0c1b2a-9d"), more);
        for other in ["", "8f0c1b2", "8f0c1b2g", "contoso1", "8f0c1b2a9", "abcdefab x"] {
            assert_eq!(prefix(other).is_some(), other == "8f0c1b2a9", "{other}");
        }
        assert_eq!(prefix(&"a".repeat(33)), None);
    }

    #[test]
    fn knows_a_whole_id() {
        let whole = "8f0c1b2a-9d3e-4f50-8a61-72839405a6b7";
        assert_eq!(
            IdPrefix::parse(whole).and_then(IdPrefix::whole).map(|id| id.to_string()).as_deref(),
            Some(whole)
        );
        assert_eq!(IdPrefix::parse("8f0c1b2a").and_then(IdPrefix::whole), None);
    }
}
