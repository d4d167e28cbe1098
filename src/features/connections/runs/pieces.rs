//! What a run has read, in compressed pieces of rows; and the pages that it has followed.

use crate::db::pieces::PieceReader;
use crate::db::schema::{connection_pages, connection_pieces, connection_runs};
use crate::db::{Db, DbConnection};
use crate::domain::{ConnectionRunId, PartnerId};
use crate::error::Result;
use crate::features::connections::runs::leases::{RunLease, renew};
use crate::features::connections::runs::model::RunPart;
use crate::text::hex;
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use std::io::Read;

/// Stores a piece of a part. The first one deletes those of an earlier attempt.
pub(in crate::features::connections) fn store_piece(
    lease: &RunLease,
    (part, seq): (RunPart, i32),
    bytes: &[u8],
    c: &mut DbConnection,
) -> Result<()> {
    renew(lease, c)?;
    let own = connection_pieces::table.filter(connection_pieces::run_id.eq(lease.id));
    let old = own.filter(connection_pieces::part.eq(part.as_str()).and(connection_pieces::seq.ge(seq)));
    diesel::delete(old).execute(c)?;
    let row = (
        connection_pieces::run_id.eq(lease.id),
        connection_pieces::part.eq(part.as_str()),
        connection_pieces::seq.eq(seq),
        connection_pieces::bytes.eq(bytes),
    );
    diesel::insert_into(connection_pieces::table).values(row).execute(c)?;
    Ok(())
}

/// Opens the rows of a part as a file. Reading blocks.
///
/// # Errors
/// [`crate::error::Error::NotFound`] if nothing was read.
pub fn open_part(
    db: &Db,
    run: ConnectionRunId,
    partner: PartnerId,
    part: RunPart,
) -> Result<impl Read + Send + use<>> {
    let db = db.clone();
    PieceReader::open(move |seq| {
        db.read_now(|c| {
            let own = connection_runs::table
                .filter(connection_runs::id.eq(run).and(connection_runs::partner_id.eq(partner)))
                .select(connection_runs::id);
            let piece = connection_pieces::table
                .filter(connection_pieces::run_id.eq_any(own))
                .filter(connection_pieces::part.eq(part.as_str()).and(connection_pieces::seq.eq(seq)));
            Ok(piece.select(connection_pieces::bytes).first::<Vec<u8>>(c).optional()?)
        })
    })
}

/// Stores that a page was followed; returns `false` if it was followed before.
pub(in crate::features::connections) fn follow_page(
    lease: &RunLease,
    page: &str,
    c: &mut DbConnection,
) -> Result<bool> {
    let token = hex(&Sha256::digest(page.as_bytes()));
    let known = connection_pages::table.find((lease.id, &token));
    if known.count().get_result::<i64>(c)? > 0 {
        return Ok(false);
    }
    let row = (connection_pages::run_id.eq(lease.id), connection_pages::token.eq(&token));
    diesel::insert_into(connection_pages::table).values(row).execute(c)?;
    Ok(true)
}

/// Forgets what a run has read, when it has ended or begins again.
pub(in crate::features::connections) fn delete_read(lease: &RunLease, c: &mut DbConnection) -> Result<()> {
    diesel::delete(connection_pieces::table.filter(connection_pieces::run_id.eq(lease.id))).execute(c)?;
    diesel::delete(connection_pages::table.filter(connection_pages::run_id.eq(lease.id))).execute(c)?;
    Ok(())
}
