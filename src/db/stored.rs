//! Reads what the portal itself wrote into a text column: words, ids. What cannot be read there was written by
//! somebody else or by a newer portal. That is a fault of ours or the operator's, never the reader's: the answer is 500,
//! and the server's log says which table, column and row.

use crate::error::{Error, Result};
use std::fmt::Display;
use std::str::FromStr;

/// A value in the database that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the database has a value that cannot be read: {column} of row {row}: {why}")]
pub struct UnreadableValue {
    column: &'static str,
    row: String,
    why: String,
}

/// Reads a value of `column` (`table.column`) in the row with this key.
///
/// # Errors
/// [`Error::Internal`] that names the place.
pub fn stored<T: FromStr<Err: Display>>(text: &str, column: &'static str, row: impl Display) -> Result<T> {
    stored_in(text, column, row).map_err(Error::internal)
}

/// The same for a column that may be empty.
///
/// # Errors
/// As [`stored`].
pub fn stored_option<T: FromStr<Err: Display>>(
    text: Option<String>,
    column: &'static str,
    row: impl Display,
) -> Result<Option<T>> {
    text.map(|text| stored(&text, column, row)).transpose()
}

/// The same for a conversion inside diesel, which has its own errors.
///
/// # Errors
/// [`UnreadableValue`] that names the place.
pub fn stored_in<T: FromStr<Err: Display>>(
    text: &str,
    column: &'static str,
    row: impl Display,
) -> std::result::Result<T, UnreadableValue> {
    text.parse().map_err(|why: T::Err| UnreadableValue { column, row: row.to_string(), why: shortened(&why) })
}

/// Reads what is kept as JSON, such as a draft.
///
/// # Errors
/// As [`stored`]. What stands in it is not repeated.
pub fn stored_json<T: serde::de::DeserializeOwned>(
    text: &str,
    column: &'static str,
    row: impl Display,
) -> Result<T> {
    serde_json::from_str(text).map_err(|why| {
        let why = format!("{:?} at line {}, column {}", why.classify(), why.line(), why.column());
        Error::internal(UnreadableValue { column, row: row.to_string(), why })
    })
}

/// Limits the length of a reason.
fn shortened(why: &impl Display) -> String {
    let why = why.to_string();
    why.char_indices().nth(300).map_or(why.clone(), |(end, _)| format!("{}…", &why[..end]))
}
