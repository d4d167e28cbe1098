//! Reads the Microsoft IDs of the customers that a run has read.

use crate::csv::{Column, Record};
use crate::db::Db;
use crate::domain::{ConnectionRunId, MicrosoftId, PartnerId};
use crate::error::Result;
use crate::features::connections::reading::rows::columns;
use crate::features::connections::runs::model::RunPart;
use crate::features::connections::runs::pieces::open_part;
use crate::features::import::engine::header::Expected;
use crate::features::import::engine::source::Source;
use crate::i18n::Locale;
use std::collections::HashSet;
use std::io::Read;

/// The ids, in the order in which they were read.
pub struct CustomerIds<R: Read> {
    source: Source<R>,
    record: Record,
}

/// Opens the ids.
///
/// # Errors
/// The database failed.
pub fn open_ids(db: &Db, run: ConnectionRunId, partner: PartnerId) -> Result<CustomerIds<impl Read + use<>>> {
    let input = open_part(db, run, partner, RunPart::Customers)?;
    let expected = Expected { columns: columns(RunPart::Customers), known: None };
    Ok(CustomerIds { source: Source::open(input, expected, Locale::En)?, record: Record::default() })
}

impl<R: Read> CustomerIds<R> {
    /// Returns the next id as the server wrote it; `None` after the last one.
    ///
    /// # Errors
    /// The database failed.
    pub fn next_id(&mut self) -> Result<Option<String>> {
        if !self.source.read(&mut self.record)? {
            return Ok(None);
        }
        Ok(Some(self.source.header.text(&self.record, Column::MicrosoftId).to_owned()))
    }
}

/// Returns all ids that are Microsoft IDs.
///
/// # Errors
/// The database failed.
pub fn all_ids(db: &Db, run: ConnectionRunId, partner: PartnerId) -> Result<HashSet<MicrosoftId>> {
    let (mut ids, mut all) = (open_ids(db, run, partner)?, HashSet::new());
    while let Some(id) = ids.next_id()? {
        all.extend(MicrosoftId::from_input(&id));
    }
    Ok(all)
}
