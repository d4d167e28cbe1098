//! Cursors of the list of subscriptions, as its URLs contain them.

use crate::domain::MicrosoftId;
use crate::error::{Error, Result};
use crate::search::subscriptions::{Column, SubscriptionCursor};
use crate::web::list::ColumnSort;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use uuid::Uuid;

/// Encodes a cursor for the URL: the order, the place of the seller, the ids, and the value of the sorted column. It contains
/// nothing that the page does not show.
pub fn write_cursor(position: &SubscriptionCursor, sort: ColumnSort<Column>) -> String {
    let mut bytes = Vec::with_capacity(HEAD + position.value.len());
    bytes.push(order_byte(sort));
    bytes.extend_from_slice(&position.source.to_be_bytes());
    bytes.extend_from_slice(position.customer.0.as_bytes());
    bytes.extend_from_slice(position.id.as_bytes());
    bytes.extend_from_slice(&position.value);
    BASE64.encode(bytes)
}

/// The length of a cursor without the value.
const HEAD: usize = 1 + 2 + 16 + 16;

/// The maximum length of a value, in bytes.
const MAX_VALUE: usize = 8_192;

/// Decodes the cursor in the parameter `field`, for a list in this order.
///
/// # Errors
/// [`Error::BadInput`] with the name of the parameter.
pub fn read_cursor(field: &'static str, text: &str, sort: ColumnSort<Column>) -> Result<SubscriptionCursor> {
    let parsed = || {
        let bytes = BASE64.decode(text).ok()?;
        let (head, value) = bytes.split_at_checked(HEAD)?;
        let is_number = !matches!(sort.column, Column::Product | Column::Customer);
        if head[0] != order_byte(sort) || value.len() > MAX_VALUE || is_number && value.len() != 4 {
            return None;
        }
        if sort.column == Column::Product {
            std::str::from_utf8(value).ok()?;
        }
        Some(SubscriptionCursor {
            source: u16::from_be_bytes([head[1], head[2]]),
            customer: MicrosoftId(Uuid::from_slice(&head[3..19]).ok()?),
            id: Uuid::from_slice(&head[19..]).ok()?,
            value: value.to_vec(),
        })
    };
    parsed().ok_or_else(|| Error::bad_input(field, text))
}

fn order_byte(sort: ColumnSort<Column>) -> u8 {
    2 * sort.column as u8 + u8::from(sort.descending)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_belongs_to_one_order() {
        let position = SubscriptionCursor {
            value: vec![0, 0, 0, 7],
            customer: MicrosoftId(Uuid::from_u128(1)),
            id: Uuid::from_u128(2),
            source: 3,
        };
        let sort = ColumnSort { column: Column::Quantity, descending: true };
        let text = write_cursor(&position, sort);
        assert_eq!(read_cursor("after", &text, sort).unwrap(), position);
        let other = ColumnSort { descending: false, ..sort };
        assert!(read_cursor("after", &text, other).is_err());
    }
}
