//! Reads customers with their bill-to for an export, row by row, so that a long list is never in memory as a whole.

use crate::auth::Scope;
use crate::db::connection::MultiBackend;
use crate::db::schema::{bill_to, customers};
use crate::db::{DbConnection, ID_BATCH_SIZE, stream};
use crate::domain::MicrosoftId;
use crate::error::Result;
use crate::features::bill_to::queries::bill_to_of_customer;
use diesel::prelude::*;
use std::collections::HashMap;

/// A customer, as the database stores it.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = customers, check_for_backend(MultiBackend))]
#[allow(missing_docs)] // the columns of the table
pub struct CustomerColumns {
    pub microsoft_id: String,
    pub list_name: String,
    pub domain: String,
    pub relationship: String,
    pub delegated_admin: bool,
    pub version: i32,
    pub reseller_ids: String,
}

/// The bill-to of a customer, as the database stores it.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = bill_to, check_for_backend(MultiBackend))]
#[allow(missing_docs)] // the columns of the table
pub struct BillToColumns {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub phone: String,
    pub country: String,
    pub address_line1: String,
    pub address_line2: String,
    pub city: String,
    pub state: String,
    pub postal_code: String,
    pub registration_number: String,
}

/// A customer with its bill-to, if a user entered one.
pub type CustomerWithBillTo = (CustomerColumns, Option<BillToColumns>);

/// Calls `take` with each customer of the list, by name.
///
/// # Errors
/// The database failed, or `take` returned an error.
pub fn for_each<P>(
    scope: &Scope<P>,
    c: &mut DbConnection,
    mut take: impl FnMut(&CustomerWithBillTo) -> Result<()>,
) -> Result<()> {
    let rows = customers::table
        .left_join(bill_to::table.on(bill_to_of_customer()))
        .filter(customers::partner_id.eq(scope.partner()).and(customers::ended_at.is_null()))
        .order((customers::sort_key, customers::microsoft_id))
        .select((stream::columns::<CustomerColumns>(), stream::columns::<Option<BillToColumns>>()));
    stream::for_each(c, rows, |row| take(&row))
}

/// Calls `take` with each of these customers of the list, in this order.
///
/// # Errors
/// The database failed, or `take` returned an error.
pub fn for_each_by_id<P>(
    scope: &Scope<P>,
    ids: &[MicrosoftId],
    c: &mut DbConnection,
    mut take: impl FnMut(&CustomerWithBillTo) -> Result<()>,
) -> Result<()> {
    for chunk in ids.chunks(ID_BATCH_SIZE) {
        let rows: Vec<CustomerWithBillTo> = customers::table
            .left_join(bill_to::table.on(bill_to_of_customer()))
            .filter(customers::partner_id.eq(scope.partner()).and(customers::ended_at.is_null()))
            .filter(customers::microsoft_id.eq_any(chunk))
            .select((CustomerColumns::as_select(), Option::<BillToColumns>::as_select()))
            .load(c)?;
        let rows: HashMap<&str, &CustomerWithBillTo> =
            rows.iter().map(|row| (row.0.microsoft_id.as_str(), row)).collect();
        for id in chunk {
            rows.get(id.to_string().as_str()).map_or(Ok(()), |row| take(row))?;
        }
    }
    Ok(())
}
