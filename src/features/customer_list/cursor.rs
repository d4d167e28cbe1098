//! Cursors of the customer list, as its URLs contain them.

use crate::domain::{MicrosoftId, TextEnum};
use crate::error::{Error, Result};
use crate::search::{Cursor, Sort};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

/// Encodes a cursor for the URL: sort column, id, sort key. It contains nothing that the page does not show.
pub fn write_cursor(position: &Cursor, sort: Sort) -> String {
    let mut bytes = Vec::with_capacity(17 + position.key.len());
    bytes.push(column_number(sort));
    bytes.extend_from_slice(position.id.0.as_bytes());
    bytes.extend_from_slice(&position.key);
    BASE64.encode(bytes)
}

/// Returns the number of the sort column, the same in both directions.
fn column_number(sort: Sort) -> u8 {
    let ascending = sort.ascending();
    Sort::ALL.iter().position(|(one, _)| *one == ascending).unwrap_or(0) as u8
}

/// Decodes the cursor in the parameter `field`, for a list in this order.
///
/// # Errors
/// [`Error::BadInput`] with the name of the parameter.
pub fn read_cursor(field: &'static str, text: &str, sort: Sort) -> Result<Cursor> {
    let malformed = || Error::bad_input(field, text);
    let bytes = BASE64.decode(text).map_err(|_| malformed())?;
    let (head, key) = bytes.split_at_checked(17).ok_or_else(malformed)?;
    let is_number = !sort.is_by_name() && !sort.is_by_domain();
    if head[0] != column_number(sort) || key.len() > 8_192 || is_number && key.len() != 4 {
        return Err(malformed());
    }
    let id = uuid::Uuid::from_slice(&head[1..]).map_err(|_| malformed())?;
    Ok(Cursor { key: key.to_vec(), id: MicrosoftId(id) })
}
