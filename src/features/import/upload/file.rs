//! An uploaded file in the database, where each process can read it. It is stored as compressed chunks, which are
//! written and read one at a time, so that a whole file is never in memory.

use crate::db::Db;
use crate::domain::{ImportId, PartnerId};
use crate::error::{Error, Result};
use crate::features::import::upload::leases::Lease;
use crate::features::import::upload::pieces;
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use std::io;
use std::io::{Cursor, Read};

/// Size of a chunk before compression, in bytes.
const PIECE: u64 = 1024 * 1024;

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

/// Stores all of `input`, with one transaction per chunk. Blocks.
///
/// # Errors
/// Reading or writing failed; the stored file is then incomplete.
pub fn store(db: &Db, lease: &Lease, part: FilePart, input: &mut dyn Read) -> Result<()> {
    for seq in 0.. {
        let mut bytes = Vec::new();
        let mut piece = input.take(PIECE);
        DeflateEncoder::new(&mut piece, Compression::fast()).read_to_end(&mut bytes)?;
        let is_last = piece.limit() > 0;
        if seq == 0 || piece.limit() < PIECE {
            db.write_now(|c| pieces::store(lease, lease.partner, (part.as_str(), seq), &bytes, c))?;
        }
        if is_last {
            break;
        }
    }
    Ok(())
}

/// Reads a stored file chunk by chunk. Blocks.
pub struct StoredFile {
    db: Db,
    id: ImportId,
    partner: PartnerId,
    part: FilePart,
    next: i32,
    piece: Option<DeflateDecoder<Cursor<Vec<u8>>>>,
}

impl StoredFile {
    /// Opens a file of this import.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it does not exist or was deleted.
    pub fn open(db: &Db, id: ImportId, partner: PartnerId, part: FilePart) -> Result<Self> {
        let mut kept = StoredFile { db: db.clone(), id, partner, part, next: 0, piece: None };
        kept.load()?;
        if kept.piece.is_some() { Ok(kept) } else { Err(Error::NotFound) }
    }

    fn load(&mut self) -> Result<()> {
        let which = (self.part.as_str(), self.next);
        let piece = self.db.read_now(|c| pieces::read(self.id, self.partner, which, c))?;
        self.next += 1;
        self.piece = piece.map(|piece| DeflateDecoder::new(Cursor::new(piece)));
        Ok(())
    }
}

impl Read for StoredFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(piece) = &mut self.piece {
            let read = piece.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.load().map_err(io::Error::other)?;
        }
        Ok(0)
    }
}
