//! Reads contacts. [`super::changes`] writes them.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::customer_contacts as contacts;
use crate::domain::{ContactId, MicrosoftId, PartnerId};
use crate::error::{Error, Result};
use crate::features::contacts::model::Contact;
use diesel::prelude::*;

/// Returns the contacts of a customer in the order in which they were added. Does not check that the customer exists.
pub fn contacts_of<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<Vec<Contact>> {
    Ok(of_customer(scope.partner(), id).order(contacts::id).select(Contact::as_select()).load(c)?)
}

/// Returns a contact of a customer.
///
/// # Errors
/// [`Error::NotFound`] if there is none with this id.
pub fn find_contact<P>(
    scope: &Scope<P>,
    customer: MicrosoftId,
    id: ContactId,
    c: &mut DbConnection,
) -> Result<Contact> {
    let row = of_customer(scope.partner(), customer).filter(contacts::id.eq(id));
    row.select(Contact::as_select()).first(c).optional()?.ok_or(Error::NotFound)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn of_customer(partner: PartnerId, id: MicrosoftId) -> _ {
    contacts::table.filter(contacts::partner_id.eq(partner).and(contacts::microsoft_id.eq(id)))
}
