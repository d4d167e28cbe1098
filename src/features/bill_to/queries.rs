//! Reads, saves and undoes a partner's bill-to of a customer, with optimistic locking.
//! Its company name is `customers.list_name`, its version `customers.version`.

use crate::audit::history::{Change, last_change};
use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::{bill_to, customers};
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::{Error, Result};
use crate::features::bill_to::address::bill_to::BillTo;
use crate::features::customers::membership;
use crate::features::customers::rename::{Rename, rename_customer};
use crate::search::customers_changed;
use diesel::prelude::*;
use serde_json::{Map, Value, json};

/// The log actions of a changed bill-to.
pub const ACTIONS: [Action; 2] = [Action::UpdateBillTo, Action::UpdateBillToName];

/// A stored bill-to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredBillTo {
    /// Name, contact and address; contact and address are empty until a user enters them.
    pub bill_to: BillTo,
    /// The version of the customer's row.
    pub version: i32,
}

impl StoredBillTo {
    /// Returns what users have entered, or only the name if they have not entered an address.
    pub fn new(entered: Option<BillTo>, company_name: String, version: i32) -> Self {
        let bill_to = entered.unwrap_or_else(|| BillTo { company_name, ..BillTo::default() });
        StoredBillTo { bill_to, version }
    }
}

/// The result of saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveOutcome {
    /// Saved; contains the new version.
    Changed(i32),
    /// The stored values are the same; nothing changed.
    Unchanged,
}

/// Returns the bill-to of a customer.
///
/// # Errors
/// [`Error::NotFound`] if the customer is unknown, removed, or belongs to another partner.
pub fn load<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<StoredBillTo> {
    let row = scope
        .customers()
        .left_join(bill_to::table.on(bill_to_of_customer()))
        .filter(customers::microsoft_id.eq(id))
        .select((customers::list_name, customers::version, Option::<BillTo>::as_select()));
    let row: Option<(String, i32, Option<BillTo>)> = row.first(c).optional()?;
    let (company_name, version, entered) = row.ok_or(Error::NotFound)?;
    Ok(StoredBillTo::new(entered, company_name, version))
}

/// The condition by which a customer's row is joined to its bill-to.
#[diesel::dsl::auto_type(no_type_alias)]
pub fn bill_to_of_customer() -> _ {
    bill_to::partner_id.eq(customers::partner_id).and(bill_to::microsoft_id.eq(customers::microsoft_id))
}

/// Saves a bill-to if the stored version is still the one that the user saw. Submitting the same form twice changes
/// nothing the second time.
///
/// # Errors
/// [`Error::NotFound`] as for [`load`], [`Error::Stale`] if another user changed the customer since.
pub fn save<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    seen: Option<i32>,
    new: &BillTo,
) -> Result<(SaveOutcome, Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    let before = load(scope, id, tx.c)?;
    if before.bill_to == *new {
        return Ok((SaveOutcome::Unchanged, Vec::new()));
    }
    if seen != Some(before.version) {
        return Err(Error::Stale);
    }
    let (version, activities) = write(tx, scope, id, &before, new, Rename::To(&new.company_name))?;
    Ok((SaveOutcome::Changed(version), activities))
}

/// Restores the values from before the last change, if the stored version is still `seen`.
///
/// # Errors
/// [`Error::NotFound`] as for [`load`], [`Error::Stale`] if another user changed the customer since.
pub fn undo<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    seen: Option<i32>,
) -> Result<(i32, Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    let now = load(scope, id, tx.c)?;
    let last = last_change(scope.partner(), id, &ACTIONS, tx.c)?;
    let before = last.and_then(|last| before(&last, &now.bill_to)).filter(|_| seen == Some(now.version));
    match before {
        None => Err(Error::Stale),
        Some(before) => write(tx, scope, id, &now, &before, Rename::Undo(&before.company_name)),
    }
}

/// Returns the bill-to from before a change, if its values have not changed since.
fn before(last: &Change, now: &BillTo) -> Option<BillTo> {
    let (old, new) = (last.details.get("before")?.as_object()?, last.details.get("after")?.as_object()?);
    let mut fields = as_map(now);
    let stands = new.iter().all(|(field, value)| fields.get(field) == Some(value));
    fields.extend(old.clone());
    serde_json::from_value(Value::Object(fields)).ok().filter(|_| stands)
}

fn write<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    before: &StoredBillTo,
    new: &BillTo,
    rename: Rename<'_>,
) -> Result<(i32, Vec<Activity>)> {
    rename_customer(tx, scope.partner(), id, before.version, rename)?;
    store(tx, scope.partner(), id, new)?;
    if before.bill_to.country != new.country {
        customers_changed(tx.c, scope.partner(), &[id])?;
    }
    Ok((before.version + 1, vec![change_entry(id, &before.bill_to, new)]))
}

fn store(tx: &mut Tx<'_>, partner: PartnerId, id: MicrosoftId, new: &BillTo) -> Result<()> {
    diesel::delete(bill_to::table.find((partner, id))).execute(tx.c)?;
    let row = customers::table.filter(customers::partner_id.eq(partner).and(customers::microsoft_id.eq(id)));
    let country = if new.has_address() { new.country.as_str() } else { "" };
    // The list is filtered by the country, so the customer's row repeats it.
    diesel::update(row).set(customers::country.eq(country)).execute(tx.c)?;
    if !new.has_address() {
        return Ok(());
    }
    let values = (bill_to::partner_id.eq(partner), bill_to::microsoft_id.eq(id), new);
    diesel::insert_into(bill_to::table).values(values).execute(tx.c)?;
    Ok(())
}

/// Returns one log entry for all changed fields. A changed name gives it the vendor's action for renames.
/// Rules: docs/reference/domain.md#decisions.
pub fn change_entry(id: MicrosoftId, before: &BillTo, after: &BillTo) -> Activity {
    let renamed = before.company_name != after.company_name;
    let action = if renamed { Action::UpdateBillToName } else { Action::UpdateBillTo };
    let (mut old, mut new) = (as_map(before), as_map(after));
    let same: Vec<String> =
        old.iter().filter(|(field, value)| new.get(*field) == Some(*value)).map(|(f, _)| f.clone()).collect();
    for field in &same {
        old.remove(field);
        new.remove(field);
    }
    Activity::for_customer(action, id, &after.company_name, json!({ "before": old, "after": new }))
}

fn as_map(bill_to: &BillTo) -> Map<String, Value> {
    match json!(bill_to) {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// Stores the bill-to of a new customer, in the transaction that adds it.
pub fn add(tx: &mut Tx<'_>, partner: PartnerId, id: MicrosoftId, new: &BillTo) -> Result<()> {
    store(tx, partner, id, new)
}
