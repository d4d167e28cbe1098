//! Adds, edits, pins and removes notes. Authors edit and remove their own; Global admins and Admin agents also remove those
//! of others.

use crate::audit::{Action, Activity, Tx};
use crate::auth::Scope;
use crate::db::schema::notes;
use crate::domain::{MicrosoftId, NoteId};
use crate::error::{Error, Result};
use crate::features::customers::lookup::customer;
use crate::features::customers::membership;
use crate::features::notes::model::{MAX_NOTES, Note};
use crate::features::notes::queries::find_note;
use diesel::prelude::*;
use serde_json::{Value, json};

/// Adds a note. Returns `false` and adds nothing if the customer has [`MAX_NOTES`] already.
///
/// # Errors
/// [`Error::NotFound`] if the customer is unknown, removed, or belongs to another partner.
pub fn add_note<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    id: MicrosoftId,
    body: &str,
) -> Result<(bool, Vec<Activity>)> {
    membership::lock_list(tx, scope.partner())?;
    let customer = customer(scope, id, tx.c)?;
    let own = notes::partner_id.eq(scope.partner()).and(notes::microsoft_id.eq(id));
    let count: i64 = notes::table.filter(own).count().get_result(tx.c)?;
    if count >= MAX_NOTES as i64 {
        return Ok((false, Vec::new()));
    }
    let row = (
        notes::partner_id.eq(scope.partner()),
        notes::microsoft_id.eq(id),
        notes::body.eq(body),
        notes::created_by.eq(scope.actor().user),
        notes::created_name.eq(&scope.actor().name),
        notes::created_at.eq(tx.at),
    );
    diesel::insert_into(notes::table).values(row).execute(tx.c)?;
    let details = json!({ "note": body });
    Ok((true, vec![Activity::for_customer(Action::AddNote, id, &customer.list_name, details)]))
}

/// Replaces the text of the user's own note. Returns whether it changed.
///
/// # Errors
/// [`Error::NotFound`] if there is no such note, or another user wrote it; [`Error::Stale`] if it changed after `version`.
pub fn edit_note<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    (customer, id): (MicrosoftId, NoteId),
    version: i32,
    body: &str,
) -> Result<(bool, Vec<Activity>)> {
    let (name, before) = lock_note(tx, scope, customer, id)?;
    if !before.is_by(scope) {
        return Err(Error::NotFound);
    }
    if before.body == body {
        return Ok((false, Vec::new()));
    }
    if before.version != version {
        return Err(Error::Stale);
    }
    let values = (notes::body.eq(body), notes::changed_at.eq(tx.at), notes::version.eq(version + 1));
    diesel::update(notes::table.find(id)).set(values).execute(tx.c)?;
    Ok((true, vec![updated(customer, &name, json!({ "note": before.body }), json!({ "note": body }))]))
}

/// Pins a note, in place of the one that was pinned, or unpins it. Returns whether anything changed.
///
/// # Errors
/// [`Error::NotFound`] if there is no such note.
pub fn pin_note<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    (customer, id): (MicrosoftId, NoteId),
    pinned: bool,
) -> Result<(bool, Vec<Activity>)> {
    let (name, before) = lock_note(tx, scope, customer, id)?;
    if before.is_pinned == pinned {
        return Ok((false, Vec::new()));
    }
    let own = notes::partner_id.eq(scope.partner()).and(notes::microsoft_id.eq(customer));
    let current = notes::table.filter(own.and(notes::is_pinned.eq(true)));
    diesel::update(current).set(notes::is_pinned.eq(false)).execute(tx.c)?;
    diesel::update(notes::table.find(id)).set(notes::is_pinned.eq(pinned)).execute(tx.c)?;
    let state = |pinned: bool| json!({ "pinned": pinned });
    let mut activity = updated(customer, &name, state(!pinned), state(pinned));
    if let Value::Object(details) = &mut activity.details {
        details.insert("note".to_owned(), json!(before.body));
    }
    Ok((true, vec![activity]))
}

/// Removes a note.
///
/// # Errors
/// [`Error::NotFound`] if there is no such note, or the user cannot remove it.
pub fn remove_note<P>(
    tx: &mut Tx<'_>,
    scope: &Scope<P>,
    (customer, id): (MicrosoftId, NoteId),
) -> Result<((), Vec<Activity>)> {
    let (name, before) = lock_note(tx, scope, customer, id)?;
    if !before.can_be_removed_by(scope) {
        return Err(Error::NotFound);
    }
    diesel::delete(notes::table.find(id)).execute(tx.c)?;
    let details = json!({ "note": before.body, "author": before.created_name });
    Ok(((), vec![Activity::for_customer(Action::RemoveNote, customer, &name, details)]))
}

/// Locks the list and returns the customer's name and the note.
fn lock_note<P>(tx: &mut Tx<'_>, scope: &Scope<P>, id: MicrosoftId, note: NoteId) -> Result<(String, Note)> {
    membership::lock_list(tx, scope.partner())?;
    Ok((customer(scope, id, tx.c)?.list_name, find_note(scope, id, note, tx.c)?))
}

fn updated(customer: MicrosoftId, name: &str, before: Value, after: Value) -> Activity {
    let details = json!({ "before": before, "after": after });
    Activity::for_customer(Action::UpdateNote, customer, name, details)
}
