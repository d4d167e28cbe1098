//! [`MpnId`]: the vendor's id of a partner.

use crate::domain;
use std::fmt;
use std::str::FromStr;

/// One to ten digits. Leading zeros are significant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MpnId(String);

/// The text is not one to ten digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoMpnId;

impl MpnId {
    /// Returns the digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for MpnId {
    type Err = NoMpnId;

    /// Accepts full-width digits and surrounding white space. Rejects a comma or a point: a spreadsheet has
    /// then changed the value into a number, and the original digits are unknown.
    fn from_str(text: &str) -> Result<Self, NoMpnId> {
        let digits = text.trim();
        if digits.chars().count() > 10 {
            return Err(NoMpnId);
        }
        let digits = domain::half_width(digits);
        let right = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if right { Ok(MpnId(digits)) } else { Err(NoMpnId) }
    }
}

impl fmt::Display for MpnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<MpnId> for String {
    fn from(id: MpnId) -> String {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::MpnId;

    #[test]
    fn accepts_digits_of_either_width() {
        for (text, id) in [
            ("0123456", "0123456"),
            ("１２３４５６７", "1234567"),
            (" 5130906 ", "5130906"),
            ("5130906\u{A0}", "5130906"),
        ] {
            assert_eq!(text.parse::<MpnId>().map(String::from), Ok(id.to_owned()));
        }
        for text in ["", "1.23457E+06", "1234567.0", "5,130,906", "'5130906", "12345678901", "-1", "٣٤٥"] {
            assert!(text.parse::<MpnId>().is_err(), "{text}");
        }
    }
}
