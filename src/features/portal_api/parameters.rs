//! The query parameters of lists and exports: those of the page, parsed by the code of the page.

use crate::error::{Error, Result};
use actix_web::HttpRequest;
use actix_web::web::Query;
use serde::de::DeserializeOwned;

/// The parameters of an address, in order. A list reads those of its page with [`page_parameters`].
pub type GivenParameters = Query<Vec<(String, String)>>;

/// Returns the value of a parameter; an empty string without it.
///
/// # Errors
/// [`Error::BadInput`] if it is repeated.
pub fn single<'a>(given: &'a GivenParameters, name: &'static str) -> Result<&'a str> {
    let mut values = given.iter().filter(|(known, _)| known == name);
    match (values.next(), values.next()) {
        (None, _) => Ok(""),
        (Some((_, value)), None) => Ok(value),
        (Some(_), Some(_)) => Err(Error::bad_input(name, "it is there twice")),
    }
}

/// Reads the parameters of the page from the address.
///
/// # Errors
/// [`Error::BadInput`] if one is repeated.
pub fn page_parameters<T: DeserializeOwned>(request: &HttpRequest) -> Result<Query<T>> {
    let read = Query::from_query(request.query_string());
    read.map_err(|error| Error::bad_input("address", error.to_string()))
}

/// Gives the error for a malformed parameter the sentence that the page has for it.
pub fn explain(error: Error, sentence: impl FnOnce(&str) -> String) -> Error {
    match error {
        // The parameters as a whole are not one of the page's.
        Error::BadInput { field, .. } if !matches!(field, "filter" | "address" | "ids" | "lang") => {
            Error::bad_input(field, sentence(field))
        }
        other => other,
    }
}
