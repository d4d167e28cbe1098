//! The query parameter `filter`: one field, a value and an operator, as JSON.

use crate::error::{Error, Result};
use crate::features::rest_api::fields::Fields;
use crate::features::rest_api::json::parse_json;
use serde::{Deserialize, Serialize};

/// A parsed filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchFilter {
    /// The field, in lower case: `companyname`.
    pub field: String,
    /// The value.
    pub value: String,
    /// The operator, in lower case without underscores: `startswith`.
    pub operator: String,
}

impl SearchFilter {
    /// Parses the parameter; `None` if it is empty.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the field `filter`.
    pub fn parse(text: &str) -> Result<Option<Self>> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let invalid = |said: String| Error::bad_input("filter", said);
        let value = parse_json(text.as_bytes()).map_err(|error| invalid(error.to_string()))?;
        let mut fields = Fields::new(&value);
        let word = |text: Option<&str>| text.unwrap_or_default().replace('_', "").to_ascii_lowercase();
        let filter = SearchFilter {
            field: word(fields.text("field")),
            value: fields.text("value").unwrap_or_default().to_owned(),
            operator: word(fields.text("operator")),
        };
        match fields.faults.first() {
            Some((field, message)) if field == "body" => Err(invalid(message.clone())),
            Some((field, message)) => Err(invalid(format!("{field}: {message}"))),
            None if filter.field.is_empty() => Err(invalid("it names no field".to_owned())),
            None => Ok(Some(filter)),
        }
    }

    /// Returns the error for a field or operator that a list cannot be filtered by.
    pub fn unknown(&self, possible: &str) -> Error {
        Error::bad_input("filter", format!("this list can be filtered by {possible}"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_forms_that_clients_send() {
        let one =
            SearchFilter::parse(r#"{"Field": "CompanyName", "Value": "cont", "Operator": "starts_with"}"#);
        let other = SearchFilter::parse(r#"{"field":"companyName","value":"cont","operator":"StartsWith"}"#);
        let (one, other) = (one.unwrap().unwrap(), other.unwrap().unwrap());
        assert_eq!(one, other);
        assert_eq!((one.field.as_str(), one.operator.as_str()), ("companyname", "startswith"));
        assert_eq!(SearchFilter::parse("").unwrap(), None);
        for bad in ["x", "[]", "{}", r#"{"Field":1}"#, r#"{"Field":"a","field":"b"}"#] {
            assert!(
                matches!(SearchFilter::parse(bad), Err(Error::BadInput { field: "filter", .. })),
                "{bad}"
            );
        }
    }
}
