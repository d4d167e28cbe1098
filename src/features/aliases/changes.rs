//! Reads and changes the other names of a customer. The search finds it by them, so a change of them is a change of the
//! list.

use crate::audit::{Activity, Tx};
use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::customers;
use crate::domain::MicrosoftId;
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::customers::membership;
use crate::features::customers::other_names::OtherNames;
use crate::search::list_changed;
use diesel::prelude::*;
use serde_json::json;

/// Returns the name in the list, and the other names.
///
/// # Errors
/// [`Error::NotFound`] if the customer is unknown, removed, or belongs to another partner.
pub fn load_names<P>(
    scope: &Scope<P>,
    id: MicrosoftId,
    c: &mut DbConnection,
) -> Result<(String, OtherNames)> {
    let row = customer(scope, id, c)?;
    Ok((row.list_name, OtherNames::parse(row.other_names.as_deref())))
}

/// Replaces the aliases, if they are still those that the user saw. Returns whether anything changed.
///
/// # Errors
/// [`Error::NotFound`] as for [`load_names`], [`Error::Stale`] if they changed since.
pub fn save_aliases<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    seen: &[String],
    new: Vec<String>,
) -> Result<(bool, Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    let (name, before) = load_names(scope, id, tx.c)?;
    if before.aliases == new {
        return Ok((false, Vec::new()));
    }
    if before.aliases != seen {
        return Err(Error::Stale);
    }
    let after = OtherNames { aliases: new, former: before.former.clone() };
    store(tx, scope, id, &after)?;
    let state = |names: &OtherNames| json!({ "aliases": names.aliases.join("; ") });
    Ok((true, vec![Activity::customer_updated(id, &name, state(&before), state(&after))]))
}

/// Removes a former name. Returns whether the customer had it.
///
/// # Errors
/// [`Error::NotFound`] as for [`load_names`].
pub fn remove_former_name<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    former: &str,
) -> Result<(bool, Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    let (name, before) = load_names(scope, id, tx.c)?;
    let mut after = before.clone();
    after.former.retain(|known| known != former);
    if before == after {
        return Ok((false, Vec::new()));
    }
    store(tx, scope, id, &after)?;
    let state = |names: &OtherNames| json!({ "former_names": names.former.join("; ") });
    Ok((true, vec![Activity::customer_updated(id, &name, state(&before), state(&after))]))
}

fn store<P>(tx: &mut Tx<'_>, scope: &Scope<P>, id: MicrosoftId, names: &OtherNames) -> Result<()> {
    let own = customers::partner_id.eq(scope.partner()).and(customers::microsoft_id.eq(id));
    let row = customers::table.filter(own);
    diesel::update(row).set(customers::other_names.eq(names.to_column())).execute(tx.c)?;
    let key: Vec<u8> = row.select(customers::sort_key).first(tx.c)?;
    list_changed(tx.c, scope.partner(), &[(key.clone(), key)])
}
