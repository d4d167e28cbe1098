//! The files of reports in the database, where each process can read them. A file is stored in compressed pieces, which are
//! written and read one at a time, so that a whole file is never in memory.

use crate::db::schema::report_pieces;
use crate::db::{Db, DbConnection};
use crate::domain::ReportRunId;
use crate::error::{Error, Result};
use diesel::prelude::*;
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use std::io;
use std::io::{Cursor, Read};

/// Size of a piece before compression, in bytes.
const PIECE: u64 = 1024 * 1024;

/// Stores all of `input`, with one transaction for each piece. `ensure_held` runs in each of them first, and fails if
/// another process works on the run now. The first piece deletes those of an earlier attempt. Blocks.
///
/// # Errors
/// Reading or writing failed, or `ensure_held` did; the stored file is then incomplete.
pub fn store(
    db: &Db,
    run: ReportRunId,
    input: &mut dyn Read,
    ensure_held: impl Fn(&mut DbConnection) -> Result<()>,
) -> Result<()> {
    for seq in 0.. {
        let mut bytes = Vec::new();
        let mut piece = input.take(PIECE);
        DeflateEncoder::new(&mut piece, Compression::fast()).read_to_end(&mut bytes)?;
        let (is_last, is_empty) = (piece.limit() > 0, piece.limit() == PIECE);
        if seq == 0 || !is_empty {
            db.write_now(|c| {
                ensure_held(c)?;
                if seq == 0 {
                    delete(c, run)?;
                }
                let row = (
                    report_pieces::run_id.eq(run),
                    report_pieces::seq.eq(seq),
                    report_pieces::bytes.eq(&bytes),
                );
                diesel::insert_into(report_pieces::table).values(row).execute(c)?;
                Ok(())
            })?;
        }
        if is_last {
            break;
        }
    }
    Ok(())
}

/// Deletes the file of a run.
///
/// # Errors
/// The database failed.
pub fn delete(c: &mut DbConnection, run: ReportRunId) -> Result<()> {
    diesel::delete(report_pieces::table.filter(report_pieces::run_id.eq(run))).execute(c)?;
    Ok(())
}

/// Reads a stored file piece by piece. Blocks.
pub struct StoredReport {
    db: Db,
    run: ReportRunId,
    next: i32,
    piece: Option<DeflateDecoder<Cursor<Vec<u8>>>>,
}

impl StoredReport {
    /// Opens the file of a run. The caller has checked who reads it.
    ///
    /// # Errors
    /// [`Error::NotFound`] if it does not exist or was deleted.
    pub fn open(db: &Db, run: ReportRunId) -> Result<Self> {
        let mut stored = StoredReport { db: db.clone(), run, next: 0, piece: None };
        stored.load()?;
        if stored.piece.is_some() { Ok(stored) } else { Err(Error::NotFound) }
    }

    fn load(&mut self) -> Result<()> {
        let (run, seq) = (self.run, self.next);
        let piece = self.db.read_now(|c| {
            let piece = report_pieces::table.find((run, seq)).select(report_pieces::bytes);
            Ok(piece.first::<Vec<u8>>(c).optional()?)
        })?;
        self.next += 1;
        self.piece = piece.map(|piece| DeflateDecoder::new(Cursor::new(piece)));
        Ok(())
    }
}

impl Read for StoredReport {
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
