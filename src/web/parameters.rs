//! Parsers of query parameters that several lists share. An empty parameter counts as missing.

use crate::domain::{TextEnum, is_mpn_id};
use crate::error::{Error, Result};
use crate::text::percent::percent_encode;
use crate::text::terms::{MAX_QUERY, is_too_long};
use crate::web::column_sort::ColumnSort;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::str::FromStr;

/// Checks the length of the search text, the parameter `q`.
///
/// # Errors
/// [`Error::BadInput`] with the field `q`.
pub fn check_search_text(q: &str) -> Result<()> {
    if is_too_long(q) { Err(Error::bad_input("q", MAX_QUERY.to_string())) } else { Ok(()) }
}

/// Parses a parameter.
///
/// # Errors
/// [`Error::BadInput`] with the name of the parameter.
pub fn optional<T: FromStr>(field: &'static str, text: &str) -> Result<Option<T>> {
    optional_by(field, text, |text| text.parse().ok())
}

/// Parses a parameter with `parse`.
///
/// # Errors
/// [`Error::BadInput`] with the name of the parameter.
pub fn optional_by<T>(
    field: &'static str,
    text: &str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>> {
    if text.is_empty() {
        return Ok(None);
    }
    parse(text).map(Some).ok_or_else(|| Error::bad_input(field, text))
}

/// Most values of a parameter with a list.
pub const MAX_LISTED: usize = 100;

/// Parses a parameter with values between commas, at most [`MAX_LISTED`].
///
/// # Errors
/// [`Error::BadInput`] with the name of the parameter.
pub fn listed<T>(
    field: &'static str,
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<Vec<T>>> {
    optional_by(field, text, |text| {
        let values: Option<Vec<T>> = text.split(',').take(MAX_LISTED + 1).map(parse).collect();
        values.filter(|values| values.len() <= MAX_LISTED)
    })
}

/// The parameter of a download that limits it to selected rows.
#[derive(Debug, Default, Deserialize)]
pub struct SelectedParam {
    /// The ids of the rows, between commas; empty for all rows.
    #[serde(default)]
    pub ids: String,
}

/// Returns the text of a parameter.
pub fn given(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The other partner of a row to filter by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartnerParameter {
    /// Rows without another partner: `none`.
    NoPartner,
    /// The partner with this MPN ID.
    MpnId(String),
}

impl PartnerParameter {
    /// Returns the value of the parameter.
    pub fn as_str(&self) -> &str {
        match self {
            PartnerParameter::NoPartner => "none",
            PartnerParameter::MpnId(mpn_id) => mpn_id,
        }
    }
}

impl FromStr for PartnerParameter {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "none" => Ok(PartnerParameter::NoPartner),
            mpn_id if is_mpn_id(mpn_id) => Ok(PartnerParameter::MpnId(mpn_id.to_owned())),
            _ => Err(()),
        }
    }
}

/// Parses the parameter `sort`.
///
/// # Errors
/// [`Error::BadInput`] with the field `sort`.
pub fn sort<C: TextEnum + PartialEq>(text: &str) -> Result<ColumnSort<C>> {
    ColumnSort::parse(text).ok_or_else(|| Error::bad_input("sort", text))
}

/// Parses the query string of a list.
///
/// # Errors
/// [`Error::BadInput`] if a parameter is repeated.
pub fn parse_query<T: DeserializeOwned>(query: &str) -> Result<T> {
    serde_urlencoded::from_str(query).map_err(|error| Error::bad_input("filter", error.to_string()))
}

/// Appends a parameter to an address.
pub fn append(address: &mut String, name: &str, value: &str) {
    address.push(if address.contains('?') { '&' } else { '?' });
    address.push_str(name);
    address.push('=');
    address.extend(percent_encode(value));
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_parameter_is_none_and_a_malformed_one_is_named() {
        assert_eq!(optional::<u8>("page", "").unwrap(), None);
        assert_eq!(optional::<u8>("page", "7").unwrap(), Some(7));
        assert!(matches!(optional::<u8>("page", "x"), Err(Error::BadInput { field: "page", .. })));
        assert!(check_search_text("x").is_ok() && check_search_text(&"x".repeat(10_000)).is_err());
    }

    #[test]
    fn a_partner_is_named_by_its_mpn_id() {
        assert_eq!("none".parse(), Ok(PartnerParameter::NoPartner));
        assert_eq!("5120448".parse(), Ok(PartnerParameter::MpnId("5120448".to_owned())));
        assert_eq!("Solbit".parse::<PartnerParameter>(), Err(()));
    }
}
