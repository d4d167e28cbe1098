//! An uploaded file in the database, where each process can read it.

use crate::db::Db;
use crate::db::pieces::{PieceReader, store_pieces};
use crate::domain::{ImportId, PartnerId};
use crate::error::Result;
use crate::features::import::upload::leases::Lease;
use crate::features::import::upload::pieces;
use std::io::Read;

/// A file of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilePart {
    /// The uploaded file.
    File,
    /// The rejected rows.
    Rejects,
    /// The values before and after of what would change.
    Changes,
}

impl FilePart {
    fn as_str(self) -> &'static str {
        match self {
            FilePart::File => "file",
            FilePart::Rejects => "rejects",
            FilePart::Changes => "changes",
        }
    }
}

/// Stores all of `input`, with one transaction per piece. Blocks.
///
/// # Errors
/// Reading or writing failed; the stored file is then incomplete.
pub fn store(db: &Db, lease: &Lease, part: FilePart, input: &mut dyn Read) -> Result<()> {
    store_pieces(input, |seq, bytes| {
        db.write_now(|c| pieces::store(lease, lease.partner, (part.as_str(), seq), bytes, c))
    })
}

/// Opens a file of this import. Reading blocks.
///
/// # Errors
/// [`crate::error::Error::NotFound`] if it does not exist or was deleted.
pub fn open(db: &Db, id: ImportId, partner: PartnerId, part: FilePart) -> Result<impl Read + Send + use<>> {
    let db = db.clone();
    PieceReader::open(move |seq| db.read_now(|c| pieces::read(id, partner, (part.as_str(), seq), c)))
}
