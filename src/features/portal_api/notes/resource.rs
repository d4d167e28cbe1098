//! A note about a customer.

use crate::domain::MicrosoftId;
use crate::features::notes::model::Note;
use crate::features::rest_api::resource::{Attributes, Link, OwnLinks, timestamp};
use crate::urls;
use serde::Serialize;
use utoipa::ToSchema;

/// A note.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Note)]
pub struct NoteResource {
    id: i32,
    text: String,
    is_pinned: bool,
    /// The name of the user who wrote it; empty if it was erased.
    author: String,
    #[schema(format = DateTime)]
    created_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime, nullable = false)]
    changed_date: Option<String>,
    links: OwnLinks,
    attributes: Attributes,
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
            links: Link::own(&urls::portal_api_note(customer, note.id)),
            attributes: Attributes::of_version("Note", note.id, note.version),
        }
    }
}
