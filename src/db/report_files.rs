//! The files of reports in the database, where each process can read them.

use crate::db::pieces::{PieceReader, store_pieces};
use crate::db::schema::report_pieces;
use crate::db::{Db, DbConnection};
use crate::domain::ReportRunId;
use crate::error::Result;
use diesel::prelude::*;
use std::io::Read;

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
    store_pieces(input, |seq, bytes| {
        db.write_now(|c| {
            ensure_held(c)?;
            if seq == 0 {
                delete(c, run)?;
            }
            let row =
                (report_pieces::run_id.eq(run), report_pieces::seq.eq(seq), report_pieces::bytes.eq(bytes));
            diesel::insert_into(report_pieces::table).values(row).execute(c)?;
            Ok(())
        })
    })
}

/// Deletes the file of a run.
///
/// # Errors
/// The database failed.
pub fn delete(c: &mut DbConnection, run: ReportRunId) -> Result<()> {
    diesel::delete(report_pieces::table.filter(report_pieces::run_id.eq(run))).execute(c)?;
    Ok(())
}

/// Opens the file of a run. The caller has checked who reads it. Reading blocks.
///
/// # Errors
/// [`crate::error::Error::NotFound`] if it does not exist or was deleted.
pub fn open(db: &Db, run: ReportRunId) -> Result<impl Read + Send + use<>> {
    let db = db.clone();
    PieceReader::open(move |seq| {
        db.read_now(|c| {
            let piece = report_pieces::table.find((run, seq)).select(report_pieces::bytes);
            Ok(piece.first::<Vec<u8>>(c).optional()?)
        })
    })
}
