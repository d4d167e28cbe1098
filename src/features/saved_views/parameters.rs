//! The parameters of a list's address that a view stores, in canonical form: search text, filters, columns and order, and
//! none that is empty or the default. There is no cursor among them.

use crate::error::{Error, Result};
use crate::web::parameters::parse_query;
use std::collections::BTreeMap;

/// The parameters of a view.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ViewParameters(BTreeMap<String, String>);

impl ViewParameters {
    /// Returns these parameters without those that are empty.
    pub fn new<'n>(parameters: impl IntoIterator<Item = (&'n str, String)>) -> Self {
        let given = parameters.into_iter().filter(|(_, value)| !value.is_empty());
        ViewParameters(given.map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// Reads them from a canonical query string.
    ///
    /// # Errors
    /// [`Error::BadInput`] with the field `filter` if a parameter is repeated.
    pub fn from_query(query: &str) -> Result<Self> {
        let pairs: Vec<(String, String)> = parse_query(query)?;
        Ok(ViewParameters(pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect()))
    }

    /// Reads them from the database: JSON, so that a search for personal data finds addresses in it.
    ///
    /// # Errors
    /// [`Error::Internal`] for another text.
    pub fn from_json(text: &str) -> Result<Self> {
        serde_json::from_str(text).map(ViewParameters).map_err(Error::internal)
    }

    /// Returns them as [`ViewParameters::from_json`] reads them.
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// Returns a value, or an empty string.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Replaces a value that it has.
    pub fn replace(&mut self, name: &str, value: &str) {
        if let Some(stored) = self.0.get_mut(name) {
            value.clone_into(stored);
        }
    }

    /// Returns the query string of the list, in the order of the names.
    pub fn query(&self) -> String {
        serde_urlencoded::to_string(&self.0).unwrap_or_default()
    }

    /// Returns the query string of a list that shows the view, except for what its address says itself: a parameter of the
    /// address counts instead of the view's, also if it is empty.
    pub fn query_with(&self, address: &[(String, String)]) -> String {
        let own = |name: &String| address.iter().any(|(one, _)| one == name);
        let stored = self.0.iter().filter(|(name, _)| !own(name));
        let all = stored.chain(address.iter().map(|(name, value)| (name, value)));
        serde_urlencoded::to_string(all.collect::<Vec<_>>()).unwrap_or_default()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn parameters() -> ViewParameters {
        ViewParameters::new([
            ("tag", "의료 &".to_owned()),
            ("sort", String::new()),
            ("q", "a@b.example".to_owned()),
        ])
    }

    #[test]
    fn stores_what_is_given_and_nothing_else() {
        let json = parameters().to_json();
        assert_eq!(json, r#"{"q":"a@b.example","tag":"의료 &"}"#);
        assert_eq!(ViewParameters::from_json(&json).unwrap(), parameters());
        assert_eq!(parameters().query(), "q=a%40b.example&tag=%EC%9D%98%EB%A3%8C+%26");
        assert!(ViewParameters::from_json("q=1").is_err());
    }

    #[test]
    fn the_address_counts_before_the_view() {
        let address = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>()
        };
        let shown = parameters().query_with(&address(&[("view", "5"), ("tag", ""), ("country", "KR")]));
        assert_eq!(shown, "q=a%40b.example&view=5&tag=&country=KR");
        let mut renamed = parameters();
        renamed.replace("tag", "VIP");
        renamed.replace("country", "TW");
        assert_eq!((renamed.get("tag"), renamed.get("country")), ("VIP", ""));
    }
}
