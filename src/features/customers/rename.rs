//! Changes the name of a customer in a partner's list. Callers lock the list first
//! ([`super::membership::lock_list`]).

use crate::audit::Tx;
use crate::db::schema::customers;
use crate::domain::{MicrosoftId, PartnerId};
use crate::error::{Error, Result};
use crate::features::customers::membership::{KnownCustomer, row_by_id};
use crate::features::customers::other_names::OtherNames;
use crate::search::list_changed;
use crate::text::sort_key;
use diesel::prelude::*;

/// A new name in the list.
#[derive(Debug, Clone, Copy)]
pub enum Rename<'a> {
    /// The customer has this name now; the one before becomes a former name.
    To(&'a str),
    /// The last change is undone, and this name was right.
    Undo(&'a str),
}

/// A customer before a rename, its sort key, its imported name and its other names.
type RenamedRow = (KnownCustomer, Vec<u8>, (Option<String>, Option<String>));

/// Changes the bill-to company name of an active customer, in this partner's list only, and increments its version.
/// Imports do not overwrite the new name.
///
/// # Errors
/// [`Error::NotFound`] if it is unknown, removed, or belongs to another partner, [`Error::Stale`] if it changed after
/// this version.
pub fn rename_customer(
    tx: &mut Tx<'_>,
    partner: PartnerId,
    id: MicrosoftId,
    version: i32,
    rename: Rename<'_>,
) -> Result<()> {
    let active = row_by_id(partner, id).filter(customers::ended_at.is_null());
    let texts = (customers::imported_name, customers::other_names);
    let columns = (KnownCustomer::as_select(), customers::sort_key, texts);
    let found: Option<RenamedRow> = active.select(columns).first(tx.c).optional()?;
    let (before, old_key, (imported, other_names)) = found.ok_or(Error::NotFound)?;
    let mut other_names = OtherNames::parse(other_names.as_deref());
    let name = match rename {
        Rename::To(name) => {
            other_names.rename(&before.name, name);
            name
        }
        Rename::Undo(name) => {
            other_names.undo_rename(name);
            name
        }
    };
    if before.version != version {
        return Err(Error::Stale);
    }
    let key = sort_key(name);
    // A name equal to the imported one is no manual change, so the next import may overwrite it.
    let imported = imported.unwrap_or_else(|| before.name.clone());
    let imported = (imported != name).then_some(imported);
    let changed = diesel::update(row_by_id(partner, id).filter(customers::version.eq(version))).set((
        customers::list_name.eq(name),
        customers::sort_key.eq(&key),
        customers::imported_name.eq(imported),
        customers::other_names.eq(other_names.to_column()),
        customers::version.eq(version + 1),
    ));
    if changed.execute(tx.c)? == 0 {
        return Err(Error::Stale);
    }
    if before.name != name {
        list_changed(tx.c, partner, &[(old_key.clone(), old_key), (key.clone(), key)])?;
    }
    Ok(())
}
