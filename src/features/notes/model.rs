//! A note and its limits.

use crate::auth::Scope;
use crate::db::connection::MultiBackend;
use crate::db::schema::notes;
use crate::domain::{NoteId, Permission, UserId};
use chrono::NaiveDateTime;
use diesel::prelude::{Queryable, Selectable};

/// Maximum length of a note, in characters.
pub const MAX_NOTE: usize = 2_000;

/// Maximum number of notes about a customer.
pub const MAX_NOTES: usize = 500;

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = notes, check_for_backend(MultiBackend))]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// The text, in lines.
    pub body: String,
    /// Whether it is the customer's pinned note.
    pub is_pinned: bool,
    /// The user who wrote it; `None` for sample data.
    pub created_by: Option<UserId>,
    /// The name of that user; empty if the user was erased.
    pub created_name: String,
    /// When it was written, UTC.
    pub created_at: NaiveDateTime,
    /// When it was last edited, UTC; `None` if never.
    pub changed_at: Option<NaiveDateTime>,
    /// The version of the row.
    pub version: i32,
}

impl Note {
    /// Whether the user wrote it.
    pub fn is_by<P>(&self, scope: &Scope<P>) -> bool {
        self.created_by == Some(scope.actor().user)
    }

    /// Whether the user can remove it: the author, and who may remove notes of others.
    pub fn can_be_removed_by<P>(&self, scope: &Scope<P>) -> bool {
        let is_own = self.is_by(scope) && scope.allows(Permission::AnnotateCustomers);
        is_own || scope.allows(Permission::RemoveNotes)
    }
}
