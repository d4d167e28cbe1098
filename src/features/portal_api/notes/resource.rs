//! A note about a customer.

use crate::domain::MicrosoftId;
use crate::features::notes::model::Note;
use crate::features::rest_api::resource::{Attributes, Link, timestamp};
use crate::urls;
use serde::Serialize;

/// A note.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NoteResource {
    id: i32,
    text: String,
    is_pinned: bool,
    /// The name of the user who wrote it; empty if it was erased.
    author: String,
    created_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    changed_date: Option<String>,
    links: NoteLinks,
    attributes: Attributes,
}

/// The links of a note.
#[derive(Debug, Clone, Serialize)]
pub struct NoteLinks {
    #[serde(rename = "self")]
    own: Link,
}

impl NoteResource {
    /// Returns a note about this customer.
    pub fn new(customer: MicrosoftId, note: &Note) -> Self {
        NoteResource {
            id: note.id.0,
            text: note.body.clone(),
            is_pinned: note.is_pinned,
            author: note.created_name.clone(),
            created_date: timestamp(note.created_at),
            changed_date: note.changed_at.map(timestamp),
            links: NoteLinks { own: Link::to(&urls::portal_api_note(customer, note.id)) },
            attributes: Attributes::of_version("Note", note.id, note.version),
        }
    }
}
