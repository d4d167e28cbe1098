//! Reads one customer for the API.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::connection::directly;
use crate::db::schema::{bill_to, customers};
use crate::domain::MicrosoftId;
use crate::error::{Error, Result};
use crate::features::bill_to::address::bill_to::BillTo;
use crate::features::bill_to::queries::{StoredBillTo, bill_to_of_customer};
use crate::features::customers::model::CustomerRow;
use crate::features::customers::resellers::current_reseller;
use diesel::prelude::*;

/// A customer with everything that the API shows of it.
#[derive(Debug)]
pub struct WholeCustomer {
    /// The row of the list.
    pub row: CustomerRow,
    /// The bill-to and its version.
    pub stored: StoredBillTo,
    /// Whether the customer granted delegated administration.
    pub delegated_admin: bool,
    /// The MPN ID of its indirect reseller, if it has exactly one.
    pub reseller_mpn_id: Option<String>,
}

/// Returns a customer. Programs ask for many customers one by one, so these are few statements that SQLite keeps prepared.
///
/// # Errors
/// [`Error::NotFound`] if it is unknown, removed, or belongs to another partner.
pub fn whole_customer<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<WholeCustomer> {
    let found = scope
        .customers()
        .left_join(bill_to::table.on(bill_to_of_customer()))
        .filter(customers::microsoft_id.eq(id));
    let more = (customers::delegated_admin, customers::version);
    type Found = (CustomerRow, (bool, i32), Option<BillTo>);
    let found = directly!(c, |c| {
        found.select((CustomerRow::as_select(), more, Option::<BillTo>::as_select())).first::<Found>(c)
    });
    let (row, (delegated_admin, version), entered) = found.optional()?.ok_or(Error::NotFound)?;
    let stored = StoredBillTo::new(entered, row.list_name.clone(), version);
    let reseller_mpn_id = only_reseller(scope, &row, c)?;
    Ok(WholeCustomer { row, stored, delegated_admin, reseller_mpn_id })
}

/// Returns the MPN ID of the only reseller of a customer whose partnership has not ended.
fn only_reseller<P>(scope: &Scope<P>, row: &CustomerRow, c: &mut DbConnection) -> Result<Option<String>> {
    let mut only = None;
    for reseller in row.resellers() {
        let found = current_reseller(scope, reseller, c)?;
        if found.is_some() && only.is_some() {
            return Ok(None);
        }
        only = only.or(found);
    }
    Ok(only.map(|reseller| reseller.mpn_id))
}
