//! The buttons of the bar that export the selected rows: they lead to the file of the list, limited to these rows.

use crate::domain::{BulkList, TextEnum};
use crate::error::{Error, Result};
use crate::features::bulk_acts::selection::{SelectedRows, Selection};
use crate::table_file::TableFormat;
use crate::urls;
use crate::web::bulk_bar::EXPORT;
use crate::web::flash::Message;
use crate::web::parameters::MAX_LISTED;

/// Returns the format if the field `act` of a form asks for a file.
pub fn requested_format(fields: &[(String, String)]) -> Option<TableFormat> {
    let act = fields.iter().find(|(name, _)| name == "act").map(|(_, value)| value.as_str());
    act.and_then(|act| act.strip_prefix(EXPORT)).and_then(|format| TableFormat::from_text(format).ok())
}

/// Returns the URL of the file with the rows that the form selects; the one of the list, with a message, if it selects none.
///
/// # Errors
/// As [`Selection::from_fields`]. [`Error::BadInput`] with the field `id` if more rows are selected than a page has.
pub fn address(fields: &[(String, String)], format: TableFormat) -> Result<(String, Option<Message>)> {
    let (list, selection) = Selection::from_fields(fields)?;
    let file = match (list, format) {
        (BulkList::Customers, TableFormat::Csv) => urls::customers_csv(),
        (BulkList::Customers, TableFormat::Xlsx) => urls::customers_xlsx(),
        (BulkList::Subscriptions, TableFormat::Csv) => urls::subscriptions_csv(),
        (BulkList::Subscriptions, TableFormat::Xlsx) => urls::subscriptions_xlsx(),
        (BulkList::Requests, _) => return Err(Error::bad_input("act", "choose an action of the list")),
    };
    match selection.map(|selection| selection.rows) {
        None => {
            let page = if list == BulkList::Customers { urls::customers() } else { urls::subscriptions() };
            Ok((page.to_string(), Some(Message::NothingSelected)))
        }
        Some(SelectedRows::Ids(ids)) if ids.len() > MAX_LISTED => {
            Err(Error::bad_input("id", format!("select at most {MAX_LISTED} rows, or all rows of the list")))
        }
        Some(SelectedRows::Ids(ids)) => Ok((file.with_parameters([("ids", ids.join(",").as_str())]), None)),
        Some(SelectedRows::Filter(filter)) if filter.is_empty() => Ok((file.to_string(), None)),
        Some(SelectedRows::Filter(filter)) => Ok((file.with_query(filter), None)),
    }
}
