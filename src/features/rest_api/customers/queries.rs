//! Reads one customer for the API.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::customers;
use crate::domain::MicrosoftId;
use crate::error::{Error, Result};
use crate::features::bill_to::queries::{StoredBillTo, load};
use crate::features::customers::lookup::customer;
use crate::features::customers::model::CustomerRow;
use crate::features::customers::resellers::resellers_of;
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

/// Returns a customer.
///
/// # Errors
/// [`Error::NotFound`] if it is unknown, removed, or belongs to another partner.
pub fn whole_customer<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<WholeCustomer> {
    let row = customer(scope, id, c)?;
    let stored = load(scope, id, c)?;
    let delegated = scope.customers().filter(customers::microsoft_id.eq(id));
    let delegated = delegated.select(customers::delegated_admin).first(c).optional()?;
    let mut resellers = match row.reseller_ids.trim() {
        "" => Vec::new(),
        _ => resellers_of(scope, id, c)?,
    };
    resellers.retain(|reseller| !reseller.is_former);
    Ok(WholeCustomer {
        row,
        stored,
        delegated_admin: delegated.ok_or(Error::NotFound)?,
        reseller_mpn_id: if let [only] = resellers.as_slice() { Some(only.mpn_id.clone()) } else { None },
    })
}
