//! The columns of an import as they are stored.

use crate::db::connection::MultiBackend;
use crate::db::schema::imports;
use crate::db::stored::stored_json;
use crate::domain::ImportId;
use crate::error::{Error, Result};
use crate::features::import::upload::model::{Import, ImportDraft, ImportState};
use diesel::prelude::*;

/// The states in which a thread works on an import, or should.
pub(super) const AT_WORK: [&str; 2] = ["checking", "running"];

/// The columns of an [`Import`].
#[derive(Queryable, Selectable)]
#[diesel(table_name = imports, check_for_backend(MultiBackend))]
pub(super) struct ImportRow {
    id: ImportId,
    state: String,
    content: String,
    is_kept: bool,
    progress: String,
}

impl TryFrom<ImportRow> for Import {
    type Error = Error;

    fn try_from(row: ImportRow) -> Result<Self> {
        let mut draft: ImportDraft = stored_json(&row.content, "imports.content", row.id)?;
        if row.state == ImportState::Broken.as_str() {
            draft.state = ImportState::Broken; // `leases::claim_abandoned` only updates the column
        }
        let progress = stored_json(&row.progress, "imports.progress", row.id)?;
        Ok(Import { id: row.id, draft, is_kept: row.is_kept, progress })
    }
}
