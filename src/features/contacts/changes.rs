//! Adds, changes and removes contacts.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::schema::customer_contacts as contacts;
use crate::domain::{ContactId, MicrosoftId};
use crate::error::{Error, Result};
use crate::features::contacts::model::{ContactDetails, MAX_CONTACTS};
use crate::features::contacts::queries::{contacts_of, find_contact};
use crate::features::customers::lookup::customer;
use crate::features::customers::membership;
use diesel::prelude::*;
use serde_json::json;

/// Adds a contact. Returns `false` and adds nothing if the customer has [`MAX_CONTACTS`] already.
///
/// # Errors
/// [`Error::NotFound`] if the customer is unknown, removed, or belongs to another partner.
pub fn add_contact<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    new: &ContactDetails,
) -> Result<(bool, Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    let customer = customer(scope, id, tx.c)?;
    if contacts_of(scope, id, tx.c)?.len() >= MAX_CONTACTS {
        return Ok((false, Vec::new()));
    }
    let row = (contacts::partner_id.eq(scope.partner()), contacts::microsoft_id.eq(id), new);
    diesel::insert_into(contacts::table).values(row).execute(tx.c)?;
    let details = json!({ "before": null, "after": new });
    Ok((true, vec![Activity::for_customer(Action::AddContact, id, &customer.list_name, details)]))
}

/// Changes a contact. Returns whether anything changed.
///
/// # Errors
/// [`Error::NotFound`] if there is no such contact, [`Error::Stale`] if it changed after `version`.
pub fn change_contact<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    (id, contact): (MicrosoftId, ContactId),
    version: i32,
    new: &ContactDetails,
) -> Result<(bool, Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    let customer = customer(scope, id, tx.c)?;
    let before = find_contact(scope, id, contact, tx.c)?;
    if before.details == *new {
        return Ok((false, Vec::new()));
    }
    if before.version != version {
        return Err(Error::Stale);
    }
    let values = (new, contacts::version.eq(version + 1));
    diesel::update(contacts::table.find(contact)).set(values).execute(tx.c)?;
    let details = json!({ "before": before.details, "after": new });
    Ok((true, vec![Activity::for_customer(Action::UpdateContact, id, &customer.list_name, details)]))
}

/// Removes a contact.
///
/// # Errors
/// [`Error::NotFound`] if there is no such contact.
pub fn remove_contact<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    (id, contact): (MicrosoftId, ContactId),
) -> Result<((), Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    let customer = customer(scope, id, tx.c)?;
    let before = find_contact(scope, id, contact, tx.c)?;
    diesel::delete(contacts::table.find(contact)).execute(tx.c)?;
    let details = json!({ "before": before.details, "after": null });
    Ok(((), vec![Activity::for_customer(Action::RemoveContact, id, &customer.list_name, details)]))
}
