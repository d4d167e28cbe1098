//! [`MicrosoftId`]: the id of a customer's tenant.

use crate::domain::is_invisible;
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// A customer's tenant id: a UUID, written in lower case with hyphens. The vendor never assigns the nil UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MicrosoftId(pub Uuid);

/// The text is not a Microsoft ID.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoMicrosoftId;

impl fmt::Display for NoMicrosoftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a Microsoft ID such as 47aa2dba-d9e2-4c8d-a09f-001680289e32")
    }
}

impl std::error::Error for NoMicrosoftId {}

impl MicrosoftId {
    /// Parses an id from user input or a file: upper or lower case, with braces or without hyphens,
    /// surrounded by white space or invisible characters.
    ///
    /// # Errors
    /// The text is anything else, or the nil UUID.
    pub fn from_input(text: &str) -> Result<Self, NoMicrosoftId> {
        parse_uuid(text).filter(|id| !id.is_nil()).map(MicrosoftId).ok_or(NoMicrosoftId)
    }
}

/// Parses any id of the vendor in the spellings of people and files; see [`MicrosoftId::from_input`].
pub fn parse_uuid(text: &str) -> Option<Uuid> {
    let unseen = |c: char| c.is_whitespace() || is_invisible(c.encode_utf8(&mut [0; 4]));
    Uuid::try_parse(text.trim_matches(unseen)).ok()
}

impl fmt::Display for MicrosoftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl FromStr for MicrosoftId {
    type Err = NoMicrosoftId;

    /// Parses the form of URLs and the database: upper or lower case, with hyphens only.
    fn from_str(text: &str) -> Result<Self, NoMicrosoftId> {
        let is_hyphenated = text.len() == 36;
        Uuid::try_parse(text).ok().filter(|_| is_hyphenated).map(MicrosoftId).ok_or(NoMicrosoftId)
    }
}

#[cfg(test)]
mod tests {
    use super::{MicrosoftId, NoMicrosoftId};

    #[test]
    fn parses_every_spelling_to_the_same_id() {
        let id = "47aa2dba-d9e2-4c8d-a09f-001680289e32";
        for text in [
            id.to_owned(),
            id.to_uppercase(),
            format!("{{{id}}}"),
            id.replace('-', ""),
            format!(" \t{id}\u{A0}"),
            format!("\u{FEFF}{id}\u{200B}"),
            format!("{{{}}}\r\n", id.to_uppercase()),
        ] {
            assert_eq!(
                MicrosoftId::from_input(&text).map(|id| id.to_string()),
                Ok(id.to_owned()),
                "{text:?}"
            );
        }
    }

    #[test]
    fn rejects_nil_and_incomplete_ids() {
        for text in [
            "",
            "7",
            "00000000-0000-0000-0000-000000000000",
            "{00000000000000000000000000000000}",
            "47aa2dba-d9e2-4c8d-a09f-001680289e3",
            "47aa2dba-d9e2-4c8d-a09f-001680289e32 x",
            "{47aa2dba-d9e2-4c8d-a09f-001680289e32",
            "hangang.example",
        ] {
            assert_eq!(MicrosoftId::from_input(text), Err(NoMicrosoftId), "{text:?}");
        }
    }

    #[test]
    fn addresses_have_one_canonical_form() {
        let id = "47aa2dba-d9e2-4c8d-a09f-001680289e32";
        assert!(id.parse::<MicrosoftId>().is_ok() && id.to_uppercase().parse::<MicrosoftId>().is_ok());
        assert!(id.replace('-', "").parse::<MicrosoftId>().is_err());
        assert!(format!("{{{id}}}").parse::<MicrosoftId>().is_err());
    }
}
