//! Reads values that the portal itself wrote into text columns: enums, ids, JSON. An unreadable value was written by
//! another program or by a newer portal. That is an internal error and not the user's: the response is a 500, and the
//! server's log names the column, the type and the value.

use crate::error::{Error, Result};
use std::fmt::Display;
use std::str::FromStr;

/// A text that cannot be converted to the type of its column. [`Error`] adds the column's name.
#[derive(Debug, thiserror::Error)]
#[error("the database has a value that cannot be read: “{value}” is no {kind}: {why}")]
pub struct UnreadableText {
    kind: &'static str,
    value: String,
    why: String,
}

/// Converts the text of a column to its type, for `FromSql`.
///
/// # Errors
/// [`UnreadableText`], which names the type and the value.
pub fn parsed<T: FromStr<Err: Display>>(text: &str) -> std::result::Result<T, UnreadableText> {
    text.parse().map_err(|why: T::Err| UnreadableText {
        kind: std::any::type_name::<T>().rsplit("::").next().unwrap_or_default(),
        value: shortened(&text.escape_debug()),
        why: shortened(&why).replace(char::is_control, "\u{FFFD}"),
    })
}

/// Converts a text that was read from `column` (`table.column`).
///
/// # Errors
/// [`Error::Internal`] that names column, type and value.
pub fn stored<T: FromStr<Err: Display>>(text: &str, column: &'static str) -> Result<T> {
    parsed(text).map_err(|error| Error::unreadable(column, &error))
}

/// JSON that cannot be read. Its content is not repeated, since it may be personal data.
#[derive(Debug, thiserror::Error)]
#[error("the database has a value that cannot be read: {column} of row {row}: {why}")]
pub struct UnreadableJson {
    column: &'static str,
    row: String,
    why: String,
}

/// Parses stored JSON, such as a draft.
///
/// # Errors
/// [`Error::Internal`] that names the place.
pub fn stored_json<T: serde::de::DeserializeOwned>(
    text: &str,
    column: &'static str,
    row: impl Display,
) -> Result<T> {
    serde_json::from_str(text).map_err(|why| {
        let why = format!("{:?} at line {}, column {}", why.classify(), why.line(), why.column());
        Error::internal(UnreadableJson { column, row: row.to_string(), why })
    })
}

/// Limits the length of a value or a reason.
fn shortened(why: &impl Display) -> String {
    let why = why.to_string();
    why.char_indices().nth(300).map_or(why.clone(), |(end, _)| format!("{}…", &why[..end]))
}
