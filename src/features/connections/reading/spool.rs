//! Collects the rows of a part and stores them in compressed pieces.

use crate::db::DbConnection;
use crate::error::Result;
use crate::features::connections::reading::rows::{Rows, begin};
use crate::features::connections::runs::leases::RunLease;
use crate::features::connections::runs::model::{RunContent, RunPart};
use crate::features::connections::runs::pieces::store_piece;
use flate2::Compression;
use flate2::read::DeflateEncoder;
use std::io::Read;

/// Number of rows after which a piece is stored; about a megabyte.
const ROWS_PER_PIECE: u64 = 5_000;

/// The rows of one part that were not stored yet.
pub struct Spool {
    part: RunPart,
    rows: Option<Rows>,
    count: u64,
}

/// A piece that is ready to be stored.
pub struct ReadyPiece {
    part: RunPart,
    bytes: Vec<u8>,
    rows: u64,
}

impl Spool {
    /// Creates an empty spool.
    pub fn new(part: RunPart) -> Self {
        Spool { part, rows: None, count: 0 }
    }

    /// Adds rows; `write` returns whether it has written one.
    ///
    /// # Errors
    /// Those of `write`.
    pub fn add(&mut self, write: impl FnOnce(&mut Rows) -> Result<bool>) -> Result<()> {
        let rows = match &mut self.rows {
            Some(rows) => rows,
            none => none.insert(begin(self.part)?),
        };
        self.count += u64::from(write(rows)?);
        Ok(())
    }

    /// Whether it is time to store a piece.
    pub fn is_full(&self) -> bool {
        self.count >= ROWS_PER_PIECE
    }

    /// Takes the rows as a piece. The first piece of a part has the header, also if it has no rows.
    ///
    /// # Errors
    /// The rows cannot be compressed.
    pub fn take(&mut self, content: &RunContent) -> Result<Option<ReadyPiece>> {
        let is_first = content.pieces[self.part as usize] == 0;
        if self.count == 0 && !is_first {
            return Ok(None);
        }
        let rows = match self.rows.take() {
            Some(rows) => rows,
            None => begin(self.part)?,
        };
        let (_, file) = rows.finish()?;
        let header = if is_first {
            0
        } else {
            file.windows(2).position(|pair| pair == b"\r\n").map_or(0, |at| at + 2)
        };
        let mut bytes = Vec::new();
        DeflateEncoder::new(file.get(header..).unwrap_or_default(), Compression::fast())
            .read_to_end(&mut bytes)?;
        let rows = std::mem::take(&mut self.count);
        Ok(Some(ReadyPiece { part: self.part, bytes, rows }))
    }
}

impl ReadyPiece {
    /// Stores the piece and counts it in `content`, which the caller stores in the same transaction.
    ///
    /// # Errors
    /// The lease is lost, or the database failed.
    pub fn store(&self, lease: &RunLease, content: &mut RunContent, c: &mut DbConnection) -> Result<()> {
        let index = self.part as usize;
        store_piece(lease, (self.part, content.pieces[index]), &self.bytes, c)?;
        content.pieces[index] += 1;
        content.rows[index] += self.rows;
        Ok(())
    }
}
