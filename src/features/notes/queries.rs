//! Reads notes. [`super::changes`] writes them.

use crate::auth::Scope;
use crate::db::DbConnection;
use crate::db::schema::notes;
use crate::domain::{MicrosoftId, NoteId, PartnerId};
use crate::error::{Error, Result};
use crate::features::notes::model::Note;
use diesel::prelude::*;

/// Returns the notes about a customer, at most [`super::model::MAX_NOTES`]: the pinned one, then the others, the newest
/// first. Does not check that the customer exists.
pub fn notes_of<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<Vec<Note>> {
    let newest = (notes::is_pinned.desc(), notes::created_at.desc(), notes::id.desc());
    Ok(of_customer(scope.partner(), id).order(newest).select(Note::as_select()).load(c)?)
}

/// Returns the pinned note and the newest other one, as far as the customer has them.
pub fn featured_notes<P>(scope: &Scope<P>, id: MicrosoftId, c: &mut DbConnection) -> Result<Vec<Note>> {
    let own = || of_customer(scope.partner(), id);
    let pinned = own().filter(notes::is_pinned.eq(true)).select(Note::as_select());
    let newest = own().filter(notes::is_pinned.eq(false)).order((notes::created_at.desc(), notes::id.desc()));
    let mut found: Vec<Note> = pinned.load(c)?;
    found.extend(newest.limit(1).select(Note::as_select()).load::<Note>(c)?);
    Ok(found)
}

/// Returns a note about a customer.
///
/// # Errors
/// [`Error::NotFound`] if there is none with this id.
pub fn find_note<P>(
    scope: &Scope<P>,
    customer: MicrosoftId,
    id: NoteId,
    c: &mut DbConnection,
) -> Result<Note> {
    let row = of_customer(scope.partner(), customer).filter(notes::id.eq(id));
    row.select(Note::as_select()).first(c).optional()?.ok_or(Error::NotFound)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn of_customer(partner: PartnerId, id: MicrosoftId) -> _ {
    notes::table.filter(notes::partner_id.eq(partner).and(notes::microsoft_id.eq(id)))
}
